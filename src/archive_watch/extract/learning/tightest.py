"""The element of a page that fits some words best: its prose, or words that somebody took of it.

It holds most of them and little else, by the harmonic mean of the two.  Whoever reads a whole
element reads its links, lists, tables and equal neighbours as they are, and a word that is changed,
put in or taken out moves no border.  So what only guesses where the words of a page are, a general
extractor or the weight of its paragraphs, chooses an element and never words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

_INLINE = frozenset(
    "a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd label mark q s samp small"
    " span strike strong sub sup time tt u var wbr".split()
)
_HOLDING_MORE = frozenset(
    "article blockquote body center dd div fieldset figure form layer main section table td".split()
)
_NO_LETTERS = re.compile(r"[\W_]+")
_LETTERS_OF_A_BLOCK = 20  # shorter ones stand anywhere
_LETTERS_OF_A_PARAGRAPH = 40
_FEWEST_LETTERS = 120
_LOSS_OF_TABLES = 9
_MOST_LETTERS_SOUGHT = 60_000_000


@dataclass(slots=True)
class _Run:
    """A run of text in no more than inline elements: its letters, and how many are in links."""

    element: int
    letters: str
    linked: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text stands: in which block element, and whether in a link."""

    block: int
    is_linked: bool


@dataclass(slots=True)
class _Walk:
    """The block elements of a page in order, each with the number of the one around it, and the
    runs of text in them."""

    blocks: list[tuple[LexborNode, int]]
    runs: list[_Run]
    is_open: bool = False

    def block(self, node: LexborNode, place: _Place) -> int:
        """Take in a block element; it ends the run before it."""
        self.is_open = False
        self.blocks.append((node, place.block))
        return len(self.blocks) - 1

    def text(self, letters: str, place: _Place) -> None:
        """Take in a text; it goes on with the run of its block element."""
        if not letters:
            return
        if not self.is_open or self.runs[-1].element != place.block:
            self.runs.append(_Run(place.block, "", 0))
            self.is_open = True
        self.runs[-1].letters += letters
        self.runs[-1].linked += len(letters) if place.is_linked else 0


def holding_prose(body: LexborNode, beside: frozenset[int]) -> LexborNode | None:
    """The element that fits the page's prose best: paragraphs that are no links.

    ``beside`` are the ids of elements whose words are none of it.  Where most words that are no
    links stand in no paragraphs, as in tables, all of them count, and to lose none weighs more than
    to take none too many.  None where they are few.
    """
    walk = _walked(body, beside)
    own = [run for run in walk.runs if 2 * run.linked < len(run.letters)]
    prose = [run for run in own if len(run.letters) - run.linked >= _LETTERS_OF_A_PARAGRAPH]
    if 2 * _count(prose) >= _count(own):
        return _holding(walk, prose, beside)
    return _holding(walk, own, beside, loss=_LOSS_OF_TABLES)


def holding_words_of(body: LexborNode, markup: str) -> LexborNode | None:
    """The element that fits the words of ``markup`` best, which was made of the page."""
    made = LexborHTMLParser(markup).body
    if made is None:
        return None
    taken = _letters(made.text())
    blocks = {run.letters for run in _walked(made, frozenset()).runs}
    left = _MOST_LETTERS_SOUGHT

    def is_taken(run: _Run) -> bool:
        nonlocal left
        if len(run.letters) < _LETTERS_OF_A_BLOCK:
            return False
        if run.letters in blocks:
            return True
        left -= len(taken)
        return left > 0 and run.letters in taken

    walk = _walked(body, frozenset())
    return _holding(walk, [run for run in walk.runs if is_taken(run)], frozenset())


def _holding(
    walk: _Walk, counted: Sequence[_Run], beside: frozenset[int], loss: int = 1
) -> LexborNode | None:
    """The element that holds most letters of the runs that count, and fewest others; of equally
    good ones the innermost.  A letter that it does not hold weighs as ``loss`` others that it does.
    """
    if _count(counted) < _FEWEST_LETTERS:
        return None
    held, every = _letters_below(walk, counted), _letters_below(walk, walk.runs)
    _, number = max(
        (held[number] / (loss * held[0] + every[number]), number)
        for number, (node, _) in enumerate(walk.blocks)
        if node.tag in _HOLDING_MORE
    )
    return _with_its_neighbours(walk.blocks[number][0], walk.blocks[0][0], beside)


def _letters_below(walk: _Walk, runs: Sequence[_Run]) -> list[int]:
    """How many letters of ``runs`` each block element holds."""
    held = [0] * len(walk.blocks)
    for run in runs:
        held[run.element] += len(run.letters)
    for number in range(len(held) - 1, 0, -1):
        held[walk.blocks[number][1]] += held[number]
    return held


def _count(runs: Sequence[_Run]) -> int:
    return sum(len(run.letters) for run in runs)


def _with_its_neighbours(node: LexborNode, body: LexborNode, beside: frozenset[int]) -> LexborNode:
    """The element around ``node`` while what else it holds has neither links nor a name of
    furniture: a headline, a head, a note below."""
    while node.mem_id != body.mem_id and (around := node.parent) is not None:
        if any(_leads_on(one, beside) for one in around.iter() if one.mem_id != node.mem_id):
            break
        node = around
    return node


def _leads_on(node: LexborNode, beside: frozenset[int]) -> bool:
    return (
        node.mem_id in beside
        or node.tag in {"a", "form", "nav", "header", "footer", "aside"}
        or node.css_first("a[href], form, nav, header, footer, aside") is not None
    )


def _walked(body: LexborNode, beside: frozenset[int]) -> _Walk:
    """The block elements below ``body`` and the runs of text in them, less what stands beside."""
    walk = _Walk(blocks=[(body, 0)], runs=[])
    places = {body.mem_id: _Place(0, is_linked=False)}
    for node in body.traverse(include_text=True):
        place = None if node.parent is None else places.get(node.parent.mem_id)
        if place is None or node.mem_id in beside or node.mem_id == body.mem_id:
            continue
        if node.tag == "-text":
            walk.text(_letters(node.text_content or ""), place)
        elif node.tag is not None and not node.tag.startswith("-"):
            block = place.block if node.tag in _INLINE else walk.block(node, place)
            places[node.mem_id] = _Place(block, is_linked=place.is_linked or node.tag == "a")
    return walk


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.lower())
