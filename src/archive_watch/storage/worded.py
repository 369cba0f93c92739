"""The texts that a page has shown, span by span: for questions about its whole history.

Only words and turns are read, not links and not what the paragraphs are; a text is read once,
however many spans and versions have it.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.storage.database import Archive

_SPANS = """SELECT n.version_id, n.first_seen_at, n.last_seen_at, n.last_full_at, v.number, v.text_id,
    v.title FROM spans n LEFT JOIN versions v ON v.id = n.version_id
  WHERE n.page_id = ? ORDER BY n.first_seen_at, n.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A state of a page in one stretch of time, and between when and when it came.

    ``text`` is None where there are no words: the page was gone, or is a document.  ``not_before``
    is None for the first one: nobody looked before.  Times are UTC text.
    """

    version_id: int | None
    version: int | None
    title: str | None
    text: str | None
    not_before: str | None
    not_after: str
    last_seen_at: str


def sights_of(archive: Archive, page_id: int) -> list[Sight]:
    """What the page showed, in order of time."""
    texts: dict[int, str] = {}
    sights: list[Sight] = []
    before: str | None = None
    for row in archive.rows(_SPANS, (page_id,)):
        text_id = row["text_id"]
        if text_id is not None and text_id not in texts:
            texts[text_id] = _text(archive, text_id)
        sights.append(
            Sight(
                version_id=row["version_id"],
                version=row["number"],
                title=row["title"],
                text=None if text_id is None else texts[text_id],
                not_before=before,
                not_after=row["first_seen_at"],
                last_seen_at=row["last_seen_at"],
            )
        )
        before = row["last_full_at"]
    return sights


def _text(archive: Archive, text_id: int) -> str:
    row = archive.row("SELECT text FROM texts WHERE id = ?", (text_id,))
    return "" if row is None else str(row["text"])


def change_into(archive: Archive, page_id: int) -> dict[tuple[int | None, str], int]:
    """The change that stands for each step of the page, by the version it led to and its first
    sight."""
    rows = archive.rows(
        "SELECT id, to_version_id, not_after FROM changes WHERE page_id = ?"
        " AND superseded_at IS NULL ORDER BY id",
        (page_id,),
    )
    return {(row["to_version_id"], row["not_after"]): row["id"] for row in rows}


def labels_of(archive: Archive, version_id: int) -> list[tuple[int, str | None]]:
    """Where each turn of a version begins, in characters, and its label."""
    rows = archive.rows(
        "SELECT start, speaker FROM turns WHERE version_id = ? ORDER BY position", (version_id,)
    )
    return [(row["start"], row["speaker"]) for row in rows]
