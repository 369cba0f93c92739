"""Where a page stands in its life, in words that claim no more than its checks saw."""

from __future__ import annotations

from typing import assert_never

from archive_watch.model.visit import PageState
from archive_watch.report.moments import when


def state_named(state: PageState) -> str:
    """The state in a word or two."""
    return "suspect, unconfirmed" if state is PageState.SUSPECT else state.value


def life_told(
    state: PageState,
    *,
    since: str,
    last_ok_at: str | None,
    failures: int = 0,
    moved_to: str | None = None,
    paused_by: str | None = None,
) -> str:
    """The state in a sentence; moments are UTC text, ``failures`` checks in a row."""
    last = f" It was last read at {when(last_ok_at)}." if last_ok_at else " It was never read."
    match state:
        case PageState.NEW:
            return "It has not been read yet."
        case PageState.LIVE:
            told = f"It is there, since {when(since)}."
            return told + (last + _failing(failures) if failures else "")
        case PageState.SUSPECT:
            return f"A check did not see it at {when(since)}. That is not confirmed.{last}"
        case PageState.REMOVED:
            return f"It is gone: first seen so at {when(since)}, and confirmed.{last}"
        case PageState.MOVED:
            where = f" at {moved_to.removeprefix('//')}" if moved_to else " at another address"
            return f"It moved: since {when(since)} the same document answers{where}."
        case PageState.WITHHELD:
            return (
                f"It is refused since {when(since)}, while other pages of its site answer; that was"
                f" so for a week.{last}"
            )
        case PageState.BLOCKED:
            return f"We are shut out since {when(since)}: nothing is known of it since.{last}"
        case PageState.UNREACHABLE:
            return f"It cannot be read since {when(since)}: no answer, or server errors.{last}"
        case PageState.PAUSED:
            who = f" by {paused_by}" if paused_by else ""
            return f"Its watch was paused{who} at {when(since)}.{last}"
        case _ as never:
            assert_never(never)


def _failing(failures: int) -> str:
    return f" The last {f'{failures:,} checks' if failures > 1 else 'check'} could not read it."
