"""What makes another state of a page, and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.transcript import (
    LinkArea,
    Metadata,
    PageLink,
    Transcript,
    Turn,
    TurnKind,
)
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
    ],
    ids=["spacing", "tags and language", "related links"],
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


def test_a_date_that_nothing_reads_counts_by_its_words_and_one_that_is_read_by_its_day() -> None:
    def state(**said: Any) -> str:
        return state_of(replace(_PAGE, metadata=replace(_PAGE.metadata, **said))).state

    assert state(date_text="August 2007") != state(date_text="August 2008")
    assert state(date_text="n.d.") != state_of(_PAGE).state
    first, second = "May 4, 2018", "4 May 2018"
    day = "2018-05-04"
    assert state(date_text=first, published_on=day) == state(date_text=second, published_on=day)


def test_further_lines_count_in_their_order() -> None:
    def state(*lines: str) -> str:
        return state_of(replace(_PAGE, metadata=replace(_PAGE.metadata, lines=lines))).state

    states = [state(), state("2004/961"), state("2004/962"), state("a", "b"), state("b", "a")]
    assert len(set(states)) == 5


def _said(text: str, *labels: str) -> Transcript:
    """``text`` with a turn after each of ``labels``, wherever it stands."""
    starts = [(text.index(f"{label}:") + len(label) + 2, label) for label in labels]
    ends = [*(start for start, _ in starts[1:]), len(text)][: len(starts)]
    turns = (
        Turn(
            position=at,
            speaker=label,
            person=None,
            kind=TurnKind.SPEECH,
            start=start,
            length=end - start,
        )
        for at, ((start, label), end) in enumerate(zip(starts, ends, strict=True))
    )
    return replace(_PAGE, text=text, turns=tuple(turns))


def test_who_speaks_counts_though_the_words_are_the_same() -> None:
    both = state_of(_said("MR SAMPLE: Yes.\n\nQUESTION: Ready?", "MR SAMPLE", "QUESTION"))
    one = state_of(_said("MR SAMPLE: Yes. QUESTION: Ready?", "MR SAMPLE"))
    assert both.state != one.state
    assert (both.text, both.metadata, both.links) == (one.text, one.metadata, one.links)
    wrapped = _said("MR SAMPLE:\n\nYes.\n\nQUESTION:  Ready?", "MR SAMPLE", "QUESTION")
    assert state_of(wrapped).turns == both.turns


def test_a_label_that_only_bold_makes_one_does_not_count() -> None:
    assert state_of(_said("Ada Example: Yes.", "Ada Example")) == state_of(
        _said("Ada Example: Yes.")
    )
    assert state_of(_said("Mr. Example: Yes.", "Mr. Example")).turns
