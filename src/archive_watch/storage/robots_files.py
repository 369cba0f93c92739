"""What each host was last seen to say in robots.txt: one file for each scheme, host and port
(RFC 9309, section 2.3), and since when it cannot be had.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from archive_watch.model.capture import Validators
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.pages import site_id_of

_COLUMNS = (
    "r.status, r.content_type, r.body, r.fetched_at, r.failure, r.etag, r.last_modified,"
    " r.silent_since"
)
_SELECT = f"SELECT {_COLUMNS} FROM robots_files r JOIN sites s ON s.id = r.site_id WHERE s.host = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRobots:
    """The last answer for a robots.txt; ``failure`` is set where there was none.

    ``fetched_at`` is None where it never answered.  ``silent_since``: since when it cannot be had,
    whatever it answered before; None where it can.
    """

    status: int | None
    content_type: str | None
    body: bytes
    fetched_at: str | None
    failure: str | None
    validators: Validators = field(default_factory=Validators)
    silent_since: str | None = None


def load_robots(archive: Archive, host: str, scheme: str) -> StoredRobots | None:
    """What is stored for ``host`` by ``scheme``; None where nothing is known of it."""
    row = archive.row(f"{_SELECT} AND r.scheme = ?", (host, scheme))
    return None if row is None else _stored(row)


def answers_of_host(archive: Archive, host: str) -> list[StoredRobots]:
    """What the host answered by whichever scheme, http first."""
    rows = archive.rows(f"{_SELECT} AND r.fetched_at IS NOT NULL ORDER BY r.scheme", (host,))
    return [_stored(row) for row in rows]


def store_robots(archive: Archive, host: str, scheme: str, robots: StoredRobots) -> None:
    """Keep what was answered.  Inside the caller's transaction."""
    assert robots.fetched_at is not None
    archive.conn.execute(
        "INSERT INTO robots_files (site_id, scheme, status, content_type, body, fetched_at, failure,"
        " etag, last_modified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " status = excluded.status, content_type = excluded.content_type, body = excluded.body,"
        " fetched_at = excluded.fetched_at, failure = excluded.failure, etag = excluded.etag,"
        " last_modified = excluded.last_modified, silent_since = NULL",
        (
            site_id_of(archive, host, at=robots.fetched_at),
            scheme,
            robots.status,
            robots.content_type,
            robots.body,
            robots.fetched_at,
            robots.failure,
            robots.validators.etag,
            robots.validators.last_modified,
        ),
    )


def confirm_robots(archive: Archive, host: str, scheme: str, *, at: str) -> None:
    """The host says that its robots.txt is still what is stored."""
    with archive.writing() as conn:
        conn.execute(
            "UPDATE robots_files SET fetched_at = ?, silent_since = NULL"
            " WHERE scheme = ? AND site_id = (SELECT id FROM sites WHERE host = ?)",
            (at, scheme, host),
        )


def note_robots_silent(archive: Archive, host: str, scheme: str, *, at: str) -> None:
    """The robots.txt cannot be had; what it once answered is kept, and since when this is so."""
    with archive.writing() as conn:
        conn.execute(
            "INSERT INTO robots_files (site_id, scheme, silent_since) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET silent_since = min(excluded.silent_since,"
            " coalesce(silent_since, excluded.silent_since))",
            (site_id_of(archive, host, at=at), scheme, at),
        )


def _stored(row: Row) -> StoredRobots:
    return StoredRobots(
        status=row["status"],
        content_type=row["content_type"],
        body=row["body"] or b"",
        fetched_at=row["fetched_at"],
        failure=row["failure"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        silent_since=row["silent_since"],
    )
