"""Channels as the archive knows them: since when each is told, how far it is, and how it is.

A channel that is configured anew begins anew: what came to pass in between is not told.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.storage.database import Archive

_ENDED = "the channel is configured no longer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRecord:
    """One channel; times are UTC text, ``…_after`` are numbers of transitions."""

    name: str
    began_at: str
    began_after: int
    alerted_after: int
    alerted_at: str | None
    digested_after: int
    digested_at: str
    ended_at: str | None
    failures: int
    failing_since: str | None
    rests_until: str | None
    last_error: str | None
    last_sent_at: str | None


def channel_records(archive: Archive) -> dict[str, ChannelRecord]:
    """The channels that are told, by name."""
    rows = archive.rows("SELECT * FROM channels WHERE ended_at IS NULL ORDER BY name")
    return {row["name"]: ChannelRecord(**dict(row)) for row in rows}


def begin_channel(archive: Archive, name: str, *, at: str, after: int) -> None:
    """From now on the channel is told, in the caller's transaction."""
    archive.conn.execute(
        "INSERT INTO channels (name, began_at, began_after, alerted_after, digested_after,"
        " digested_at) VALUES (:name, :at, :after, :after, :after, :at)"
        " ON CONFLICT (name) DO UPDATE SET began_at = :at, began_after = :after,"
        " alerted_after = :after, alerted_at = NULL, digested_after = :after, digested_at = :at,"
        " ended_at = NULL, failures = 0, failing_since = NULL, rests_until = NULL,"
        " last_error = NULL",
        {"name": name, "at": at, "after": after},
    )


def end_channel(archive: Archive, name: str, *, at: str) -> None:
    """The channel is told no longer, and what waits for it waits no longer."""
    archive.conn.execute(
        "UPDATE channels SET ended_at = ?, rests_until = NULL WHERE name = ?", (at, name)
    )
    archive.conn.execute(
        "UPDATE outbox SET state = 'given_up', ended_at = ?, last_error = ?, next_attempt_at = NULL"
        " WHERE channel = ? AND state IN ('waiting','sending')",
        (at, _ENDED, name),
    )


def go_on_with_alerts(
    archive: Archive, record: ChannelRecord, *, after: int, alerted_at: str | None
) -> bool:
    """Let the channel's alerts go on from ``after``; False where another process has done so."""
    cursor = archive.conn.execute(
        "UPDATE channels SET alerted_after = ?, alerted_at = coalesce(?, alerted_at)"
        " WHERE name = ? AND alerted_after = ? AND began_at = ? AND ended_at IS NULL",
        (after, alerted_at, record.name, record.alerted_after, record.began_at),
    )
    return cursor.rowcount == 1


def go_on_with_digests(
    archive: Archive, record: ChannelRecord, *, after: int, digested_at: str
) -> bool:
    """Let the channel's next digest go on from ``after``; False where another process has done so."""
    cursor = archive.conn.execute(
        "UPDATE channels SET digested_after = ?, digested_at = ?"
        " WHERE name = ? AND digested_after = ? AND digested_at = ? AND ended_at IS NULL",
        (after, digested_at, record.name, record.digested_after, record.digested_at),
    )
    return cursor.rowcount == 1


def note_failure(
    archive: Archive, name: str, *, at: str, error: str, rests_until: str | None
) -> None:
    """An attempt failed by the receiver's doing; where ``rests_until`` is None, by the message's."""
    if rests_until is None:
        archive.conn.execute("UPDATE channels SET last_error = ? WHERE name = ?", (error, name))
        return
    archive.conn.execute(
        "UPDATE channels SET failures = failures + 1, rests_until = ?, last_error = ?,"
        " failing_since = coalesce(failing_since, ?) WHERE name = ?",
        (rests_until, error, at, name),
    )


def note_success(archive: Archive, name: str, *, at: str, remark: str | None) -> None:
    """The receiver took a message; ``remark``: what was not well all the same."""
    archive.conn.execute(
        "UPDATE channels SET failures = 0, failing_since = NULL, rests_until = NULL,"
        " last_error = ?, last_sent_at = ? WHERE name = ?",
        (remark, at, name),
    )


def wake_channel(archive: Archive, name: str) -> None:
    """Let the channel be tried at once."""
    archive.conn.execute("UPDATE channels SET rests_until = NULL WHERE name = ?", (name,))
