"""A page explained, for a person at a terminal.

What the page is and how that is known, what it says of itself and what found that,
then the page from top to bottom.  What stands beside the words is told by the element it is, and
flows; a paragraph of the words has a line of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from archive_watch.extract.explaining.explained import ExplainedBlock, Explanation
from archive_watch.extract.words.taken import Why
from archive_watch.model.block import BlockKind
from archive_watch.report.explanation_words import (
    FATES,
    PAGE_KINDS,
    block_kind,
    field_name,
    found_by,
)
from archive_watch.report.visible import one_line, visible

USUAL_WIDTH = 100
_NARROWEST = 40
_MOST_LINES = 3  # of what flows
_WIDEST_NAME = 12
_LONGEST_PATTERN = 48
_INDENT = 2
_ARROW = "  ← "
_FLOWING = frozenset(
    {
        Why.OUTSIDE,
        Why.UNREAD,
        Why.SILENT,
        Why.DROPPED,
        Why.RELATED,
        Why.KNOWN_FURNITURE,
        Why.LEARNT,
    }
)


def explanation_as_text(
    explanation: Explanation, *, width: int = USUAL_WIDTH, source: Sequence[str] = ()
) -> str:
    """The explanation for a person.  ``source`` says where the bytes are from."""
    width = max(width, _NARROWEST)
    cut = explanation.cut
    title = next((one.value for one in explanation.fields if one.name == "title"), None)
    about = ([cut.url] if title else []) + [*source, f"read by {cut.extractor}"]
    lines = [
        *_wrapped(title or cut.url, width),
        *(line for one in about for line in _wrapped(one, width, _INDENT)),
        "",
        f"It is {PAGE_KINDS[cut.kind]} ({cut.reason or cut.kind.value})",
        *(line for one in explanation.evidence() for line in _wrapped(one, width, _INDENT)),
        *_fields(explanation, width),
        *_turns(explanation, width),
        *_opinion(explanation, width),
        *_blocks(explanation, width),
    ]
    return "\n".join(lines)


def _fields(explanation: Explanation, width: int) -> Iterator[str]:
    if not explanation.fields:
        return
    yield from ("", "What it says of itself, and what found that")
    shown = [one for one in explanation.fields if one.value or one.unread]
    for one in shown:
        start = " " * _INDENT + field_name(one.name).ljust(_WIDEST_NAME) + "  "
        value = one.value or f"none: “{one.unread}” is in none of the profile's formats"
        lines = _wrapped(value, width, len(start))
        lines[0] = start + lines[0].lstrip()
        yield from _noted(lines, found_by(one.by), width, len(start))
    missing = [field_name(one.name) for one in explanation.fields if one not in shown]
    if missing:
        yield from _wrapped(f"not found: {', '.join(missing)}", width, _INDENT)


def _turns(explanation: Explanation, width: int) -> Iterator[str]:
    if explanation.transcript is None:
        return
    turns = explanation.transcript.turns
    yield ""
    if not turns:
        yield "Nobody is named as speaking: it has no turns"
        return
    yield f"Who speaks: {_counted(len(turns), 'turn')}"
    count = Counter((turn.speaker, turn.person) for turn in turns)
    for (speaker, person), number in count.most_common():
        label = speaker or "words before the first label"
        told = f"{number:,} × {label}{f', who is {person}' if person else ''}"
        yield from _wrapped(told, width, _INDENT)


def _opinion(explanation: Explanation, width: int) -> Iterator[str]:
    """What the host's other pages say; on a host with a profile it is only a second opinion."""
    learnt = explanation.opinion
    if learnt is None:
        return
    begins = "" if explanation.cut.fallback else ": a second opinion, which takes nothing out"
    yield from ("", f"Learnt from {learnt.pages} pages of the host{begins}")
    roots = ", ".join(f"`{one}`" for one in learnt.roots) or "no container that could be told"
    yield from _wrapped(f"what only one page says stands in {roots}", width, _INDENT)
    for one in learnt.advice:
        yield from _wrapped(one, width, _INDENT)


def _blocks(explanation: Explanation, width: int) -> Iterator[str]:
    blocks = explanation.blocks
    if not blocks:
        return
    numbered = bool(explanation.transcript and explanation.transcript.turns)
    legend = "+ words of the page (numbered: a turn begins)" if numbered else "+ words of the page"
    yield from ("", f"The page from top to bottom: {legend}, - left out")
    for (root, container, told), group in groupby(blocks, _group):
        own = list(group)
        name = container if root is None else explanation.roots[root]
        counted = own if root is None else [block for block in own if block.kept]
        words = sum(len(block.text.split()) for block in counted)
        size = f"{_counted(len(counted), 'block')}, {_counted(words, 'word')}"
        yield ""
        yield from _wrapped(f"{name}: {told}, {size}{'' if root is None else ' kept'}", width)
        yield from _lines(own, explanation, width)
    kept = sum(block.kept for block in blocks)
    yield ""
    yield f"{_counted(kept, 'block')} kept, {len(blocks) - kept:,} left out"


def _group(block: ExplainedBlock) -> tuple[int | None, str, str]:
    """What a block is told under: the content, or the element beside it and why that is left out."""
    if block.root is None or block.why in {Why.KNOWN_FURNITURE, Why.LEARNT}:
        return None, block.container, _told(block)
    return block.root, "", "the content"


def _lines(blocks: Sequence[ExplainedBlock], explanation: Explanation, width: int) -> Iterator[str]:
    """The blocks of one element: each on a line, but what is left out for one reason flows."""
    turns = explanation.transcript.turns if explanation.transcript else ()
    gutter = len(f"{len(turns)} ") if turns and blocks[0].root is not None else 0
    before: int | None = None
    for (is_beside, note), group in groupby(blocks, _flow_of):
        own = list(group)
        if is_beside:
            texts = " · ".join(_plain(block.text) for block in own)
            yield from _flowing(texts, note, width, gutter)
            continue
        for block in own:
            begins = block.turn is not None and block.turn != before
            number = f"{(block.turn or 0) + 1} " if begins else ""
            start = f"{' ' * _INDENT}{'+' if block.kept else '-'} {number.rjust(gutter)}"
            yield from _cut_short(start, _plain(block.text), note, width)
            before = block.turn if block.kept else before


def _flow_of(block: ExplainedBlock) -> tuple[bool, str]:
    """Whether a block may flow together with its neighbours, and what is noted beside it."""
    is_told = block.root is None or block.why in {Why.KEPT, Why.KNOWN_FURNITURE, Why.LEARNT}
    notes = [] if is_told else [_told(block)]
    seen, of = block.seen_on or (0, 1)
    if 2 * seen > of and block.why in {Why.KEPT, Why.LEARNT}:
        notes.append(f"seen on {seen} of {of} pages")
    if block.read is not None and block.read.kind is not BlockKind.PARAGRAPH:
        notes.append(block_kind(block.read))
    if block.read_as:
        notes.append(f"read as {', '.join(map(field_name, block.read_as))}")
    return block.why in _FLOWING and not block.read_as, ", ".join(notes)


def _flowing(text: str, note: str, width: int, gutter: int) -> Iterator[str]:
    start = f"{' ' * _INDENT}- {' ' * gutter}"
    lines = _wrapped(text, width, len(start), long_words=True)
    if len(lines) > _MOST_LINES:
        lines = lines[:_MOST_LINES]
        lines[-1] = f"{lines[-1][: width - 2].rstrip(' ·')} …"
    lines[0] = start + lines[0].lstrip()
    yield from _noted(lines, note, width, len(start))


def _cut_short(start: str, text: str, note: str, width: int) -> Iterator[str]:
    """A text on one line, with a note at its end or below it."""
    room = width - len(start) - (len(note) + len(_ARROW) if note else 0)
    if room < min(len(text), width // 3):
        room = width - len(start)
    yield from _noted([f"{start}{_short(text, room)}"], note, width, len(start))


def _noted(lines: list[str], note: str, width: int, indent: int) -> list[str]:
    """The lines with a note at the end of the last one, or below it where it does not fit."""
    if not note:
        return lines
    if len(lines[-1]) + len(_ARROW) + len(note) <= width:
        return [*lines[:-1], f"{lines[-1]}{_ARROW}{note}"]
    return [*lines, " " * indent + _ARROW.lstrip() + note]


def _told(block: ExplainedBlock) -> str:
    return FATES[block.why].format(f"`{_short(_plain(block.by), _LONGEST_PATTERN)}`")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _wrapped(text: str, width: int, indent: int = 0, *, long_words: bool = False) -> list[str]:
    space = " " * indent
    return wrap(
        _plain(text), width, initial_indent=space, subsequent_indent=space,
        break_long_words=long_words, break_on_hyphens=False,
    ) or [space]  # fmt: skip


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _plain(text: str) -> str:
    """A text of the page that can neither act on a terminal nor forge a line."""
    return one_line(visible(text))
