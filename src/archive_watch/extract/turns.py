"""Turns: who speaks which stretch of the text.

A page has turns only where the evidence is good: labels that name a role or an honorific, or plain
names in capitals that come back.  A fact sheet with WHO: and WHEN: has none, and no turns is a
good answer.  A paragraph without a label goes on with the turn before it; what stands before the
first label is a turn of nobody; end marks belong to no turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_watch.extract.labels import (
    Label,
    bold_label_of,
    kind_of,
    label_of,
    may_be_name,
    may_be_office,
    mixed_label_of,
)
from archive_watch.model.transcript import Turn, TurnKind

_END_MARK = re.compile(
    r"^(?:(?:#\s*){2,}|\*{3,}|PRN:?\s*\d{4}/\d+|\d{4}/\d{1,5}(?:-\d+)?|\[end of (?:document|file)\])$",
    re.IGNORECASE,
)
_PARTING = "\n\n"
_FEW = 2
_SOME = 3
_NEAR_THE_START = 15  # where one label alone is the speaker, whatever it looks like


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the text, and how many characters at its start are bold."""

    text: str
    bold: int = 0


@dataclass(frozen=True, slots=True)
class _Open:
    label: Label | None
    start: int


def is_end_mark(paragraph: str) -> bool:
    """Whether a paragraph marks the end of a release (``###``, a press release number)."""
    return _END_MARK.match(paragraph) is not None


def turns_of(paragraphs: Sequence[Paragraph], speakers: Sequence[str] = ()) -> tuple[Turn, ...]:
    """The turns of a text of ``paragraphs`` joined by blank lines; empty where nobody is named.

    ``speakers`` are the full names that the page's head gives: a label with such a surname is that
    person.
    """
    labels = _accepted(paragraphs)
    if not any(label is not None for label in labels):
        return ()
    spans = list(_spans(paragraphs, labels))
    people = _people([label for label, _, _ in spans if label is not None], speakers)
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
    found = [label_of(paragraph.text) for paragraph in paragraphs]
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
    """Labels in mixed case, where they come back: names set in bold, or roles of two people."""
    for found, fewest in (
        ([bold_label_of(paragraph.text, paragraph.bold) for paragraph in paragraphs], 1),
        ([mixed_label_of(paragraph.text) for paragraph in paragraphs], _FEW),
    ):
        counts = Counter(label.label for label in found if label is not None)
        comes_back = any(count >= _FEW for count in counts.values())
        if counts.total() >= _SOME and comes_back and len(counts) >= fewest:
            return found
    return [None] * len(paragraphs)


def _spans(
    paragraphs: Sequence[Paragraph], labels: Sequence[Label | None]
) -> Iterator[tuple[Label | None, int, int]]:
    """(label, start, length) of each turn; a turn of nobody without words is left out."""
    opened = _Open(None, 0)
    position = end = 0
    closed = False
    for paragraph, label in zip(paragraphs, labels, strict=True):
        if label is not None:
            if not closed:
                yield from _closed(opened, end)
            opened, closed = _Open(label, position + label.speech), False
        if is_end_mark(paragraph.text) and not closed:
            yield from _closed(opened, end)
            closed = True
        end = position + len(paragraph.text)
        position = end + len(_PARTING)
        if label is not None and opened.start >= end:
            opened = _Open(label, min(position, end + len(_PARTING)))
    if not closed:
        yield from _closed(opened, end)


def _closed(opened: _Open, end: int) -> Iterator[tuple[Label | None, int, int]]:
    length = max(0, end - opened.start)
    if opened.label is not None or length:
        start = opened.start if length else end
        yield opened.label, start, length


def _people(labels: Sequence[Label], speakers: Sequence[str]) -> dict[str, str]:
    """Which label is whom: by a surname in the head that no two names share, or a fuller label."""
    people: dict[str, str] = {}
    for label in {label.label for label in labels}:
        surname = _surname(label)
        if surname is None or kind_of(label) is not TurnKind.SPEECH:
            continue
        named = {name for name in speakers if _surname(name) == surname}
        if len(named) == 1:
            people[label] = named.pop()
    return people


def _surname(name: str) -> str | None:
    parts = [part for part in re.split(r"[\s,]+", re.sub(r"\(.*?\)", "", name)) if part]
    while parts and parts[-1].upper().strip(".") in {"JR", "SR", "II", "III", "IV"}:
        parts.pop()
    return parts[-1].upper().replace("’", "'") if parts else None
