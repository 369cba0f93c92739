"""A long text in parts that can be read: each of them ends with a paragraph, where there is an end near.

The parts are worked out from the text alone, so that an address of a part means the same words for
as long as the version is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.block import PARTING

PART_CHARACTERS = 120_000
_NEAR = 1 / 12  # of a part: so far it may go on for the end of a paragraph, of a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Characters ``start`` to ``end`` of a text: the ``number``-th of ``parts``, from 1."""

    number: int
    parts: int
    start: int
    end: int


def part_of(text: str, number: int, *, characters: int = PART_CHARACTERS) -> Part | None:
    """The part with that number, of about so many characters; None where there is none."""
    parts = max(1, -(-len(text) // characters))
    if not 1 <= number <= parts:
        return None
    return Part(
        number=number,
        parts=parts,
        start=_cut(text, (number - 1) * characters, characters),
        end=_cut(text, number * characters, characters),
    )


def part_with(text: str, place: int, *, characters: int = PART_CHARACTERS) -> Part:
    """The part in which the character at ``place`` stands."""
    about = min(max(0, place), max(0, len(text) - 1)) // characters + 1
    for number in (about, about - 1):
        part = part_of(text, number, characters=characters)
        if part is not None and part.start <= place:
            return part
    first = part_of(text, 1, characters=characters)
    assert first is not None
    return first


def _cut(text: str, about: int, characters: int) -> int:
    """Where a part ends that is to end about there: after a paragraph, else after a word."""
    if about <= 0 or about >= len(text):
        return min(max(0, about), len(text))
    for mark in (PARTING, " "):
        found = text.find(mark, about, about + int(characters * _NEAR))
        if found >= 0:
            return found + len(mark)
    return about
