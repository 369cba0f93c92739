"""How much a report for people tells: enough to act on, never so much that it cannot be opened.

What is heaviest comes first, so what is left out weighs least; the JSON report has everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

MOST_ENTRIES = 500  # in one section
MOST_EDITS = 12  # of one change
MOST_PLACES = 8  # pages that one link stands on

Entry = TypeVar("Entry")


def bounded(entries: Sequence[Entry], most: int) -> tuple[Sequence[Entry], int]:
    """The first entries, and how many are left out."""
    return entries[:most], max(0, len(entries) - most)


def left_out(count: int, noun: str) -> str:
    """A line for what is left out: ``and 3 more edits``; ``noun`` takes an s."""
    return f"and {count:,} more {noun}{'' if count == 1 else 's'}"
