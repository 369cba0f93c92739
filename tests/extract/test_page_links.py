"""Links: resolved as a browser would, freed of a web archive's prefix, and never a script."""

from __future__ import annotations

import pytest

from archive_watch.extract.blocks.blocks import blocks_of
from archive_watch.extract.words.links import links_of
from archive_watch.model.transcript import PageLink

_PAGE = "https://state.example/remarks/one.htm"


def _links(markup: str, *, base: str | None = None, url: str = _PAGE) -> tuple[PageLink, ...]:
    return links_of(blocks_of(markup), (), url=url, base=base)


@pytest.mark.parametrize(
    ("href", "base", "url"),
    [
        ("/a", None, "https://state.example/a"),
        ("two.htm", None, "https://state.example/remarks/two.htm"),
        ("../b?q=1#part", None, "https://state.example/b?q=1#part"),
        ("//other.example/c", None, "https://other.example/c"),
        ("two.htm", "//1990s.example/global/", "https://1990s.example/global/two.htm"),
        (" /a\n", None, "https://state.example/a"),
        ("mailto:press@state.example", None, "mailto:press@state.example"),
        (
            "/web/20200101000000/http://state.example/d",
            None,
            "http://state.example/d",
        ),
    ],
)
def test_an_address_is_resolved_against_the_page_and_its_base(
    href: str, base: str | None, url: str
) -> None:
    assert [link.url for link in _links(f'<p><a href="{href}">x</a>', base=base)] == [url]


@pytest.mark.parametrize(
    "href",
    [
        "/cdn-cgi/l/email-protection#5a",
        "",
        "#top",
        "javascript:go()",
        "data:text/plain,x",
        "one.htm#here",
        "http://[",
    ],
)
def test_what_leads_nowhere_else_is_no_link(href: str) -> None:
    assert _links(f'<p>Words <a href="{href}">x</a>') == ()


@pytest.mark.parametrize(
    ("href", "base", "counts"),
    [
        ("/a", None, False),
        ("http://state.example/a", None, False),
        ("//other.example/a", None, False),
        ("http://other.example/a", None, True),
        ("two.htm", "//1990s.example/global/", False),
        ("two.htm", "http://1990s.example/global/", True),
        ("/web/2020/http://state.example/d", None, False),
    ],
)
def test_a_scheme_counts_where_the_page_names_it_for_another_host(
    href: str, base: str | None, counts: bool
) -> None:
    assert [k.scheme_counts for k in _links(f'<p><a href="{href}">x</a>', base=base)] == [counts]


def test_a_link_stands_among_its_words() -> None:
    (link,) = _links('<p>Read the <a href="/a">whole <b>report</b></a> today.')
    assert (link.text, link.context) == ("whole report", "Read the whole report today.")
