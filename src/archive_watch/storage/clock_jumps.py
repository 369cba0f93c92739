"""What was planned by a clock that was far ahead, planned anew by the right one."""

from __future__ import annotations

from archive_watch.model.clock import parse_utc
from archive_watch.storage.database import Archive
from archive_watch.storage.frontier import forget_later

_MOVED = "strftime('%Y-%m-%dT%H:%M:%SZ', {column}, :by)"
_PLANS = (("pages", "next_fetch_at"), ("links", "next_check_at"), ("sites", "closed_until"))


def shift_plans(archive: Archive, *, seconds: float, now: str) -> None:
    """Bring whatever is planned for later than ``now`` forward by ``seconds``, but not before it.

    For when the system's clock was set back by more than can be waited for: what was planned while
    it was ahead would not come for as long as it was.
    """
    by = f"{-abs(seconds):.0f} seconds"
    with archive.writing() as conn:
        forget_later(archive, now=now)
        for table, column in _PLANS:
            moved = _MOVED.format(column=column)
            conn.execute(
                f"UPDATE {table} SET {column} = max(:now, {moved}) WHERE {column} > :now",
                {"now": now, "by": by},
            )
        conn.execute(  # a chore is due so long after it was last begun
            f"UPDATE chores SET last_started_at = min(:now, {_MOVED.format(column='last_started_at')})"
            " WHERE last_started_at > :now",
            {"now": now, "by": by},
        )
        conn.execute(
            "UPDATE sites SET next_request_at = max(:now, next_request_at - :seconds)"
            " WHERE next_request_at > :now",
            {"now": parse_utc(now).timestamp(), "seconds": abs(seconds)},
        )
