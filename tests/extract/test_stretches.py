"""Markup read stretch by stretch says what it says as a whole, and what is known is not read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from archive_watch.extract.blocks.blocks import blocks_of, blocks_read_whole
from archive_watch.extract.blocks.memory import Memory
from archive_watch.extract.blocks.stretches import stretches_of
from archive_watch.extract.cutting.nodes import markup_of

_WORDS = [
    "One",
    " two. ",
    "&nbsp;",
    "&amp;",
    "&lt;b&gt;",
    " ",
    "\n",
    "\n\n",
    "MR. SAMPLE:",
    "é",
    "“q”",
]
_BEGINNINGS = (
    "p div b strong i font center span ul ol li dl dt dd h2 h3 pre listing blockquote table tbody tr td"
    " th caption figure figcaption section form a button svg select template details sup u o:p"
).split()
_TAGS = [
    *(f"<{name}>" for name in _BEGINNINGS),
    *(f"</{name}>" for name in _BEGINNINGS),
    "<a href='/x'>", "<a name='x'>", "<a title='see href=' href='/y?a=1&amp;b'>", "<br>", "<hr>",
    "<img alt='>'>", "<input value='v'>", "<td>1</td>", "<td></td>", "<th><p>2</p></th>",
    "<td><p>3</p> </td>", "<td>4<p>5</p></td>", "<td><p>6</p><p>7</p></td>", "<p class='a b'>",
    "<svg><title>8</title><path/></svg>", "<stretch>", "</stretch>", "<!-- a note -->",
]  # fmt: skip


def _as_nested(markup: str) -> str:
    """Markup as the cut hands it on: nested by a browser's parser."""
    body = LexborHTMLParser(f"<body>{markup}").body
    assert body is not None
    return markup_of(body)


@given(st.lists(st.sampled_from([*_TAGS, *_WORDS]), max_size=40))
def test_stretches_say_what_the_whole_says(pieces: list[str]) -> None:
    markup = _as_nested("".join(pieces))
    assert stretches_of(markup) is not None
    memory = Memory()
    for _ in range(2):
        assert blocks_of(markup, memory) == blocks_read_whole(markup)


@given(st.lists(st.lists(st.sampled_from([*_TAGS, *_WORDS]), max_size=12), max_size=6))
def test_what_is_remembered_of_one_page_is_right_for_another(pages: list[list[str]]) -> None:
    memory = Memory(most_bytes=4_000)
    for pieces in pages:
        markup = _as_nested("".join(pieces))
        assert blocks_of(markup, memory) == blocks_of(markup, Memory())


@pytest.mark.parametrize(
    "markup",
    [
        "<xmp><p>One</xmp><p>Two",
        "<iframe><b></iframe><p>One",
        "<noscript><p>One</noscript>Two",
        "<style><p></style>One",
        '<p a"b<c>One',
        '<a"b>One</a"b>',
    ],
)
def test_markup_that_cannot_be_told_tag_by_tag_is_read_whole(markup: str) -> None:
    nested = _as_nested(markup)
    assert stretches_of(nested) is None
    assert blocks_of(nested) == blocks_read_whole(nested)


@pytest.mark.parametrize(
    "markup", ["<p>One &copy; two</p>", "<p>One", "<p>One</b></p>", "<b><p></b></p>"]
)
def test_markup_of_another_hand_is_read_whole(markup: str) -> None:
    assert stretches_of(markup) is None
    assert blocks_of(markup) == blocks_read_whole(markup)


@pytest.mark.parametrize(
    ("markup", "stretches"),
    [
        ("<div>One<p>two</p>three</div>", ["One", "two", "three"]),
        ("<div><b>One<p>two</p></b>three</div>", ["<b>One", "<b>two", "<b></b>three"]),
        ("<div><font>One<p>two</p></font></div>", ["<font>One", "two", "</font>"]),
        ('<div><a href="/x">One<p>two</p></a></div>', ['<a href="/x">One<p>two</p></a>']),
        ("<div><pre>One\n<div>two</div></pre></div>", ["<pre>One\n<div>two</div></pre>"]),
        ("<table><tbody><tr><td>One</td><td><p>2</p></td></tr></tbody></table>",
         ["<td>One</td><td><p>2</p></td>"]),
        ("<table><tbody><tr><td><p>One</p><p>two</p></td><td>3</td></tr></tbody></table>",
         ["One", "two", "<td>3</td>"]),
        ("<table><tbody><tr><th><p>One</p><p>two</p></th></tr></tbody></table>", ["<b>One", "<b>two"]),
        ("<div><hr>One<hr>two</div>", ["One", "two"]),
    ],
)  # fmt: skip
def test_markup_is_parted_at_the_edges_of_blocks(markup: str, stretches: list[str]) -> None:
    found = stretches_of(markup)
    assert found is not None
    assert [stretch.markup for stretch in found] == stretches


def _page(edited: frozenset[int] = frozenset(), count: int = 300) -> str:
    said = ("held" if number in edited else "kept" for number in range(count))
    return "".join(
        f'<p><a href="/{number}">Harbour {number}</a> was {word}.</p>'
        for number, word in enumerate(said)
    )


def test_a_page_that_comes_back_is_read_where_it_changed() -> None:
    memory = Memory()
    blocks_of(_as_nested(_page()), memory)
    assert (memory.known, memory.read) == (0, 300)
    blocks_of(_as_nested(_page()), memory)
    assert (memory.known, memory.read) == (300, 300)
    again = blocks_of(_as_nested(_page(frozenset({7, 80, 299}))), memory)
    assert (memory.known, memory.read) == (597, 303)
    assert [block.text for block in again if "held" in block.text] == [
        "Harbour 7 was held.", "Harbour 80 was held.", "Harbour 299 was held.",
    ]  # fmt: skip


def test_one_change_of_a_row_reads_one_row() -> None:
    row = "<tr><td><b>Port</b> {}</td><td><p>2</p></td></tr>"
    table, memory = "<table>{}</table>", Memory()
    blocks_of(_as_nested(table.format("".join(map(row.format, range(50))))), memory)
    blocks_of(_as_nested(table.format("".join(map(row.format, range(1, 51))))), memory)
    assert (memory.known, memory.read) == (49, 51)


def test_what_holds_only_markup_says_nothing() -> None:
    (block,) = blocks_of(_as_nested("<p><i></i> <br><img></p><p>One</p><p><b> </b></p>"), Memory())
    assert block.text == "One"


def test_a_link_without_words_is_read() -> None:
    (block,) = blocks_of(_as_nested("<p><a href='/x'><img></a>"), Memory())
    assert [anchor.href for anchor in block.anchors] == ["/x"]


def test_what_says_the_same_twice_is_read_once() -> None:
    memory = Memory()
    assert len(blocks_of(_as_nested("<p><b>One</b>" * 9), memory)) == 9
    assert memory.read == 1


def test_the_same_words_elsewhere_are_another_block() -> None:
    memory = Memory()
    item, quote = blocks_of(
        _as_nested("<ul><li><b>One</b></ul><blockquote><b>One</b></blockquote>"), memory
    )
    assert (item.kind, quote.kind) == ("list_item", "quote")


def test_what_was_needed_longest_ago_is_forgotten_first() -> None:
    memory = Memory(most_bytes=20_000)
    page = _as_nested(_page(count=100))
    blocks_of(page, memory)
    kept = len(memory)
    assert 0 < kept < 15
    blocks_of(_as_nested("".join(_page(count=100).partition("</p>")[2:])), memory)
    assert memory.known == kept, "the last of the page were there"
    assert len(memory) == kept


def test_what_is_larger_than_the_memory_is_not_kept() -> None:
    memory = Memory(most_bytes=5_000)
    blocks_of(_as_nested("<p><b>One</b>"), memory)
    blocks_of(_as_nested("<p><b>" + "One " * 2_000), memory)
    assert len(memory) == 1


@pytest.mark.parametrize(
    "markup",
    [
        "<p>In<i>to</i></p>",
        "<p><a name='x'>In</a>to <b>o</b>ne</p>",
        "<p><a href='/x'>S</a>tate</p>",
    ],
)
def test_an_element_that_says_nothing_parts_no_word(markup: str) -> None:
    (block,) = blocks_of(_as_nested(markup), Memory())
    assert block.spaced == block.lines
    assert (block,) == blocks_read_whole(_as_nested(markup))
