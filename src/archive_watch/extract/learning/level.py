"""When a host is learnt again: each time that the count of its pages has doubled.  Asked after each
round, so it stands by itself: whoever asks needs no parser for it."""

from __future__ import annotations

FEWEST_PAGES = 6


def level_of(pages: int) -> int:
    """How often the count of pages has doubled since there were enough: 6 → 1, 12 → 2, 24 → 3."""
    level = 0
    while pages >= FEWEST_PAGES << level:
        level += 1
    return level
