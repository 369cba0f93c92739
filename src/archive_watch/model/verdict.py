"""A reader's verdict on a change: what was marked, by whom, and what all marks come to.

A mark says something or leaves it as it was; it never erases an earlier one.  The verdict is what
the marks of a change come to, in the order in which they were made.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Importance(IntEnum):
    """The words for a reader's importance, which is 0 to 100; any number between will do too."""

    LOW = 20
    NORMAL = 50
    HIGH = 75
    CRITICAL = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What one reader says of a change at one time; None and empty where it is left as it was.

    ``importance`` is 0 to 100, ``at`` UTC text; an empty ``note`` takes the note away.
    """

    by: str
    at: str
    reviewed: bool | None = None
    importance: int | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the marks of a change come to; ``reviewed`` is None where nobody said."""

    reviewed: bool | None = None
    importance: int | None = None
    labels: tuple[str, ...] = ()
    note: str | None = None

    def after(self, mark: Mark) -> Verdict:
        """The verdict once ``mark`` is made: what it does not say stands; labels are in order."""
        kept = {*self.labels, *mark.add} - {*mark.remove}
        return Verdict(
            reviewed=self.reviewed if mark.reviewed is None else mark.reviewed,
            importance=self.importance if mark.importance is None else mark.importance,
            labels=tuple(sorted(kept)),
            note=self.note if mark.note is None else mark.note or None,
        )
