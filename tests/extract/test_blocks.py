"""Markup to paragraphs, as a browser would show them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from archive_watch.extract.blocks.blocks import blocks_of
from archive_watch.extract.page import PageKind, read_cut
from archive_watch.model.transcript import LinkArea
from extract.reading import NINETIES, UNKNOWN, cut, paragraphs, read, state, wordpress


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One<p>Two", ["One", "Two"]),
        ("<p>One<br><br>Two</p>", ["One", "Two"]),
        ("<p>One<br>\n<br>\nTwo</p>", ["One", "Two"]),
        ("<p>One<br>\n two</p>", ["One two"]),
        ("<p><b>SECRETARY</b>\n<b>EXAMPLE:</b> Yes.</p>", ["SECRETARY EXAMPLE: Yes."]),
        ("<p><i>One</i>\n<br>\n<i>two</i></p>", ["One two"]),
        ("<p>QUESTION: One.<br>MR. SAMPLE: Two.</p>", ["QUESTION: One.", "MR. SAMPLE: Two."]),
        ("<pre>MR. SAMPLE:  One\nand two.\n\nQUESTION:  Three?\n</pre>",
         ["MR. SAMPLE: One and two.", "QUESTION: Three?"]),
        ("<pre>MR. SAMPLE:  One.\nQUESTION:  Two?</pre>", ["MR. SAMPLE: One.", "QUESTION: Two?"]),
        ("<listing>One\n<i>\n</i>two</listing>", ["One", "two"]),
        ("<p>&nbsp;&nbsp; One&nbsp; two\u202f three</p>", ["One two three"]),
        ("<ul><li>One</li><li><p>Two</p></li></ul>", ["One", "Two"]),
        ("<table><tr><td>Port</td><td><p>2</p></td></tr></table>", ["Port 2"]),
        ("<table><tr><td><p>One</p><p>Two</p></td></tr></table>", ["One", "Two"]),
        ("<td>One<br><br>Two</td>", ["One", "Two"]),
        ("<div>One<div>Two</div>Three</div>", ["One", "Two", "Three"]),
        ("<p>One<!-- a cache -- > note --> two</p>", ["One two"]),
        ("<p>One<script>x</script><style>y</style><noscript>z</noscript> two</p>", ["One two"]),
        ("<p>One<img alt='Great Seal'> two</p>", ["One two"]),
        ("<p>1 &lt; 2 &amp;amp; 3</p>", ["1 < 2 &amp; 3"]),
        ("<blockquote><p>One</blockquote>Two", ["One", "Two"]),
    ],
)  # fmt: skip
def test_paragraphs_are_what_a_reader_sees(markup: str, expected: list[str]) -> None:
    assert paragraphs(wordpress(markup)) == expected


def test_an_unclosed_paragraph_is_read_once() -> None:
    page = "<html><body><blockquote><p><b>One.</b><p><p>Two.<p>Three.</blockquote></body></html>"
    assert paragraphs(page, NINETIES) == ["One.", "Two.", "Three."]


def test_plain_text_has_its_paragraphs_and_labels() -> None:
    body = b"QUESTION:  Ready?\nMS. SAMPLE:  Yes,\nquite.\n\n1 < 2 & 3\n"
    found = read_cut(cut(body, UNKNOWN, content_type="text/plain"))
    assert found.text.split("\n\n") == ["QUESTION: Ready?", "MS. SAMPLE: Yes, quite.", "1 < 2 & 3"]


def test_what_is_no_page_is_a_document() -> None:
    for body, declared in (
        (b"%PDF-1.4", "text/html"),
        (b"\x00\x01<html", "application/octet-stream"),
        (b"\x00\x01", "text/plain"),
        (b"<rss></rss>", "application/rss+xml"),
    ):
        assert cut(body, content_type=declared).kind is PageKind.DOCUMENT, body


@pytest.mark.parametrize("base", ["", '<base href="//1997-2001.state.gov/statements/">'])
def test_links_are_resolved_and_their_places_known(base: str) -> None:
    page = (
        f"<html><head>{base}</head><body><blockquote><p>See <a href='../x.html#part'>the  part</a>, <a"
        " href='#top'>top</a> and <a href='https://web.archive.org/web/2020id_/http://www.example.org/'>"
        "<img></a><a href='javascript:x()'>y</a><a href='http://[bad'>z</a> <a href=' /y\n'>w</a>."
    )
    links = read(page, NINETIES, "statements/a.html").links
    assert [(link.url.partition(":")[2], link.text, link.context) for link in links] == [
        ("//1997-2001.state.gov/x.html#part", "the part", "See the part, top and yz w."),
        ("//www.example.org/", "", "See the part, top and yz w."),
        ("//1997-2001.state.gov/y", "w", "See the part, top and yz w."),
    ]


def test_links_of_a_copy_in_a_web_archive_are_those_of_the_page() -> None:
    words = '<p><a href="{}/harbour/">Harbour</a></p>'
    for prefix in (
        "/web/20210101000000/https://2021-2025.state.gov",
        "https://web.archive.org/web/20210101000000/https://2021-2025.state.gov",
        "https://wayback.archive-it.org/all/20210101000000/https://2021-2025.state.gov",
        "//webarchive.loc.gov/all/20210101000000/https:/2021-2025.state.gov",
        "",
    ):
        body, related = read(wordpress(words.format(prefix))).links
        assert (body.url, body.area) == ("https://2021-2025.state.gov/harbour/", LinkArea.BODY)
        assert (related.url, related.area) == ("https://2021-2025.state.gov/t/", LinkArea.RELATED)


def test_a_block_keeps_the_links_of_the_lines_that_are_left() -> None:
    (block,) = blocks_of('<p><a href="/a">One</a><br>two <a href="/b">three</a></p>')
    left = block.only([1])
    assert [(anchor.href, anchor.start) for anchor in left.anchors] == [("/b", 4)]
    assert (left.lines, left.spaced) == (("two three",), ("two three",))


def _lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python ran: a count of work that no clock disturbs."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "<p>QUESTION: Ready?</p>",
        "line<br>",
        '<a href="/x">one<br><br>two</a> ',
        "<tr><td>One</td><td><p>2</p></td></tr>",
        "<form>x</form>",
        "<p>You are viewing ARCHIVED CONTENT of old.</p>",
        "<b>x</b> <b>y</b>",
        "<aside><div class='entry-content'>x</div></aside>",
        "May 4, 1999<br>",
    ],
)
def test_twice_the_page_is_at_most_about_twice_the_work(piece: str) -> None:
    page = "<html><body><blockquote>{}</blockquote>"
    small, large = (
        _lines_run(lambda times=times: read(page.format(piece * times), NINETIES))  # type: ignore[misc]
        for times in (100, 200)
    )
    assert large < 2.5 * small


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<b>Abuses or Irr</b><b>egularities</b>", "Abuses or Irregularities"),
        ("<b>L</b>egal <b>G</b>ender", "Legal Gender"),
        ("North<p><b>South</b></p>", "North<b>South</b>"),
        ("<b>a <a href='/x'>link</a></b>", "a <a href='/x'>link</a>"),
    ],
)
def test_bold_on_or_off_and_a_break_between_words_are_no_edit(one: str, other: str) -> None:
    page, again = (wordpress(f"<p>Words. {markup} More words.</p>") for markup in (one, other))
    assert state(page) == state(again)
