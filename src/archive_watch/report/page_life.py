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
    first_gone_at: str | None = None,
    failures: int = 0,
    moved_to: str | None = None,
    paused_by: str | None = None,
) -> str:
    """The state in a sentence; moments are UTC text, ``failures`` checks in a row.

    ``since`` is when the page came to the state, which of one that needs confirming is later than it
    was first seen so; ``first_gone_at`` is when it was first seen gone, where that is known.
    """
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
            return f"It is gone: {_first(first_gone_at)}confirmed at {when(since)}.{last}"
        case PageState.MOVED:
            where = f" at {moved_to.removeprefix('//')}" if moved_to else " at another address"
            return f"It moved: since {when(since)} the same document answers{where}."
        case PageState.WITHHELD:
            return (
                f"It is refused while other pages of its site answer: at {when(since)} that had been"
                f" so for a week.{last}"
            )
        case PageState.BLOCKED:
            return f"We are shut out since {when(since)}: nothing is known of it since.{last}"
        case PageState.UNREACHABLE:
            return (
                f"It cannot be read, check after check: so much was plain at {when(since)}.{last}"
            )
        case PageState.PAUSED:
            who = f" by {paused_by}" if paused_by else ""
            return f"Its watch was paused{who} at {when(since)}.{last}"
        case _ as never:
            assert_never(never)


def _first(at: str | None) -> str:
    return f"first seen so at {when(at)}, " if at else ""


def _failing(failures: int) -> str:
    return f" The last {f'{failures:,} checks' if failures > 1 else 'check'} could not read it."
