"""A transcript as Markdown, its structure kept: headings, lists, tables, notes and who speaks.

Every word of the text is drawn once and in order, and none of them can become markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from archive_watch.model.block import PARTING, BlockKind, TextBlock, plain_blocks
from archive_watch.model.transcript import Transcript, Turn
from archive_watch.report.markdown import escaped

_HIGHEST, _LOWEST = 2, 6  # the page's title is the one heading of the first level
_LISTED = frozenset({BlockKind.LIST_ITEM, BlockKind.INDEX})
_INDENT = "  "
_BULLETS = "•▪◦‣●■ "  # set by hand before an item: the mark of the list stands for them


def transcript_as_markdown(transcript: Transcript) -> str:
    """The text of ``transcript`` as Markdown."""
    blocks = transcript.blocks or tuple(plain_blocks(transcript.text))
    bold = _labels(transcript, blocks)
    parts: list[str] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        run = list(group)
        if kind in _LISTED:
            parts.append("\n".join(_items(transcript.text, run)))
        elif kind is BlockKind.TABLE_ROW:
            parts.append(_table([block.cells_in(transcript.text) for block in run]))
        elif kind is BlockKind.QUOTE:
            quoted = (f"> {escaped(block.words_in(transcript.text))}" for block in run)
            parts.append("\n>\n".join(quoted))
        else:
            parts += (_alone(transcript.text, block, bold.get(block.position, 0)) for block in run)
    return PARTING.join(parts)


def _alone(text: str, block: TextBlock, bold: int) -> str:
    """A block that stands by itself; its first ``bold`` characters are the label of a speaker."""
    words = block.words_in(text)
    match block.kind:
        case BlockKind.HEADING:
            level = min(max(block.level, _HIGHEST), _LOWEST)
            return f"{'#' * level} {escaped(words)}"
        case BlockKind.NOTE | BlockKind.CAPTION:
            return f"*{escaped(words)}*"
        case _:
            label, said = words[:bold].rstrip(), words[bold:]
            return f"**{escaped(label)}** {escaped(said)}".rstrip() if label else escaped(words)


def _items(text: str, run: Sequence[TextBlock]) -> Iterator[str]:
    """Items, each below the one that it belongs to: no level is passed over."""
    above: list[int] = []
    for block in run:
        level = max(1, block.level)
        while above and above[-1] >= level:
            above.pop()
        words = block.words_in(text).lstrip(_BULLETS)
        yield f"{_INDENT * len(above)}- {escaped(words)}"
        above.append(level)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows as a pipe table, the first of them its head; rows of one cell are paragraphs."""
    width = max(len(row) for row in rows)
    if width < 2:
        return PARTING.join(escaped(cell) for row in rows for cell in row)
    lines = [[*map(escaped, row), *[""] * (width - len(row))] for row in rows]
    lines.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _labels(transcript: Transcript, blocks: Sequence[TextBlock]) -> Mapping[int, int]:
    """How many characters of a block, by its position, are the label of a turn."""
    found: dict[int, int] = {}
    turns = iter([turn for turn in transcript.turns if turn.speaker is not None])
    turn = next(turns, None)
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        end = len(transcript.text) + 1 if after is None else after.start
        while turn is not None and turn.start <= end:
            words = transcript.text[block.start : min(turn.start, block.start + block.length)]
            if _is_label(words, turn):
                found.setdefault(block.position, len(words))
            elif turn.start == end and after is not None:
                break  # it begins with the next block, without a label of its own
            turn = next(turns, None)
    return found


def _is_label(words: str, turn: Turn) -> bool:
    return (turn.speaker or "") in words and words.rstrip().endswith(":")
