"""Listing pages: what they name, where they go on, and where they only seem to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.discover.anchors import anchors_in
from archive_watch.discover.listing import feeds_of, listing_of
from archive_watch.discover.source import Reading
from cost import growth

SITE = "https://archive.example"
HERE = f"{SITE}/press/"


def read(page: str, *, url: str = HERE, roots: tuple[str, ...] = (), start: str = HERE) -> Reading:
    return listing_of(roots, page, url=url, base=None, start=start)


def named(reading: Reading) -> list[str]:
    return [one.url.removeprefix(SITE) for one in reading.named]


NEXT = {
    "a link of the head": "<link rel='next' href='/press/page/2/'>",
    "rel next": "<a rel='next nofollow' href='page/2/'>»</a>",
    "the word": "<a href='/press/page/2/'>Next</a>",
    "the word in parts": "<a href='/press/page/2/'><span>Next</span> <b>page</b></a>",
    "a class": "<a class='next page-numbers' href='/press/page/2/'><i></i></a>",
    "a label": "<a aria-label='Next page' href='/press/page/2/'><svg/></a>",
    "older posts": "<a href='/press/page/2/'>Older posts</a>",
    "numbers": "<a href='/press/'>1</a> <a href='/press/page/3/'>3</a> <a href='/press/page/2/'>2</a>",
    "numbers of a static copy": "<a href='/press/page/2//index.html'>2</a>",
}


@pytest.mark.parametrize("how", NEXT)
def test_a_listing_goes_on_where_it_says_so(how: str) -> None:
    found = read(f"<nav>{NEXT[how]}</nav><main><a href='/a/'>A</a></main>")
    assert found.next_page in {f"{HERE}page/2/", f"{HERE}page/2//index.html"}
    assert named(found) == ["/a/"]


@pytest.mark.parametrize(
    ("url", "links", "expected"),
    [
        ("/list?page=2", "<a href='?page=1'>1</a><a href='?page=3'>3</a>", "/list?page=3"),
        ("/list?x=1&page=2", "<a href='?page=3&x=1'>3</a>", "/list?page=3&x=1"),
        ("/list?x=1&page=2", "<a href='?page=3&x=2'>3</a>", None),
        ("/list", "<a href='?paged=2'>2</a>", "/list?paged=2"),
        ("/list?start=20", "<a href='?start=0'>1</a><a href='?start=40'>3</a>", "/list?start=40"),
        ("/press/page/9/", "<a href='/press/page/8/'>Next</a>", None),
        ("/press/page/9/", "<a href='/press/page/9/'>Next</a>", None),
        ("/press/page/9/", "<a href='#'>Next</a>", None),
        ("/press/", "<a href='https://other.example/press/page/2/'>Next</a>", None),
        ("/", "<a href='/?p=20128'>A post</a>", None),
        ("/press/", "<!-- <a rel=next href='/press/page/2/'>Next</a> -->", None),
        ("/press/", "<script>'<a rel=next href=/press/page/2/>'</script>", None),
    ],
)  # fmt: skip
def test_a_listing_goes_on_only_ahead(url: str, links: str, expected: str | None) -> None:
    found = read(links, url=SITE + url, start=SITE + url)
    assert found.next_page == (None if expected is None else SITE + expected)


def test_the_links_of_the_content_are_named_and_those_around_it_are_not() -> None:
    page = "<nav><a href='/menu/'>Menu</a></nav><main><a href='/a/'>A</a><a href='/a'>A</a></main>"
    found = read(
        page, roots=("<main><a href='/a/'>A</a><a href='/a'>A</a><a href='#x'>x</a></main>",)
    )
    assert named(found) == ["/a/"]


def test_lists_under_a_list_are_followed_and_those_above_it_are_not() -> None:
    page = (
        "<a href='/r/ps/2009/08/index.htm'>August</a><a href='/r/ps/2009/1234.htm'>A page</a>"
        "<a href='/r/ps/index.htm'>All years</a><a href='/index.htm'>Home</a>"
        "<a href='/r/ps/2009/99_index.html'>1999</a><a href='/r/ps/2009/index.htm'>This</a>"
    )
    start = f"{SITE}/r/ps/2009/index.htm"
    found = read(page, url=start, start=start)
    further = [one.url.removeprefix(SITE) for one in found.further]
    assert further == ["/r/ps/2009/08/index.htm", "/r/ps/2009/99_index.html"]
    assert "/r/ps/2009/1234.htm" in named(found)


def test_addresses_are_relative_to_the_base_of_the_page() -> None:
    found = listing_of(
        (),
        "<a href='990101.html'>x</a>",
        url=HERE,
        base="//archive.example/statements/",
        start=HERE,
    )
    assert named(found) == ["/statements/990101.html"]


def test_the_feeds_of_a_page_are_those_that_it_names() -> None:
    page = (
        "<link rel='alternate' type='application/rss+xml' href='/feed/'>"
        "<link rel='alternate' type='application/atom+xml' href='/atom.xml'>"
        "<link rel='alternate' hreflang='es' href='/es/'><link rel='stylesheet' href='/x.css'>"
    )
    assert feeds_of(page, url=HERE) == (f"{SITE}/feed/", f"{SITE}/atom.xml")


_PIECES = st.sampled_from(
    ["<a href='/x'>", "<a href=", '"', "'", ">", "</a>", "<!--", "-->", "<script>", "</script>", "next",
     "\x00", "<link rel=next href=/y>", "&amp;", "<a ", "<", "http://[", "?page=2", "é",
     " rel=next", "href='//'"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=80).map("".join))
def test_any_markup_is_read_and_nothing_is_raised(page: str) -> None:
    found = read(page)
    assert all(one.url.startswith(("http://", "https://")) for one in found.named)


@pytest.mark.parametrize(
    "piece",
    ["<a ", "<a href='", "<!--", "<script>", "<a href=x>", "<link rel=next", "<a href=x>y</"],
)
def test_reading_takes_time_in_proportion_to_the_page(piece: str) -> None:
    small, large = piece * 2_500, piece * 40_000
    ratio = growth(
        lambda: list(anchors_in(small, HERE)), lambda: list(anchors_in(large, HERE)), below=64
    )
    assert ratio < 64  # sixteen times the page; a square would be 256
