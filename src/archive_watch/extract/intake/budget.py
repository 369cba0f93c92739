"""What a page may cost to parse, counted before any tree is built.

A hundred thousand nested elements keep the fastest parser busy for most of a minute, so do a
hundred thousand attributes on one, and a thousand ``<b>`` never closed are opened again in every
paragraph after them: 90 KB became 3.6 GB.  So what a parser would have to build is estimated
first (``parse_cost``).  A page over budget keeps its bytes and waits for a person.

Nearly every page needs no walk: it is *light*, which bounds that a glance can tell are enough for.
The worst that we could think of within them took half a second to cut and to read; the rest is
parsed in a process of its own, which can be ended (``services.cut_safely``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from archive_watch.extract.blocks.memory import Memo
from archive_watch.extract.intake.parse_cost import LONG_TAG_CHARACTERS, MOST_ALIKE, Cost, cost_of

_MOST_BYTES = 8 * 1024 * 1024
_MOST_TAGS = 200_000
_MOST_ATTRIBUTES = 5_000
_MOST_ATTRIBUTE_PAIRS = 100_000_000  # each attribute of a tag is compared with those before it
_DEEPEST = 5_000
_MOST_REOPENED = 500_000

_LIGHT_CHARACTERS = 1_000_000
_LIGHT_TAGS = 5_000
_LIGHT_LINES = 20_000
_LIGHT_ATTRIBUTE_PAIRS = 20_000_000
_LIGHT_REOPENED = 50_000
_FEW = 3

# Seen at a glance, in the bytes that a parser is given: searching them is several times as fast as
# searching characters.  Written without IGNORECASE where that would look at every one of them.
_LONG_TAG_AT_A_GLANCE = re.compile(rb"<[a-zA-Z][^>]{%d,}+" % LONG_TAG_CHARACTERS)
_END_IN_QUOTES_AT_A_GLANCE = re.compile(rb"=\s*+(?:\"[^\">]*+|'[^'>]*+)>")
_FORMATTING_AT_A_GLANCE = re.compile(
    rb"<(?=[bBcCeEfFiInNsStTuU])"
    rb"(?:[bBiIsSuU]|[bB][iI][gG]|[cC][oO][dD][eE]|[eE][mM]|[fF][oO][nN][tT]|[nN][oO][bB][rR]"
    rb"|[sS][mM][aA][lL][lL]|[sS][tT][rR][iI][kK][eE]|[sS][tT][rR][oO][nN][gG]|[tT][tT])(?=[\s/>])[^>]*+"
)
_ONE_ELEMENT_AT_A_GLANCE = re.compile(rb"<(?:html|body)(?![^\s/>])", re.IGNORECASE)
_PIECE_ENDS = (b"</p>", b"</P>", b"</tr>", b"</TR>", b"</td>", b"</TD>")  # none is longer
_FEWEST_PIECES, _MOST_PIECES = 8, 2_000
_SOME = 4
_MOST_BYTES_REMEMBERED = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Why a page is too dear to be parsed, if it is; or whether it is surely cheap."""

    excess: str | None = None
    is_light: bool = False


class Glance(NamedTuple):
    """What is seen at a glance of a piece of markup; of several pieces it is added up.

    ``tags`` are starts and ends, ``hiding`` the quotes that hide a ``>``, ``squares`` those of the
    lengths of long tags, ``formatting`` the start tags of such elements, ``single`` those of
    elements of which there is one a page.
    """

    tags: int
    ends: int
    lines: int
    hiding: int
    squares: int
    single: int
    formatting: tuple[bytes, ...]

    @property
    def starts(self) -> int:
        """How many start tags there are at most."""
        return self.tags - self.ends


def weight_of(markup: str, utf8: bytes | None = None) -> Weight:
    """What parsing and reading ``markup`` would cost; ``utf8`` is the same as a parser is given it."""
    if is_plainly_light(markup, utf8):
        return Weight(is_light=True)
    if len(markup) > _MOST_BYTES:
        return Weight(excess=f"the page is longer than {_MOST_BYTES:,} characters")
    if markup.count("<") > _MOST_TAGS:
        return Weight(excess=f"the page has more than {_MOST_TAGS:,} tags")
    cost = cost_of(markup)
    return Weight(excess=_excess(cost), is_light=_is_light(markup, cost))


def _excess(cost: Cost) -> str | None:
    if cost.attributes > _MOST_ATTRIBUTES:
        return f"one tag has more than {_MOST_ATTRIBUTES:,} attributes"
    if cost.attribute_pairs > _MOST_ATTRIBUTE_PAIRS:
        return f"its tags have more than {_MOST_ATTRIBUTE_PAIRS:,} pairs of attributes"
    if cost.deepest > _DEEPEST:
        return f"elements are nested more than {_DEEPEST:,} deep"
    if cost.reopened > _MOST_REOPENED:
        return f"unclosed formatting would be opened again more than {_MOST_REOPENED:,} times"
    return None


def _is_light(markup: str, cost: Cost) -> bool:
    return (
        _is_small(markup, glance_of(markup.encode("utf-8", "ignore")))
        and cost.attribute_pairs <= _LIGHT_ATTRIBUTE_PAIRS
        and cost.reopened <= _LIGHT_REOPENED
    )


def _is_small(markup: str, seen: Glance) -> bool:
    """Whether neither length nor number of tags is a danger, however they nest.

    End tags count too: a ``</p>`` that ends nothing makes an element.  So do lines, which are
    paragraphs in preformatted text.
    """
    return (
        len(markup) <= _LIGHT_CHARACTERS
        and max(seen.starts, seen.ends) <= _LIGHT_TAGS
        and seen.lines <= _LIGHT_LINES
    )


def is_plainly_light(markup: str, utf8: bytes | None = None) -> bool:
    """Whether bounds alone say that ``markup`` is light.

    An attribute takes two characters at least, and a tag ends at the first ``>`` that no quotes
    hide: a few may.  Each start tag opens at most all formatting before it again, of what is alike
    three at most; of links one at most stands open.
    """
    if len(markup) > _LIGHT_CHARACTERS:
        return False
    seen = glance_of(markup.encode("utf-8", "ignore") if utf8 is None else utf8)
    waiting = MOST_ALIKE * (len(set(seen.formatting)) + seen.hiding)
    waiting = min(len(seen.formatting), waiting) + 1
    return (
        _is_small(markup, seen)
        and seen.hiding <= _FEW
        and seen.squares // 4 * (seen.hiding + 1) ** 2 <= _LIGHT_ATTRIBUTE_PAIRS
        and waiting * seen.starts <= _LIGHT_REOPENED
        and seen.single <= _FEW
    )


def glance_of(utf8: bytes) -> Glance:
    """What is seen at a glance of markup, piece by piece: most were seen in an earlier page.

    Nothing that is looked for goes on behind a ``>``, so pieces that end with one can be looked at
    by themselves.  The last seems to have one end tag more than it has.
    """
    for end in _PIECE_ENDS:
        parts = utf8.split(end, _MOST_PIECES)
        if _FEWEST_PIECES <= len(parts) <= _MOST_PIECES:
            return _added_up(PIECES.values(_pieces_of(parts, end)))
    return seen_in(utf8)


def _added_up(glances: Sequence[Glance]) -> Glance:
    tags, ends, lines, hiding, squares, single, formatting = zip(*glances, strict=True)
    return Glance(
        tags=sum(tags),
        ends=sum(ends),
        lines=sum(lines),
        hiding=sum(hiding),
        squares=sum(squares),
        single=sum(single),
        formatting=tuple(chain.from_iterable(formatting)),
    )


def _pieces_of(parts: Sequence[bytes], end: bytes) -> list[bytes]:
    """The parts in groups, each less the ``end`` at its end.

    Where a group ends is told by what stands there alone, so that an edit moves no other.
    """
    ends = [at for at, part in enumerate(parts, 1) if len(part) % _SOME == 0]
    if not ends or ends[-1] < len(parts):
        ends.append(len(parts))
    return [end.join(parts[start:stop]) for start, stop in zip([0, *ends], ends, strict=False)]


def _seen_before_an_end(piece: bytes) -> Glance:
    return seen_in(piece + _PIECE_ENDS[-1])


def seen_in(piece: bytes) -> Glance:
    """What is seen at a glance of one piece of markup."""
    return Glance(
        tags=piece.count(b"<"),
        ends=piece.count(b"</"),
        lines=piece.count(b"\n") + piece.count(b"\r"),
        hiding=len(_END_IN_QUOTES_AT_A_GLANCE.findall(piece)),
        squares=sum([len(tag) ** 2 for tag in _LONG_TAG_AT_A_GLANCE.findall(piece)]),
        single=len(_ONE_ELEMENT_AT_A_GLANCE.findall(piece)),
        formatting=tuple(_FORMATTING_AT_A_GLANCE.findall(piece)),
    )


PIECES = Memo(_seen_before_an_end, _MOST_BYTES_REMEMBERED, 400)
"""The process's own memo of pieces of markup, which no answer depends on."""
