"""What is read without a parser says what BeautifulSoup reads in it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive_watch.extract.blocks.block import Block
from archive_watch.extract.blocks.blocks import blocks_of
from archive_watch.extract.blocks.kinds import PLAIN, MarkupKind, Shape
from archive_watch.extract.blocks.memory import Memory
from archive_watch.extract.blocks.plain import plain_blocks
from archive_watch.extract.blocks.runs import blocks_in
from archive_watch.extract.blocks.soup import soups_of
from archive_watch.extract.blocks.stretches import Stretch
from archive_watch.extract.blocks.walk import walk

_ROW = Shape(MarkupKind.TABLE_ROW)
_INLINE = [
    "<b>", "</b>", "<strong class=\"a b\">", "</strong>", '<a href="/x">', '<a href="/y?a=1&amp;b">',
    '<a href="">', '<a name="x">', "</a>", "<br>", "<i>", "</i>", '<span lang="en">', "</span>",
    "<input>", '<img alt="a &gt; b">', "<svg>", "</svg>",
]  # fmt: skip
_BLOCKS = ["<p>", "</p>", "<div>", "</div>", "<h3>", "</h3>", "<li>", "</li>", "<hr>"]
_SAID = [
    "One",
    "two ",
    " three. ",
    "S",
    "tate",
    "&nbsp;",
    "&amp;lt;",
    " ",
    "\n",
    "\f",
    "é",
    "\u2003",
]


def _by_beautifulsoup(stretch: Stretch) -> tuple[Block, ...]:
    (tag,) = soups_of([stretch.markup])
    return tuple(blocks_in(walk(tag, stretch.around), stretch.shape))


@given(st.lists(st.sampled_from([*_INLINE, *_SAID, *_SAID]), max_size=14), st.booleans())
@example(["<b>", "QUESTION:", "</b>", " ", "One", '<a name="x">', "two", "</a>"], False)
@example(["</b>", "One", "<br>", "\f", "<br>", "two"], False)
@example(['<a href="/x">', " ", "<b>", "S", "</b>", "tate", "</a>"], True)
@example(["One", "<svg>", "<svg>", "two", "</svg>", "three", "</svg>", "four"], False)
def test_bold_links_and_breaks_are_read_as_beautifulsoup_reads_them(
    pieces: list[str], is_row: bool
) -> None:
    stretch = Stretch("".join(_nested(pieces)), _ROW if is_row else PLAIN, PLAIN)
    assert plain_blocks(stretch) == _by_beautifulsoup(stretch)


@given(
    st.lists(st.sampled_from([*_INLINE, *_BLOCKS, *_SAID]), max_size=14),
    st.sampled_from([PLAIN, Shape(MarkupKind.HEADING, 2), Shape(MarkupKind.LIST_ITEM, 1, 1)]),
)
@example(["<h3>", "One", "</h3>", "<p>", "two", "</p>"], PLAIN)
@example(["One", "<h3>", "two", "</h3>", "three"], Shape(MarkupKind.HEADING, 2))
@example(["<h3>", "One", "<hr>", "two", "<p>", "three", "</p>", "four", "</h3>", "five"], PLAIN)
def test_blocks_in_a_link_are_read_as_beautifulsoup_reads_them(
    pieces: list[str], around: Shape
) -> None:
    markup = "".join(_nested(['<a href="/x">', *pieces]))
    stretch = Stretch(markup, around, around)
    assert plain_blocks(stretch) == _by_beautifulsoup(stretch)


def _nested(pieces: list[str]) -> list[str]:
    """The pieces as they may stand in a stretch: nothing ends that is not the last to have begun,
    but what began before the stretch."""
    opened: list[str] = []
    kept: list[str] = []
    for piece in pieces:
        name = piece.strip("</>").split(" ")[0]
        if piece.startswith("</"):
            if opened and opened[-1] != name:
                continue
            del opened[-1:]
        elif piece.startswith("<") and name not in {"br", "hr", "img", "input"}:
            opened.append(name)
        kept.append(piece)
    return kept


@pytest.mark.parametrize(
    ("markup", "shape"),
    [
        ("<pre>One</pre>", PLAIN),
        ("<td>One<br>two</td>", _ROW),
        ("<td><p>One</p><p>two</p></td>", _ROW),
    ],
)
def test_what_holds_more_is_left_to_beautifulsoup(markup: str, shape: Shape) -> None:
    assert plain_blocks(Stretch(markup, shape, PLAIN)) is None


def test_a_speaker_in_bold_and_a_link_need_no_parser() -> None:
    markup = '<strong>QUESTION:</strong> Of <a href="/x">a&nbsp;ship</a>,<br>and<br><br>another.'
    first, second = plain_blocks(Stretch(markup, PLAIN, PLAIN)) or ()
    assert (first.lines, first.bold) == (("QUESTION: Of a ship,", "and"), len("QUESTION:"))
    assert [(link.href, link.text, link.start) for link in first.anchors] == [("/x", "a ship", 13)]
    assert second.lines == ("another.",)


def test_a_link_around_blank_space_alone_is_a_link() -> None:
    (block,) = blocks_of('<p>One</p><p><a href="/x"> </a></p>', Memory())[1:]
    assert (block.lines, [link.href for link in block.anchors]) == ((), ["/x"])
