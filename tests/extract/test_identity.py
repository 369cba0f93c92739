"""The ids that a page states of itself, in every era's way; and what says nothing of it."""

from __future__ import annotations

import pytest

from archive_watch.extract.cutting.identity import htm_number_of, post_id_of
from archive_watch.model.transcript import Transcript
from archive_watch.versioning.fingerprint import state_of
from extract.reading import KERRY, POWELL, UNKNOWN, WORDPRESS, cut, read, wordpress

_ITEM = "<script>var item_type='d'; var item_id='92088';</script>"


def ids(markup: str, host: str = WORDPRESS, path: str = "a-page/") -> dict[str, str]:
    """Kind and value of each id of a page."""
    return {one.kind.value: one.value for one in cut(markup, host, path=path).ids}


def with_head(head: str, *, body_class: str = "") -> str:
    """A page of the theme whose head and body say more."""
    page = wordpress("<p>Words of the page.</p>").replace("</head>", f"{head}</head>")
    return page.replace("<body>", f'<body class="{body_class}">')


def test_a_page_of_the_theme_has_a_post_number_and_a_shortlink() -> None:
    link = '<link rel="shortlink" href="https://www.state.gov/?p=20128" />'
    page = with_head(link, body_class="single single-post postid-20128 wp-embed")
    assert ids(page) == {"post_id": "20128", "shortlink": "20128"}
    assert cut(page).ids[1].url == "https://www.state.gov/?p=20128"


def test_the_addresses_that_a_page_calls_its_own_are_ids() -> None:
    head = '<link rel="canonical" href="//www.state.gov/there/">'
    head += '<meta property="og:url" content="http://www.state.gov/a/b.htm">'
    assert ids(with_head(head)) == {
        "canonical": "//www.state.gov/there",
        "og_url": "//www.state.gov/a/b.htm",
    }


def test_the_number_of_an_old_page_is_in_its_address_and_in_its_script() -> None:
    page = f"<html><head>{_ITEM}</head><body><div id=centerblock><p>Words.</p></div></body></html>"
    path = "secretary/remarks/2009/01/92088.htm"
    assert ids(page, KERRY, path) == {"item_id": "92088", "htm_number": "92088"}
    assert ids("<main><p>Words.</p></main>", UNKNOWN, path) == {}, "without a profile it is a name"


def test_a_copy_in_a_web_archive_has_the_address_that_it_is_a_copy_of() -> None:
    path = "web/20170101000000/http://www.state.gov/r/1.htm"
    prefix = "https://web.archive.org/web/20170101000000/"
    page = f"<link rel=canonical href='{prefix}http://www.state.gov/r/2.htm'><main><p>W.</p></main>"
    assert ids(page, "web.archive.org", path) == {
        "canonical": "//www.state.gov/r/2.htm",
        "original": "//www.state.gov/r/1.htm",
    }


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="/a-page/index.html">',
        '<link rel="canonical" href="https://www.state.gov/">',
        '<link rel="canonical" href="">',
        '<link rel="canonical" href="javascript:void(0)">',
        '<link rel="canonical" href="https://[broken/">',
        f'<link rel="canonical" href="/{"x" * 5_000}">',
        '<link rel="shortlink" href="https://www.state.gov/?p=">',
    ],
    ids=lambda head: head[:60],
)
def test_what_says_nothing_of_the_page_is_no_id(head: str) -> None:
    assert ids(with_head(head, body_class="postid-x page-id-")) == {}


def test_only_a_number_of_its_own_counts_in_an_address() -> None:
    assert htm_number_of("http://2001-2009.state.gov/secretary/rm/2003/20665.htm") == "20665"
    others = ("statements/970124a.html", "2009/2001.htm", "12.htm", "20665.html", "20665.htm/more")
    assert {htm_number_of(f"http://a.example/{path}") for path in others} == {None}
    assert post_id_of("https://www.state.gov/?p=20128&preview=1") == "20128"
    assert {post_id_of(f"https://a.example/{path}") for path in ("b?p=1", "?p=x", "?q=1")} == {None}


def test_ids_are_no_part_of_the_state() -> None:
    def states(*pages: str) -> set[str]:
        read_ones: list[Transcript] = [read(page, POWELL) for page in pages]
        return {state_of(one).state for one in read_ones}

    body = "<body{}><div id=centerblock><p>SECRETARY SAMPLE: Words.</p></div></body>"
    plain, numbered = body.format(""), f"{_ITEM}{body.format(' class=postid-7')}"
    assert len(states(plain, numbered)) == 1


def test_what_is_not_the_page_has_no_ids() -> None:
    page = '<title>Page not found</title><body class="error404 postid-9"><main><p>Sorry.</p></main>'
    assert ids(page) == {}
