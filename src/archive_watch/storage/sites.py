"""Sites: how a host stands, and when it may be asked."""

from __future__ import annotations

from archive_watch.model.host import HostStanding
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.pages import site_id_of

_STANDING = (
    "host, delay_factor, latency_ms, successes, troubles, closures, closed_since, closed_until,"
    " closed_why, blocked_since"
)


def next_request_at(archive: Archive, host: str) -> float:
    """When the host may be asked again, in seconds since 1970; 0 when at once."""
    row = archive.row("SELECT next_request_at FROM sites WHERE host = ?", (host,))
    return 0.0 if row is None else float(row["next_request_at"])


def hold_until(archive: Archive, host: str, moment: float, *, at: str) -> None:
    """Do not ask the host before ``moment`` (seconds since 1970); kept across restarts."""
    with archive.writing() as conn:
        conn.execute(
            "UPDATE sites SET next_request_at = ? WHERE id = ?",
            (moment, site_id_of(archive, host, at=at)),
        )


def host_standing(archive: Archive, host: str) -> HostStanding:
    """How the host stands; as any new one does where nothing is known of it."""
    row = archive.row(f"SELECT {_STANDING} FROM sites WHERE host = ?", (host,))
    return HostStanding(host=host) if row is None else _standing(row)


def keep_host_standing(archive: Archive, standing: HostStanding, *, at: str) -> None:
    """Write how a host stands.  Inside the caller's transaction."""
    site_id = site_id_of(archive, standing.host, at=at)
    archive.conn.execute(
        "UPDATE sites SET delay_factor = ?, latency_ms = ?, successes = ?, troubles = ?,"
        " closures = ?, closed_since = ?, closed_until = ?, closed_why = ?, blocked_since = ?"
        " WHERE id = ?",
        (
            standing.delay_factor,
            standing.latency_ms,
            standing.successes,
            standing.troubles,
            standing.closures,
            standing.closed_since,
            standing.closed_until,
            standing.closed_why,
            standing.blocked_since,
            site_id,
        ),
    )


def closed_hosts(archive: Archive) -> list[HostStanding]:
    """The hosts that are left alone, or to be tried again, the longest closed first."""
    rows = archive.rows(
        f"SELECT {_STANDING} FROM sites WHERE closures > 0 OR blocked_since IS NOT NULL"
        " ORDER BY coalesce(blocked_since, closed_since), host"
    )
    return [_standing(row) for row in rows]


def _standing(row: Row) -> HostStanding:
    return HostStanding(**dict(row))


def make_one_due(archive: Archive, host: str, *, at: str) -> None:
    """See that a page of the host is due at ``at``, by which the host can be tried."""
    archive.conn.execute(
        "UPDATE pages SET next_fetch_at = :at WHERE next_fetch_at > :at AND id ="
        " (SELECT p.id FROM pages p JOIN sites s ON s.id = p.site_id WHERE s.host = :host"
        "   AND p.next_fetch_at IS NOT NULL AND p.state <> 'paused'"
        "   ORDER BY p.next_fetch_at, p.id LIMIT 1)",
        {"host": host, "at": at},
    )


def make_failed_due(archive: Archive, host: str, *, now: str, step_seconds: float) -> None:
    """Let the host's pages that could not be read be due again, one every ``step_seconds``."""
    archive.conn.execute(
        "WITH failed AS (SELECT p.id, row_number() OVER (ORDER BY p.last_checked_at, p.id) AS n"
        "   FROM pages p JOIN sites s ON s.id = p.site_id WHERE s.host = :host AND p.failures > 0"
        "   AND p.state NOT IN ('removed', 'paused') AND p.next_fetch_at > :now)"
        " UPDATE pages SET next_fetch_at = min(next_fetch_at,"
        "   strftime('%Y-%m-%dT%H:%M:%SZ', :now, '+' || (failed.n * :step) || ' seconds'))"
        " FROM failed WHERE failed.id = pages.id",
        {"host": host, "now": now, "step": step_seconds},
    )


def is_watched(archive: Archive, host: str) -> bool:
    """Whether any page of the host is watched."""
    sql = "SELECT 1 FROM pages p JOIN sites s ON s.id = p.site_id WHERE s.host = ? LIMIT 1"
    return archive.row(sql, (host,)) is not None


def has_blocked_page(archive: Archive, host: str) -> bool:
    """Whether a page of the host was refused the last time."""
    sql = (
        "SELECT 1 FROM pages p JOIN sites s ON s.id = p.site_id"
        " WHERE s.host = ? AND p.state = 'blocked' LIMIT 1"
    )
    return archive.row(sql, (host,)) is not None
