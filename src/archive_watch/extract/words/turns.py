"""Turns: who speaks which stretch of the text.

A page has turns only where the evidence is good: labels that name a role or an honorific, or plain
names in capitals that come back.  A fact sheet with WHO: and WHEN: has none, and no turns is a
good answer.  A paragraph without a label goes on with the turn before it; what stands before the
first label is a turn of nobody.  Lines that are never spoken (topics, times, links to a recording,
marks) belong to no turn: one that stands inside a speech parts it in two of the same speaker, and
what follows an end mark is nobody's until the next label.  Between a label that stands alone and its
speech they part nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from archive_watch.extract.blocks.block import Remembering
from archive_watch.extract.blocks.kinds import MarkupKind
from archive_watch.extract.heading.people import people_of
from archive_watch.extract.words.labels import (
    Label,
    bold_label_of,
    kind_of,
    label_of,
    may_be_name,
    may_be_office,
    mixed_label_of,
    uncased_label_of,
)
from archive_watch.extract.words.wording import is_end
from archive_watch.model.transcript import Turn, TurnKind

_PARTING = "\n\n"
_FEW = 2
_SOME = 3
_AFTER_THE_LAST = 3  # paragraphs: fewer than these after a mark are no more of the speech
_NEAR_THE_START = 15  # where one label alone is the speaker, whatever it looks like


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Remembering):
    """A paragraph of the text, and how many characters at its start are bold.

    ``kind``, ``level`` and ``cells`` are its block's; ``lines`` its lines where it has several.
    ``goes_back``: it has a link back to the mark of a footnote.  ``is_after_end``: an end mark, which
    is no paragraph itself, stands somewhere before it.
    """

    text: str
    bold: int = 0
    kind: MarkupKind = MarkupKind.PARAGRAPH
    level: int = 0
    cells: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()
    goes_back: bool = False
    is_after_end: bool = False

    @property
    def label(self) -> Label | None:
        """The label that it begins with, in capitals."""
        return self.once(_label)


def _label(paragraph: Paragraph) -> Label | None:
    return label_of(paragraph.text)


def _bold_label(paragraph: Paragraph) -> Label | None:
    return bold_label_of(paragraph.text, paragraph.bold)


def _mixed_label(paragraph: Paragraph) -> Label | None:
    return mixed_label_of(paragraph.text)


def _uncased_label(paragraph: Paragraph) -> Label | None:
    return uncased_label_of(paragraph.text)


@dataclass(frozen=True, slots=True)
class _Open:
    label: Label | None
    start: int


def turns_of(
    paragraphs: Sequence[Paragraph],
    speakers: Sequence[str] = (),
    roles: Sequence[str] = (),
    *,
    unspoken: frozenset[int] = frozenset(),
    opening: int = 0,
) -> tuple[Turn, ...]:
    """The turns of a text of ``paragraphs`` joined by blank lines; empty where nobody is named.

    ``speakers`` are the full names that the page's head gives, ``roles`` what it calls them.
    ``unspoken`` are the paragraphs that are never part of a turn; nobody is named before
    the one at ``opening``.
    """
    found = [*[None] * opening, *_accepted(paragraphs[opening:])]
    after_end = (at for at, one in enumerate(paragraphs) if one.is_after_end)
    unspoken |= set(takewhile(lambda at: found[at] is None, after_end))
    labels = [None if at in unspoken else label for at, label in enumerate(found)]
    if not any(label is not None for label in labels):
        return ()
    spans = list(_spans(paragraphs, labels, unspoken))
    people = people_of([one.label for one, _, _ in spans if one is not None], speakers, roles)
    return tuple(
        Turn(
            position=position,
            speaker=None if label is None else label.label,
            person=None if label is None else people.get(label.label),
            kind=TurnKind.NOTE if label is None else kind_of(label.label),
            start=start,
            length=length,
        )
        for position, (label, start, length) in enumerate(spans)
    )


def _accepted(paragraphs: Sequence[Paragraph]) -> list[Label | None]:
    """The label of each paragraph, where the page as a whole is a conversation."""
    found = [paragraph.once(_label) for paragraph in paragraphs]
    counts = Counter(label.label for label in found if label is not None)
    strong = [index for index, label in enumerate(found) if label is not None and label.is_strong]
    if len(strong) >= _FEW or any(_speaks_alone(found[index], index) for index in strong):
        trusted = set() if len(strong) < _FEW else _names_after(found, strong[0])
        return [label if label and (label.is_strong or label.label in trusted) else None
                for label in found]  # fmt: skip
    if sum(count >= _FEW for count in counts.values()) >= _FEW:
        return found
    return _accepted_mixed(paragraphs)


def _speaks_alone(label: Label | None, index: int) -> bool:
    return label is not None and (index < _NEAR_THE_START or not may_be_office(label))


def _names_after(found: Sequence[Label | None], first: int) -> set[str]:
    """The labels without a role that stand in the conversation; a list of topics stands above it."""
    return {label.label for label in found[first:] if label is not None and may_be_name(label)}


def _accepted_mixed(paragraphs: Sequence[Paragraph]) -> list[Label | None]:
    """Labels without capitals, where they come back: names set in bold, or roles of two people."""
    for labelled, fewest in ((_bold_label, 1), (_mixed_label, _FEW), (_uncased_label, _FEW)):
        found = [paragraph.once(labelled) for paragraph in paragraphs]
        counts = Counter(label.label for label in found if label is not None)
        comes_back = any(count >= _FEW for count in counts.values())
        if counts.total() >= _SOME and comes_back and len(counts) >= fewest:
            return found
    return [None] * len(paragraphs)


def _spans(
    paragraphs: Sequence[Paragraph], labels: Sequence[Label | None], unspoken: frozenset[int]
) -> Iterator[tuple[Label | None, int, int]]:
    """(label, start, length) of each turn; a turn of nobody without words is left out."""
    opened = _Open(None, 0)
    position = end = 0
    closed = ended = False
    for at, (paragraph, label) in enumerate(zip(paragraphs, labels, strict=True)):
        is_waiting = at in unspoken and not closed and _waits(opened, end, paragraph)
        if label is not None or (at in unspoken and not is_waiting):
            if not closed:
                yield from _closed(opened, end)
            closed = at in unspoken
        if label is not None:
            opened, ended = _Open(label, position + label.speech), False
        elif closed and at in unspoken:
            ended = ended or _is_an_end(paragraphs, labels, at)
        elif closed and not ended:
            opened, closed = _Open(opened.label, position), False
        end = position + len(paragraph.text)
        position = end + len(_PARTING)
        if is_waiting or (label is not None and opened.start >= end):
            opened = _Open(opened.label, position)
    if not closed:
        yield from _closed(opened, end)


def _waits(opened: _Open, end: int, paragraph: Paragraph) -> bool:
    """Whether a label stood alone, so that its speech is yet to come after this unspoken line."""
    return opened.label is not None and opened.start > end and not is_end(paragraph.text)


def _is_an_end(paragraphs: Sequence[Paragraph], labels: Sequence[Label | None], at: int) -> bool:
    """Whether what follows a line that is never spoken is nobody's: after an end mark, and after
    any other near the end of the page."""
    if is_end(paragraphs[at].text):
        return True
    after = labels[at + 1 : at + 1 + _AFTER_THE_LAST]
    return len(after) < _AFTER_THE_LAST and not any(label is not None for label in after)


def _closed(opened: _Open, end: int) -> Iterator[tuple[Label | None, int, int]]:
    length = max(0, end - opened.start)
    if opened.label is not None or length:
        start = opened.start if length else end
        yield opened.label, start, length
