"""Sites: what a host was last seen to say in robots.txt, and when it may be asked again."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.storage.database import Archive
from archive_watch.storage.pages import site_id_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRobots:
    """The last answer for a host's robots.txt; ``failure`` is set where there was none."""

    status: int | None
    content_type: str | None
    body: bytes
    fetched_at: str
    failure: str | None


def load_robots(archive: Archive, host: str) -> StoredRobots | None:
    """What is stored for the host; None where it was never asked."""
    row = archive.row(
        "SELECT robots_status, robots_content_type, robots_body, robots_fetched_at, robots_failure"
        " FROM sites WHERE host = ? AND robots_fetched_at IS NOT NULL",
        (host,),
    )
    if row is None:
        return None
    return StoredRobots(
        status=row["robots_status"],
        content_type=row["robots_content_type"],
        body=row["robots_body"] or b"",
        fetched_at=row["robots_fetched_at"],
        failure=row["robots_failure"],
    )


def store_robots(archive: Archive, host: str, robots: StoredRobots) -> None:
    """Keep what the host answered."""
    with archive.writing() as conn:
        site_id = site_id_of(archive, host, at=robots.fetched_at)
        conn.execute(
            "UPDATE sites SET robots_status = ?, robots_content_type = ?, robots_body = ?,"
            " robots_fetched_at = ?, robots_failure = ? WHERE id = ?",
            (
                robots.status,
                robots.content_type,
                robots.body,
                robots.fetched_at,
                robots.failure,
                site_id,
            ),
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
