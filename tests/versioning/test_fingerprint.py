"""What makes another state of a page, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.transcript import LinkArea, Metadata, PageLink, Transcript
from archive_watch.versioning.fingerprint import state_of, state_of_document

_PAGE = Transcript(
    text="We agree.",
    metadata=Metadata(title="Remarks", place="Utopia"),
    comparable="We agree.",
    links=(
        PageLink(position=0, url="https://a.example/", text="there", area=LinkArea.BODY),
        PageLink(position=1, url="https://b.example/", text="more", area=LinkArea.RELATED),
    ),
)


def linked(*urls: str, area: LinkArea = LinkArea.BODY) -> Transcript:
    links = (PageLink(position=at, url=url, text="", area=area) for at, url in enumerate(urls))
    return replace(_PAGE, links=tuple(links))


@pytest.mark.parametrize(
    ("other", "part"),
    [
        (replace(_PAGE, comparable="We disagree."), "text"),
        (replace(_PAGE, metadata=replace(_PAGE.metadata, title="Other")), "metadata"),
        (replace(_PAGE, metadata=replace(_PAGE.metadata, published_on="2021-01-01")), "metadata"),
        (replace(_PAGE, metadata=Metadata(title="Remarks", role="Utopia")), "metadata"),
        (linked("https://a.example/2"), "links"),
        (linked("https://a.example/", "https://a.example/"), "links"),
    ],
)
def test_this_is_another_state_and_only_this_part_differs(other: Transcript, part: str) -> None:
    before, after = state_of(_PAGE), state_of(other)
    assert before.state != after.state
    differing = {
        name for name in ("text", "metadata", "links") if getattr(before, name) != getattr(after, name)
    }  # fmt: skip
    assert differing == {part}


@pytest.mark.parametrize(
    "other",
    [
        replace(_PAGE, text="We  agree.\n\n"),
        replace(_PAGE, metadata=replace(_PAGE.metadata, tags=("a",), language="en")),
        linked("https://a.example/"),
        replace(_PAGE, aliases=("https://c.example/",)),
    ],
    ids=["spacing", "tags and language", "related links", "aliases"],
)
def test_what_archives_rebuild_by_themselves_is_no_other_state(other: Transcript) -> None:
    assert state_of(other) == state_of(_PAGE)


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_links_that_differ_anyhow_have_other_digests(one: list[str], other: list[str]) -> None:
    assert (state_of(linked(*one)) == state_of(linked(*other))) is (one == other)


def test_a_lone_surrogate_has_a_digest_too() -> None:
    assert state_of(linked("https://a.example/\ud800")) != state_of(linked("https://a.example/"))


def test_a_document_is_its_bytes_and_its_type() -> None:
    assert state_of_document("aa", "application/pdf") != state_of_document("bb", "application/pdf")
    assert state_of_document("aa", "application/pdf") != state_of_document("aa", "audio/mpeg")


def test_a_scheme_that_is_the_pages_own_is_no_edit_and_any_other_is() -> None:
    def state(url: str, *, counts: bool) -> str:
        link = PageLink(position=0, url=url, text="t", area=LinkArea.BODY, scheme_counts=counts)
        return state_of(Transcript(text="", metadata=Metadata(), links=(link,))).state

    plain, safe = "http://a.example/b", "https://a.example/b"
    assert state(plain, counts=False) == state(safe, counts=False)
    assert state(plain, counts=True) != state(safe, counts=True)
    assert state(plain, counts=False) != state("http://a.example/c", counts=False)
