"""What a check was answered, as far as it is kept: what its bytes are read by once more."""

from __future__ import annotations

import json
from dataclasses import dataclass

from archive_watch.storage.database import Archive
from archive_watch.storage.rereading import sound_body


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to one check; ``final_url`` is None for the page's own address."""

    body: bytes
    status: int
    final_url: str | None
    content_type: str
    headers: tuple[tuple[str, str], ...]


def reply_of(archive: Archive, fetch_id: int) -> Reply | None:
    """What a check was answered; None where its bytes are damaged.

    Its headers, or those that the same bytes came with before: of what is known they are not kept.
    """
    row = archive.row(
        "SELECT f.capture_id, f.status, f.final_url, c.media_type, coalesce(f.headers,"
        "   (SELECT o.headers FROM fetches o WHERE o.capture_id = f.capture_id"
        "     AND o.page_id = f.page_id AND o.headers IS NOT NULL ORDER BY o.id LIMIT 1), '[]')"
        "   AS headers FROM fetches f JOIN captures c ON c.id = f.capture_id WHERE f.id = ?",
        (fetch_id,),
    )
    body = None if row is None else sound_body(archive, row["capture_id"])
    if row is None or body is None:
        return None
    headers = tuple((name, value) for name, value in json.loads(row["headers"]))
    return Reply(
        body=body,
        status=row["status"] or 200,
        final_url=row["final_url"],
        content_type=dict(headers).get("content-type", row["media_type"]),
        headers=headers,
    )


def last_good_reply(archive: Archive, page_id: int) -> Reply | None:
    """The last full answer that the page was read from; None where it never was."""
    row = archive.row(
        "SELECT f.id FROM fetches f JOIN versions v ON v.id = f.version_id WHERE f.page_id = ?"
        " AND f.how <> '304' AND v.retracted_at IS NULL ORDER BY f.observed_at DESC, f.id DESC"
        " LIMIT 1",
        (page_id,),
    )
    return None if row is None else reply_of(archive, row["id"])
