"""What is learnt from a host's pages, and how a page of a host without a profile is read by it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.extract.learning.learnt import facts_of
from archive_watch.extract.learning.level import level_of
from archive_watch.extract.learning.seen import PageSeen, page_seen
from archive_watch.extract.page import Cut, cut_page, read_cut
from archive_watch.extract.profile import profile_for
from archive_watch.model.learnt import Learnt
from archive_watch.model.site import SiteProfile
from extract.explaining import explained
from extract.reading import UNKNOWN, profiles

_WORDS = (
    "harbour tide ferry council vote budget storm bridge letter minister question answer".split()
)
_MENU = (
    "<ul class=menu2><li><a href=/a>News</a><li><a href=/b>About</a><li><a href=/c>Press</a></ul>"
)
_BOX = "<div class=promo><h3>Subscribe</h3><p>Get our letter every week.</p></div>"


def _paragraphs(seed: int, count: int = 6) -> str:
    """Paragraphs that no other page has."""
    random = Random(seed)
    lines = (" ".join(random.choices(_WORDS, k=12)) for _ in range(count))
    return "".join(f"<p>{line} {seed}.</p>" for line in lines)


def _page(
    seed: int, *, words: str | None = None, box: str = _BOX, number: int | None = None
) -> str:
    """A page without any usual name of content."""
    words = _paragraphs(seed) if words is None else words
    return (
        f"<html><head><title>Page {seed}</title></head><body><div class=top>{_MENU}</div>"
        f"<div class=columns><div id=story-{seed if number is None else number} class=story>"
        f"<h1>Headline {seed}</h1>{words}{box}</div><div class=side><h3>Weather</h3><p>Fair.</p></div>"
        "</div><div class=bottom><p>Harbour Press, 1 Quay Street</p><p>All rights</p></div></body></html>"
    )


def _seen(*pages: str) -> list[PageSeen]:
    found = [page_seen(page.encode(), "text/html") for page in pages]
    return [one for one in found if one is not None]


def _learnt(*pages: str) -> Learnt:
    return facts_of(_seen(*pages), number=1).learnt


def _profile(learnt: Learnt | None) -> SiteProfile:
    shipped = profile_for(UNKNOWN, profiles())
    return replace(shipped, learnt=learnt, last_resort=False)


def _cut(page: str, learnt: Learnt | None) -> Cut:
    return cut_page(
        page.encode(),
        content_type="text/html",
        url=f"https://{UNKNOWN}/a",
        profile=_profile(learnt),
    )


def _text(page: str, learnt: Learnt | None) -> str:
    return read_cut(_cut(page, learnt)).text


def test_the_container_of_the_words_is_learnt_and_known_by_its_name_without_digits() -> None:
    learnt = _learnt(*(_page(seed) for seed in range(8)))
    assert learnt.roots == ("div#story-#",)
    assert "div.promo" in learnt.furniture
    assert _text(_page(99), learnt).split("\n\n")[0] == "Headline 99"
    assert "Weather" in _text(_page(99), None)
    assert not {"Weather", "Subscribe", "News", "All rights"} & set(
        _text(_page(99), learnt).split("\n\n")
    )


def test_an_edit_of_learnt_furniture_leaves_the_slice_as_it_was_and_a_word_does_not() -> None:
    learnt = _learnt(*(_page(seed) for seed in range(8)))
    plain = _cut(_page(3), learnt).slice_sha256
    other = _page(3, box=_BOX.replace("every week", "every day")).replace("Fair", "Rain")
    assert _cut(other, learnt).slice_sha256 == plain
    assert _cut(_page(3).replace("Headline", "Heading"), learnt).slice_sha256 != plain


def test_fewer_pages_than_six_teach_nothing_and_equal_pages_are_one() -> None:
    pages = [_page(seed) for seed in range(5)]
    assert not _learnt(*pages).says_anything
    assert not _learnt(*pages, *pages[:1] * 20).says_anything
    assert _learnt(*pages, _page(5)).says_anything


def test_turns_that_recur_on_every_page_are_words() -> None:
    turn = "<div class=turn><p>MODERATOR:</p><p>Thank you.</p></div><p>(Applause.)</p>"
    pages = [
        _page(seed, words=f"{turn}<div class=turn><p>MINISTER:</p>{_paragraphs(seed)}</div>{turn}")
        for seed in range(12)
    ]
    learnt = _learnt(*pages)
    assert learnt.roots == ("div#story-#",)
    assert _text(pages[0], learnt).count("Thank you.") == 2
    assert _text(pages[0], learnt).count("(Applause.)") == 2


def test_a_single_paragraph_is_never_furniture_however_often_it_is_seen() -> None:
    note = "<div class=note>The interview follows as prepared.</div>"
    pages = [_page(seed, words=note + _paragraphs(seed)) for seed in range(12)]
    learnt = _learnt(*pages)
    assert "div.note" not in learnt.furniture
    assert "The interview follows as prepared." in _text(pages[0], learnt)


def test_a_list_of_a_page_s_own_links_is_content() -> None:
    def sources(seed: int) -> str:
        links = "".join(f"<li><a href=/{seed}/{n}>Source {seed} {n}</a>" for n in range(4))
        return f"{_paragraphs(seed)}<ul class=sources>{links}</ul>"

    pages = [_page(seed, words=sources(seed)) for seed in range(12)]
    learnt = _learnt(*pages)
    assert "ul.sources" not in learnt.furniture
    assert "Source 3 2" in _text(pages[3], learnt)


def test_a_box_of_links_that_other_pages_have_too_is_furniture_whatever_it_links_to() -> None:
    def latest(seed: int) -> str:
        random = Random(seed)
        links = "".join(
            f"<li><a href=/{n}>Story number {n}</a>" for n in random.sample(range(12), 5)
        )
        return f"<ul class=latest>{links}</ul>"

    learnt = _learnt(*(_page(seed, box=latest(seed)) for seed in range(12)))
    assert "ul.latest" in learnt.furniture
    assert "Story number" not in _text(_page(50, box=latest(50)), learnt)


def test_tables_without_any_name_are_known_by_their_place() -> None:
    def old(seed: int) -> str:
        return (
            "<html><body><table><tr><td><p>Home</p><p>News</p></td><td>"
            f"<p><b>Remarks {seed}</b></p>{_paragraphs(seed)}</td></tr></table></body></html>"
        )

    learnt = _learnt(*map(old, range(8)))
    assert learnt.roots == ("body>table:1>tr:1>td:2",)
    assert _text(old(99), learnt).startswith("Remarks 99")


def test_what_holds_most_of_the_words_is_never_taken_out() -> None:
    learnt = Learnt(number=1, pages=9, furniture=("div.story", "div#story-#", "div.columns"))
    assert "Headline 1" in _text(_page(1), learnt)


def test_on_a_host_with_a_profile_what_was_learnt_takes_nothing_out() -> None:
    learnt = Learnt(number=1, pages=9, roots=("div.side",), furniture=("div.promo",))
    own = SiteProfile(name="own", hosts=(UNKNOWN,), roots=("div.story",), learnt=learnt)
    cut = cut_page(
        _page(1).encode(), content_type="text/html", url=f"https://{UNKNOWN}/a", profile=own
    )
    assert "Subscribe" in read_cut(cut).text


def test_the_reader_is_named_by_what_was_learnt_too() -> None:
    learnt = _learnt(*(_page(seed) for seed in range(8)))
    assert _cut(_page(1), learnt).extractor.endswith("generic/2+learnt/1")
    assert "held the words of the host's other pages" in _cut(_page(1), learnt).evidence[0]
    assert "fits its prose best" in _cut(_page(1), None).evidence[0]


def test_what_was_learnt_is_told_with_the_block_it_took_out() -> None:
    learnt = _learnt(*(_page(seed) for seed in range(8)))
    found = explained(_page(1), UNKNOWN, read_by=_profile(learnt))
    told = {block.text: (block.why.value, block.by) for block in found.blocks}
    assert told["Subscribe"] == ("learnt", "div.promo")
    assert told["Weather"][0] == "outside"


@given(st.permutations(range(9)))
def test_the_order_of_the_pages_makes_no_difference(order: list[int]) -> None:
    pages = _seen(*(_page(seed) for seed in range(9)))
    assert facts_of([pages[at] for at in order], number=1) == facts_of(pages, number=1)


@pytest.mark.parametrize(("pages", "level"), [(5, 0), (6, 1), (11, 1), (12, 2), (24, 3), (47, 3)])
def test_it_is_learnt_again_when_the_pages_have_doubled(pages: int, level: int) -> None:
    assert level_of(pages) == level


def test_a_page_that_is_very_large_or_deep_teaches_nothing() -> None:
    assert page_seen(f"{'<p>word</p>' * 30_000}".encode(), "text/html") is None
    assert page_seen(f"{'<div class=a>' * 300}<p>word</p>".encode(), "text/html") is None
    assert page_seen(b"<img src=x>" * 50, "text/html") is not None
