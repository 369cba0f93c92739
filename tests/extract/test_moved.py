"""A notice that a page has moved, in a 200; and pages that only speak of moving."""

from __future__ import annotations

import pytest

from archive_watch.extract.page import PageKind
from extract.reading import KERRY, NINETIES, POWELL, UNKNOWN, WORDPRESS, cut, wordpress

_THERE = "https://new.example.org/there.htm"
_LINK = f'<a href="{_THERE}">{_THERE}</a>'


def _page(body: str, *, head: str = "<title>Example</title>") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize("host", [WORDPRESS, UNKNOWN])
@pytest.mark.parametrize(
    "body",
    [
        f"<p>This page has moved. Please update your bookmarks: {_LINK}</p>",
        f"<p>The content you requested is now at {_LINK}.</p>",
        f"<h1>Object Moved</h1>This object may be found <a href='{_THERE}'>here</a>.",
        f"<h1>Moved Permanently</h1><p>The document has moved <a href='{_THERE}'>here</a>.</p>",
        f"<p>You are being redirected. If you are not, <a href='{_THERE}'>click here</a>.</p>",
        f"<main><h1>Our site has been moved</h1><p>See {_LINK}, or <a href='/'>home</a>.</p></main>",
        f"<p>Cette page a été déplacée : {_LINK}</p>",
        f"<p>Esta página se ha trasladado: {_LINK}</p>",
    ],
)
def test_a_short_notice_that_leads_to_one_place_is_no_page(body: str, host: str) -> None:
    found = cut(_page(body), host)
    assert (found.kind, found.reason) == (PageKind.MOVED_NOTICE, "moved_notice")
    assert found.evidence[-1] == f"it leads to {_THERE}"


def test_a_refresh_to_another_address_is_a_notice_whatever_its_spelling() -> None:
    for content in (f"0; url={_THERE}", f"5;URL='{_THERE}'", f"3, {_THERE}"):
        page = _page("", head=f'<META HTTP-EQUIV="Refresh" CONTENT="{content}">')
        for host in (WORDPRESS, UNKNOWN):
            found = cut(page, host)
            assert found.kind is PageKind.MOVED_NOTICE, (content, host)
            assert found.evidence[-1] == f"it leads to {_THERE}"


def test_words_that_were_replaced_by_a_notice_inside_the_content_are_gone() -> None:
    page = wordpress(f"<p>The content you requested is now at {_LINK}.</p>", title="Travel Advice")
    assert cut(page).kind is PageKind.MOVED_NOTICE


@pytest.mark.parametrize(
    ("host", "page"),
    [
        (NINETIES, "<BODY><BLOCKQUOTE><P>{}<P><A HREF='/'>Home</A></BLOCKQUOTE></BODY>"),
        (POWELL, "<body><span id='content'><h2>Advice</h2><p>{}</p></span></body>"),
        (KERRY, "<body><div id='centerblock'><p>{}</p><a href='/'>Home</a></div></body>"),
    ],
)
def test_a_notice_is_known_in_the_markup_of_every_era(host: str, page: str) -> None:
    notice = f"This document has moved to {_LINK}. Please update your bookmarks."
    found = cut(page.format(notice), host)
    assert found.kind is PageKind.MOVED_NOTICE
    assert found.evidence[-1] == f"it leads to {_THERE}"
    assert cut(page.format("The talks have moved on."), host).kind is PageKind.CONTENT


def test_a_page_that_reloads_itself_is_content() -> None:
    for content in ("300", "300; url=/a-page/", f"60;url=https://{UNKNOWN}/a-page/index.html"):
        head = f'<meta http-equiv="refresh" content="{content}">'
        page = _page("<main><p>Results so far: 12.</p></main>", head=head)
        assert cut(page, UNKNOWN).kind is PageKind.CONTENT, content


def test_a_refresh_that_is_late_or_not_for_every_browser_is_no_notice() -> None:
    for head in (
        f'<meta http-equiv="refresh" content="120; url={_THERE}">',
        f'<noscript><meta http-equiv="refresh" content="0; url={_THERE}"></noscript>',
        '<meta http-equiv="refresh" content="0; url=/a-page/?again=1">',
    ):
        page = _page("<main><p>Results so far: 12.</p></main>", head=head)
        assert cut(page, UNKNOWN).kind is PageKind.CONTENT, head


def test_a_long_page_that_goes_on_by_itself_is_content() -> None:
    head = f'<meta http-equiv="refresh" content="0;url={_THERE}">'
    words = "The harbour has many ships. " * 20
    assert cut(_page(f"<main><p>{words}</p></main>", head=head), UNKNOWN).kind is PageKind.CONTENT


@pytest.mark.parametrize(
    "words",
    [
        "The embassy has moved to <a href='/map'>a new building</a>.",
        "The 2015 report is now available at <a href='/r.pdf'>this address</a>.",
        "QUESTION: Has this page of history moved? <a href='/x'>More</a>",
        "This page has moved many readers to tears.",
        "This page has moved: <a href='#top'>up</a>.",
    ],
)
def test_a_short_page_that_speaks_of_moving_is_content(words: str) -> None:
    assert cut(wordpress(f"<p>{words}</p>", title="The Embassy Has Moved")).kind is PageKind.CONTENT
    page = _page(f"<main><h1>The Embassy Has Moved</h1><p>{words}</p></main>")
    assert cut(page, UNKNOWN).kind is PageKind.CONTENT
