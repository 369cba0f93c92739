"""What the markup makes of each block, and where the cells of a row begin."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.extract.blocks.blocks import Block, blocks_of


def _kinds(markup: str) -> list[tuple[str, str, int]]:
    return [(block.text, str(block.kind), block.level) for block in blocks_of(markup)]


def _cells(block: Block) -> list[str]:
    bounds = [*block.cells, len(block.text)]
    return [block.text[a:b].strip() for a, b in pairwise(bounds)]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div>One<p>Two</p>Three</div>",
         [("One", "paragraph", 0), ("Two", "paragraph", 0), ("Three", "paragraph", 0)]),
        ("<div><h1>One</h1><h6>Two</h6></div>", [("One", "heading", 1), ("Two", "heading", 6)]),
        ("<h3><ul><li>One</li></ul></h3>", [("One", "heading", 3)]),
        ("<h3><div>One</div>Two</h3>", [("One", "heading", 3), ("Two", "paragraph", 0)]),
        ("<ul><li>One<ol><li><p>Two</p></li></ol>Three</li></ul>",
         [("One", "list_item", 1), ("Two", "list_item", 2), ("Three", "list_item", 1)]),
        ("<dl><dt>One</dt><dd>Two</dd></dl>", [("One", "list_item", 1), ("Two", "list_item", 1)]),
        ("<div><li>One</li></div>", [("One", "list_item", 1)]),
        ("<ul><p>One</p></ul>", [("One", "paragraph", 0)]),
        ("<div><blockquote><p>One</p>Two</blockquote>Three</div>",
         [("One", "quote", 0), ("Two", "quote", 0), ("Three", "paragraph", 0)]),
        ("<blockquote><p>One</p><blockquote>Two</blockquote></blockquote>",
         [("One", "paragraph", 0), ("Two", "quote", 0)]),
        ("<div><pre>One\n\nTwo</pre></div>", [("One", "preformatted", 0), ("Two", "preformatted", 0)]),
        ("<table><caption>One</caption><tr><td>Two</td></tr></table>",
         [("One", "caption", 0), ("Two", "table_row", 0)]),
        ("<figure><img><figcaption>One</figcaption></figure>", [("One", "caption", 0)]),
        ("<table><tr><td>One</td><td><p>Two</p><p>Three</p></td></tr></table>",
         [("One", "table_row", 0), ("Two", "paragraph", 0), ("Three", "paragraph", 0)]),
        ("<table><tr><td><ul><li>One</li><li>Two</li></ul></td></tr></table>",
         [("One", "list_item", 1), ("Two", "list_item", 1)]),
    ],
)  # fmt: skip
def test_the_nearest_element_that_says_something_decides(
    markup: str, expected: list[tuple[str, str, int]]
) -> None:
    assert _kinds(markup) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("<td>One</td><td>2</td>", [["One", "2"]]),
        ("<td>One</td><td></td><td>3</td>", [["One", "", "3"]]),
        ("<td></td><td>2</td>", [["", "2"]]),
        ("<td>One</td><td> </td>", [["One", ""]]),
        ("<th><p>One and a half</p></th> <td><b>2</b> <i>3</i></td>", [["One and a half", "2 3"]]),
        ("<td>One<br>half</td><td>2</td>", [["One half", "2"]]),
        ("<td>One<br><br>Two</td><td>3</td>", [["One"], ["Two", "3"]]),
        ("<td>One<br><br></td><td></td><td>3</td>", [["One"], ["", "3"]]),
        ('<td><a href="/x">One</a></td><td><a href="/y"><img></a></td>', [["One", ""]]),
    ],
)
def test_the_cells_of_a_row_are_known_in_its_text(row: str, expected: list[list[str]]) -> None:
    blocks = blocks_of(f"<table><tr>{row}</tr></table>")
    assert [_cells(block) for block in blocks] == expected


def test_only_a_row_has_cells() -> None:
    assert [block.cells for block in blocks_of("<div><p>One</p><pre>Two</pre></div>")] == [(), ()]


def test_a_row_that_loses_a_line_keeps_its_cells() -> None:
    (row,) = blocks_of("<tr><td>One<br>two</td><td>3<br>4</td></tr>")
    assert _cells(row) == ["One two", "3 4"]
    assert row.only([1, 2]).lines == ("two 3", "4")
    assert row.only([0, 1]).cells == (0, 8)


@given(
    st.lists(st.sampled_from(["", " ", "one", " two  three ", "<b>4</b>", "a<br>b"]), max_size=6)
)
def test_the_cells_in_order_are_the_words_of_the_row(cells: list[str]) -> None:
    blocks = blocks_of("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    for block in blocks:
        assert len(block.cells) == len(cells)
        assert " ".join(filter(None, _cells(block))) == block.text
