"""The outbox: every message, from the moment it is made until it is taken or given up.

Each step is a transaction of its own: ``waiting → sending → sent``.  One process sends at a time
(``sending_gate``): what it finds as ``sending`` was cut short, and is sent again.  Only the attempt
that was begun last may say how it ended.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive_watch.model.clock import days_after
from archive_watch.model.notice import Message, MessageKind
from archive_watch.storage.database import Archive, Row

CUT_SHORT = "it was cut short while it was sent: it may have arrived"
_LONGEST_WAIT_DAYS = 2
_KEPT_DAYS = 90  # how long what was sent is kept word for word; that it was sent is kept for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A message that is being sent, for the ``attempt``-th time."""

    id: int
    attempt: int
    message: Message


def put(archive: Archive, message: Message, *, tells: Iterable[int]) -> None:
    """Add a message that ``tells`` of these transitions, in the caller's transaction."""
    content = {"text": message.text, "html": message.html, "document": message.document}
    cursor = archive.conn.execute(
        "INSERT INTO outbox (channel, key, kind, made_at, severity, subject, content,"
        " next_attempt_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            message.channel,
            message.key,
            message.kind,
            message.made_at,
            message.severity,
            message.subject,
            json.dumps(content, ensure_ascii=False),
            message.made_at,
        ),
    )
    archive.conn.executemany(
        "INSERT INTO told (channel, transition_id, message_id) VALUES (?, ?, ?)",
        [(message.channel, transition, cursor.lastrowid) for transition in tells],
    )


def has_message_to_send(archive: Archive, channel: str, *, now: str) -> bool:
    """Whether a message of the channel may be tried at ``now``, or one was cut short."""
    cut_short = "SELECT 1 FROM outbox WHERE channel = ? AND state = 'sending' LIMIT 1"
    if archive.row(cut_short, (channel,)) is not None:
        return True
    return archive.row(f"SELECT 1 {_NEXT}", _bounds(channel, now)) is not None


def take_up_cut_short(archive: Archive, *, now: str, most_tries: int) -> list[str]:
    """Let what was being sent when its sender died be sent at ``now``.

    What died too often is given up: the channels of those.  The caller holds the right to send.
    """
    rows = archive.rows("SELECT id, channel, attempts FROM outbox WHERE state = 'sending'")
    if not rows:
        return []
    with archive.writing() as conn:
        for row in rows:
            is_over = row["attempts"] >= most_tries
            conn.execute(
                "UPDATE outbox SET state = ?, last_error = ?, next_attempt_at = ?, ended_at = ?"
                " WHERE id = ? AND state = 'sending'",
                ("given_up", CUT_SHORT, None, now, row["id"])
                if is_over
                else ("waiting", CUT_SHORT, now, None, row["id"]),
            )
    return sorted({row["channel"] for row in rows if row["attempts"] >= most_tries})


def begin_sending(archive: Archive, channel: str, *, now: str) -> Sending | None:
    """Take the channel's next message; None: there is none."""
    with archive.writing() as conn:
        row = archive.row(f"SELECT * {_NEXT}", _bounds(channel, now))
        if row is None:
            return None
        conn.execute(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, next_attempt_at = NULL"
            " WHERE id = ?",
            (row["id"],),
        )
    return Sending(id=row["id"], attempt=row["attempts"] + 1, message=_message(row))


_NEXT = (
    "FROM outbox WHERE channel = :channel AND state = 'waiting'"
    " AND (next_attempt_at <= :now OR next_attempt_at > :too_far) ORDER BY id LIMIT 1"
)


def _bounds(channel: str, now: str) -> dict[str, object]:
    """What may be tried is due, or so far ahead that the clock must have been set back."""
    return {"channel": channel, "now": now, "too_far": days_after(now, _LONGEST_WAIT_DAYS)}


def note_sent(archive: Archive, sending: Sending, *, at: str, remark: str | None) -> bool:
    """The message was taken, in the caller's transaction; False where that is not ours to say."""
    archive.conn.execute(
        "UPDATE outbox SET content = '{}' WHERE state = 'sent' AND ended_at < ? AND content <> '{}'",
        (days_after(at, -_KEPT_DAYS),),
    )
    return _settle(archive, sending, state="sent", error=remark, ended_at=at, again_at=None)


def note_put_off(archive: Archive, sending: Sending, *, again_at: str, error: str) -> bool:
    """The message was not taken, and is tried again at ``again_at``."""
    return _settle(archive, sending, state="waiting", error=error, ended_at=None, again_at=again_at)


def note_given_up(archive: Archive, sending: Sending, *, at: str, error: str) -> bool:
    """The message was not taken, and is tried no more."""
    return _settle(archive, sending, state="given_up", error=error, ended_at=at, again_at=None)


def _settle(
    archive: Archive,
    sending: Sending,
    *,
    state: str,
    error: str | None,
    ended_at: str | None,
    again_at: str | None,
) -> bool:
    cursor = archive.conn.execute(
        "UPDATE outbox SET state = ?, last_error = ?, ended_at = ?, next_attempt_at = ?"
        " WHERE id = ? AND state = 'sending' AND attempts = ?",
        (state, error, ended_at, again_at, sending.id, sending.attempt),
    )
    return cursor.rowcount == 1


def try_again(archive: Archive, channel: str | None, *, now: str) -> int:
    """Let what waits or was given up be sent at ``now``, of a channel or of all; how many.

    In the caller's transaction.  What is being sent is left alone.
    """
    cursor = archive.conn.execute(
        "UPDATE outbox SET state = 'waiting', attempts = 0, ended_at = NULL, next_attempt_at = ?"
        " WHERE state IN ('waiting','given_up') AND (? IS NULL OR channel = ?)"
        " AND channel IN (SELECT name FROM channels WHERE ended_at IS NULL)",
        (now, channel, channel),
    )
    return cursor.rowcount


def drop_given_up(archive: Archive, channel: str | None) -> int:
    """Think no more of what was given up, of a channel or of all; how many.

    In the caller's transaction.
    """
    cursor = archive.conn.execute(
        "UPDATE outbox SET state = 'dropped' WHERE state = 'given_up' AND (? IS NULL OR channel = ?)",
        (channel, channel),
    )
    return cursor.rowcount


def outbox_counts(archive: Archive) -> dict[str, dict[str, int]]:
    """How many messages of each channel are in each state."""
    counts: dict[str, dict[str, int]] = {}
    for row in archive.rows("SELECT channel, state, count(*) AS n FROM outbox GROUP BY 1, 2"):
        counts.setdefault(row["channel"], {})[row["state"]] = row["n"]
    return counts


def waiting_messages(archive: Archive) -> tuple[int, str | None]:
    """How many messages wait or are being sent, and when the oldest of them was made."""
    row = archive.row(
        "SELECT count(*) AS n, min(made_at) AS oldest FROM outbox"
        " WHERE state IN ('waiting', 'sending')"
    )
    assert row is not None
    return row["n"], row["oldest"]


def unsent(archive: Archive) -> list[dict[str, Any]]:
    """The messages that were not taken, the oldest first: what waits, and what was given up."""
    rows = archive.rows(
        "SELECT id, channel, kind, made_at, severity, subject, state, attempts, next_attempt_at,"
        " last_error FROM outbox WHERE state NOT IN ('sent','dropped') ORDER BY id"
    )
    return [dict(row) for row in rows]


def _message(row: Row) -> Message:
    content = json.loads(row["content"])
    return Message(
        key=row["key"],
        channel=row["channel"],
        kind=MessageKind(row["kind"]),
        made_at=row["made_at"],
        severity=row["severity"],
        subject=row["subject"],
        text=content["text"],
        html=content["html"],
        document=content["document"],
    )
