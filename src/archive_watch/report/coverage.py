"""What the watch covers: silence is told as silence only beside this."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.duration import duration_text


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRead:
    """A page that was not read for long: since when (UTC text), and why."""

    url: str
    why: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the watch covers; ``first_round_seconds`` is set while pages were never asked.

    ``silent`` pages were not read for more than ``silent_after_days``, whatever the reason;
    ``not_read`` are the longest of them.
    """

    pages: int
    read: int
    checked: int
    never_read: int
    states: dict[str, int]
    first_round_seconds: float | None = None
    silent: int = 0
    silent_after_days: int = 0
    last_check_at: str | None = None
    not_read: tuple[NotRead, ...] = ()

    def told(self) -> str:
        """The coverage in one line."""
        if self.pages == 0:
            return "No page is watched yet."
        line = f"{counted(self.pages, 'page', 'pages')} watched, {self.read:,} read at least once"
        line += f", {self.checked:,} checked in this period"
        if self.silent:
            line += f", {self.silent:,} not read for {self.silent_after_days} days or more"
        return f"{line}."

    def beside(self) -> list[str]:
        """What is to be said beside that, a sentence each."""
        return [one for one in (self.first_round(), self.pages_not_read()) if one is not None]

    def pages_not_read(self) -> str | None:
        """Which pages were not read for long, where there are any."""
        if not self.not_read:
            return None
        named = "; ".join(f"{one.url} ({one.why}, since {one.since[:10]})" for one in self.not_read)
        more = self.silent - len(self.not_read)
        rest = f"; and {more:,} more" if more > 0 else ""
        return f"Not read for {self.silent_after_days} days or more: {named}{rest}."

    def first_round(self) -> str | None:
        """How far the first round is, while it lasts."""
        if self.first_round_seconds is None:
            return None
        told = f"{self.read:,} of {self.pages:,} read; first round ≈ "
        told += duration_text(self.first_round_seconds)
        return f"{told}; no changes can be reported yet"


def counted(count: int, one: str, many: str) -> str:
    """``count`` with its noun; nothing where there are none."""
    return f"{count:,} {one if count == 1 else many}" if count else ""
