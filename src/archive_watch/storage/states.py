"""Keep a state of a page as a version: its text stored once, its turns as spans of it, its links.

A version shows its earliest reading, whatever arrived first.  (Derived anew, it may show another:
see ``services.renew_page``.)
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.model.transcript import Metadata, Transcript
from archive_watch.model.url import host_of
from archive_watch.model.version import StateDigests
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.captures import capture_sha256
from archive_watch.storage.database import Archive
from archive_watch.storage.other_states import version_beside
from archive_watch.storage.text_blocks import replace_blocks
from archive_watch.storage.versions import state_sha256

_METADATA = ("title", "html_title", "doctype", "speaker", "role", "audience", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """A state to be kept: its digests, its words (None for a document), and where they are from."""

    page_id: int
    digests: StateDigests
    transcript: Transcript | None
    media_type: str
    extractor: str
    fallback: bool
    capture_id: int
    seen_at: str
    title: str | None = None


def version_of_state(archive: Archive, page_id: int, state: str, at: str) -> int | None:
    """The id of the page's version that has this state at ``at``, if there is one."""
    beside = version_beside(archive, page_id, state, at)
    if beside is not None:
        return beside
    row = archive.row(
        "SELECT id FROM versions WHERE page_id = ? AND state_sha256 = ?", (page_id, state)
    )
    return None if row is None else int(row["id"])


def ensure_version(archive: Archive, new: NewVersion) -> tuple[int, bool]:
    """The id of the version with this state, stored now if it is new; whether it was reworded.

    A version shows its earliest reading, whatever arrived first: where another reading of the
    same state (other tags, other line breaks) is the earlier one, it takes the place of the later.
    """
    known = version_of_state(archive, new.page_id, new.digests.state, new.seen_at)
    if known is None:
        return _insert(archive, new), False
    is_own = is_kept_as(archive, known, new.digests.state)
    is_earlier = is_own and _reading_order(archive, known) > _order_of(archive, new)
    if is_earlier:
        reword(archive, known, new)
    return known, is_earlier


def is_kept_as(archive: Archive, version_id: int, state: str) -> bool:
    """Whether the version is kept under this state, and not only known by it."""
    return state_sha256(archive, version_id) == state


def is_before_first_sight(archive: Archive, version_id: int, at: str) -> bool:
    """Whether a check made at ``at`` saw the version no later than any that is known."""
    return at <= _reading_order(archive, version_id)[0]


def _reading_order(archive: Archive, version_id: int) -> tuple[str, str]:
    """When a version's reading was made and, within one second, which bytes it is of."""
    row = archive.row(
        "SELECT v.first_seen_at, c.sha256 FROM versions v JOIN captures c ON c.id = v.capture_id"
        " WHERE v.id = ?",
        (version_id,),
    )
    assert row is not None
    return row["first_seen_at"], row["sha256"]


def _order_of(archive: Archive, new: NewVersion) -> tuple[str, str]:
    return new.seen_at, capture_sha256(archive, new.capture_id) or ""


def reword(archive: Archive, version_id: int, new: NewVersion) -> None:
    """Let the version say what ``new`` says; out of the search index first, and back in after."""
    was_current = archive.number("SELECT is_current FROM versions WHERE id = ?", (version_id,))
    archive.conn.execute("UPDATE versions SET is_current = 0 WHERE id = ?", (version_id,))
    archive.conn.execute("DELETE FROM turns WHERE version_id = ?", (version_id,))
    linked = archive.rows("SELECT link_id FROM page_links WHERE version_id = ?", (version_id,))
    archive.conn.execute("DELETE FROM page_links WHERE version_id = ?", (version_id,))
    said = _row_of(archive, new)
    archive.conn.execute(
        f"UPDATE versions SET {', '.join(f'{name} = :{name}' for name in said)} WHERE id = :id",
        {**said, "id": version_id},
    )
    _insert_words(archive, version_id, new)
    _forget_links(archive, [row["link_id"] for row in linked])
    archive.conn.execute(
        "UPDATE versions SET is_current = ? WHERE id = ?", (was_current, version_id)
    )


def _forget_links(archive: Archive, link_ids: Sequence[int]) -> None:
    """Drop the links that no version has any more and that were never checked."""
    archive.conn.executemany(
        "DELETE FROM links WHERE id = :id"
        " AND NOT EXISTS (SELECT 1 FROM page_links WHERE link_id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM link_checks WHERE link_id = :id)",
        [{"id": link_id} for link_id in link_ids],
    )


def _insert(archive: Archive, new: NewVersion) -> int:
    said = {**_row_of(archive, new), "number": _next_number(archive, new.page_id)}
    cursor = archive.conn.execute(
        f"INSERT INTO versions ({', '.join(said)}) VALUES ({', '.join(f':{name}' for name in said)})",
        said,
    )
    assert cursor.lastrowid is not None
    _insert_words(archive, cursor.lastrowid, new)
    return cursor.lastrowid


def _row_of(archive: Archive, new: NewVersion) -> dict[str, object]:
    """A version's row, but for its number."""
    said = new.transcript.metadata if new.transcript is not None else Metadata(title=new.title)
    return {
        "page_id": new.page_id,
        "state_sha256": new.digests.state,
        "text_id": _text_id(archive, new),
        "comparable_sha256": new.digests.text,
        "metadata_sha256": new.digests.metadata,
        "links_sha256": new.digests.links,
        "turns_sha256": new.digests.turns,
        **{name: getattr(said, name) for name in _METADATA},
        "published_on": said.published_on,
        "date_text": said.date_text,
        "lines": json.dumps(list(said.lines), ensure_ascii=False),
        "language": said.language,
        "tags": json.dumps(list(said.tags), ensure_ascii=False),
        "media_type": new.media_type,
        "extractor": new.extractor,
        "fallback": int(new.fallback),
        "capture_id": new.capture_id,
        "first_seen_at": new.seen_at,
    }


def _insert_words(archive: Archive, version_id: int, new: NewVersion) -> None:
    if new.transcript is not None:
        _insert_turns(archive, version_id, new.transcript)
        replace_blocks(archive, version_id, new.transcript.blocks)
        _insert_links(archive, version_id, new.transcript, new.seen_at)


def _next_number(archive: Archive, page_id: int) -> int:
    return 1 + archive.number("SELECT max(number) FROM versions WHERE page_id = ?", (page_id,))


def _text_id(archive: Archive, new: NewVersion) -> int | None:
    if new.transcript is None:
        return None
    text = new.transcript.text
    digest = sha256_hex(text.encode("utf-8"))
    archive.conn.execute(
        "INSERT INTO texts (sha256, words, text) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (digest, len(text.split()), text),
    )
    return archive.number("SELECT id FROM texts WHERE sha256 = ?", (digest,))


def _insert_turns(archive: Archive, version_id: int, transcript: Transcript) -> None:
    archive.conn.executemany(
        "INSERT INTO turns (version_id, position, speaker, person, kind, start, length)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (version_id, t.position, t.speaker, t.person, t.kind, t.start, t.length)
            for t in transcript.turns
        ],
    )


def _insert_links(archive: Archive, version_id: int, transcript: Transcript, at: str) -> None:
    archive.conn.executemany(
        "INSERT INTO links (url, host, first_seen_at, next_check_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (url) DO UPDATE"
        " SET first_seen_at = min(first_seen_at, excluded.first_seen_at)",
        [(link.url, _host_or_nothing(link.url), at, at) for link in transcript.links],
    )
    archive.conn.executemany(
        "INSERT INTO page_links (version_id, position, link_id, text, area, context, scheme_counts)"
        " VALUES (?, ?, (SELECT id FROM links WHERE url = ?), ?, ?, ?, ?)",
        [
            (version_id, k.position, k.url, k.text, k.area, k.context, int(k.scheme_counts))
            for k in transcript.links
        ],
    )


def _host_or_nothing(url: str) -> str:
    try:
        return host_of(url)
    except ValueError:
        return ""
