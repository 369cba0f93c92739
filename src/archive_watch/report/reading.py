"""A transcript as HTML to be read: who speaks as turns with an anchor each, structure kept.

Every word of the text is drawn once and in order, as published; labels stand above what is said.
All of it is escaped, and what acts or hides in it is shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive_watch.classify.marks import redactions_in
from archive_watch.model.block import PARTING, BlockKind, TextBlock, plain_blocks
from archive_watch.model.stage import stage_notes_in
from archive_watch.model.transcript import Transcript, Turn
from archive_watch.report.html_words import shown
from archive_watch.report.reading_parts import Part

_FIRST_LEVEL, _LAST_LEVEL = 2, 6  # the page's title is the one heading of the first level
_LISTED = frozenset({BlockKind.LIST_ITEM, BlockKind.INDEX})
_BULLETS = "•▪◦‣●■ "  # set by hand before an item: the mark of the list stands for them
_DEEPEST = 4
_CLASSES = {
    BlockKind.CAPTION: "caption",
    BlockKind.FOOTNOTE: "footnote",
    BlockKind.TIME: "aside",
    BlockKind.MEDIA: "aside",
    BlockKind.MARK: "aside",
    BlockKind.NOTE: "told",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Where a turn begins in the text: with its label, and with what is said."""

    turn: Turn
    label_start: int
    said_start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A stretch of one paragraph, all of it of one turn (-1: before the first)."""

    block: TextBlock
    start: int
    end: int
    turn: int

    @property
    def is_whole(self) -> bool:
        return self.start == self.block.start and self.end == self.block.start + self.block.length


def openings_of(transcript: Transcript) -> list[Opening]:
    """Where each turn begins, in order."""
    found: list[Opening] = []
    end = 0  # of what was said before: a label is no part of it
    for turn in transcript.turns:
        start = _label_start(transcript.text, turn, end)
        found.append(Opening(turn=turn, label_start=start, said_start=turn.start))
        end = turn.start + turn.length
    return found


def _label_start(text: str, turn: Turn, after: int) -> int:
    if turn.speaker is None:
        return turn.start
    found = text.rfind(turn.speaker, after, turn.start)
    return turn.start if found < 0 else found


def transcript_as_html(transcript: Transcript, part: Part, cite: Callable[[int], str]) -> str:
    """The part of the transcript; ``cite`` is the address at which a turn, by its position, is cited."""
    openings = openings_of(transcript)
    drawn: list[str] = []
    pieces = _pieces(transcript, part, [one.label_start for one in openings])
    level = _FIRST_LEVEL - 1
    for place, group in groupby(pieces, key=lambda piece: piece.turn):
        opening = openings[place] if place >= 0 else None
        body, level = _body(transcript.text, list(group), opening, level)
        drawn.append(body if opening is None else _turn(transcript.text, opening, part, cite, body))
    return "\n".join(drawn)


def _pieces(transcript: Transcript, part: Part, starts: Sequence[int]) -> Iterator[_Piece]:
    blocks = transcript.blocks or tuple(plain_blocks(transcript.text))
    for block in blocks:
        begin, end = max(block.start, part.start), min(block.start + block.length, part.end)
        if begin >= end:
            continue
        inner = starts[bisect_right(starts, begin) : bisect_right(starts, end - 1)]
        ends = [*inner, end]
        for first, last in zip([begin, *inner], ends, strict=True):
            yield _Piece(block=block, start=first, end=last, turn=bisect_right(starts, first) - 1)


def _turn(text: str, opening: Opening, part: Part, cite: Callable[[int], str], body: str) -> str:
    turn = opening.turn
    position, number = turn.position, turn.position + 1
    if opening.label_start < part.start:
        return f'<div class="said">{body}</div>'
    label = text[opening.label_start : opening.said_start].strip()
    who = f"<bdi>{shown(label)}</bdi>" if label else ""
    who += f' <span class="person">{shown(turn.person)}</span>' if turn.person else ""
    ways = (
        f'<span class="ways"><a href="#turn-{position}" title="Link to this turn">'
        f'<span aria-hidden="true">¶</span><span class="hidden">Link to turn {number}</span></a>'
        f' <a href="{shown(cite(position))}">cite<span class="hidden"> turn {number}</span></a></span>'
    )
    above = f'<p class="who">{who}</p>' if who else ""
    return f'<div class="said by-{turn.kind.value}" id="turn-{position}">{above}{ways}{body}</div>'


def _body(
    text: str, pieces: Sequence[_Piece], opening: Opening | None, level: int
) -> tuple[str, int]:
    """What stands under one label, and the level of its last heading."""
    drawn: list[str] = []
    said = [_without_label(piece, opening) for piece in pieces]
    left = [piece for piece in said if text[piece.start : piece.end].strip()]
    for kind, group in groupby(left, key=_kind):
        run = list(group)
        if kind in _LISTED:
            drawn.append(_list(text, run))
        elif kind is BlockKind.TABLE_ROW:
            drawn.append(_table(text, run))
        elif kind is BlockKind.HEADING:
            for piece in run:
                level = min(max(piece.block.level, _FIRST_LEVEL), level + 1, _LAST_LEVEL)
                drawn.append(f'<h{level} dir="auto">{_words(text, piece)}</h{level}>')
        else:
            drawn += (_alone(text, piece, kind) for piece in run)
    return "\n".join(drawn), level


def _without_label(piece: _Piece, opening: Opening | None) -> _Piece:
    if opening is None or opening.said_start <= piece.start or piece.start < opening.label_start:
        return piece
    return _Piece(
        block=piece.block,
        start=min(opening.said_start, piece.end),
        end=piece.end,
        turn=piece.turn,
    )


def _kind(piece: _Piece) -> BlockKind:
    """What the piece is; of a row or a heading that is cut, plain words."""
    kind = piece.block.kind
    cut = kind in {BlockKind.TABLE_ROW, BlockKind.HEADING} and not piece.is_whole
    return BlockKind.PARAGRAPH if cut else kind


def _alone(text: str, piece: _Piece, kind: BlockKind) -> str:
    words = _words(text, piece)
    match kind:
        case BlockKind.QUOTE:
            return f'<blockquote dir="auto">{words}</blockquote>'
        case BlockKind.PREFORMATTED:
            return f'<pre dir="auto">{words}</pre>'
        case _:
            name = f' class="{_CLASSES[kind]}"' if kind in _CLASSES else ""
            return f'<p{name} dir="auto">{words}</p>'


def _list(text: str, run: Sequence[_Piece]) -> str:
    items = "".join(
        f'<li class="deep{min(max(1, piece.block.level), _DEEPEST)}" dir="auto">'
        f"{_marked(text[piece.start : piece.end].lstrip(_BULLETS))}</li>"
        for piece in run
    )
    return f"<ul>{items}</ul>"


def _table(text: str, run: Sequence[_Piece]) -> str:
    rows = [piece.block.cells_in(text) for piece in run]
    drawn = "".join(
        "<tr>" + "".join(f'<td dir="auto">{_marked(cell)}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    return (
        '<div class="wide" role="region" aria-label="Table" tabindex="0">'
        f"<table>{drawn}</table></div>"
    )


def _words(text: str, piece: _Piece) -> str:
    return _marked(text[piece.start : piece.end].strip(PARTING))


def _marked(words: str) -> str:
    """Words with the notes of a transcriber, and marks of redaction, set apart."""
    found = [(one.start, one.start + one.length, "stage") for one in stage_notes_in(words)]
    found += [(start, end, "redacted") for start, end in redactions_in(words)]
    drawn, at = [], 0
    for start, end, name in sorted(found):
        if start < at:
            continue
        drawn.append(shown(words[at:start]))
        drawn.append(f'<span class="{name}">{shown(words[start:end])}</span>')
        at = end
    return "".join([*drawn, shown(words[at:])])
