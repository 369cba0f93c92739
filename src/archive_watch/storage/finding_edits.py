"""Words that are gone, or that came: in the edits of changes, and in the last words of lost pages.

An edit is found where its words have all that is sought; and where the words around them complete
it, so that ``maximum pressure`` is found where only ``maximum`` was taken out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from archive_watch.model.change import Sign
from archive_watch.storage.database import Archive, Row
from archive_watch.storage.finding import in_current_versions
from archive_watch.storage.reading_hits import LIKE, OF_VERSION, Hit, hit
from archive_watch.storage.snippets import snippet_of
from archive_watch.storage.sought import Sought
from archive_watch.storage.told_at import URL

_SIDES = {"removed": ("c.from_version_id", Sign.REMOVED), "added": ("c.to_version_id", Sign.ADDED)}
_TEMPLATE = f"{URL} AS url"
_EDITS = (
    f"SELECT {OF_VERSION.format(speaker='coalesce(e.speaker, v.speaker)').replace('p.url', _TEMPLATE)},"
    " c.id AS change_id, c.not_before, c.not_after, e.{side} AS words, e.excerpt"
    " FROM {candidates} JOIN changes c ON c.id = e.change_id LEFT JOIN pages p ON p.id = c.page_id"
    " JOIN sites s ON s.id = coalesce(p.site_id, c.site_id)"
    " LEFT JOIN versions v ON v.id = {version}"
    " WHERE c.superseded_at IS NULL AND e.{side} <> ''{more}"
    " ORDER BY c.not_after DESC, c.id DESC, e.position"
)
# The index first: it is what makes the rest few.
_INDEXED = (
    "(SELECT rowid FROM edits_fts WHERE edits_fts MATCH :any) f CROSS JOIN change_edits e"
    " ON e.change_id = f.rowid / 1000000 AND e.position = f.rowid % 1000000"
)


def in_edits(archive: Archive, sought: Sought, side: str, *, limit: int) -> list[Hit]:
    """Edits whose ``side``, ``removed`` or ``added``, has the words; the latest first."""
    version, sign = _SIDES[side]
    more = sought.narrowed
    more += "" if sought.speaker is None else f" AND coalesce(e.speaker, v.speaker) {LIKE}"
    sql = _EDITS.format(
        side=side,
        version=version,
        more=more,
        candidates=_INDEXED if sought.letter is None else "change_edits e",
    )
    values = {**sought.values, "any": f"{side} : ({sought.any_word})"}
    found = _found(archive.each(sql, values), sought, sign)  # type: ignore[arg-type]
    return list(islice(found, max(0, limit)))


def _found(rows: Iterator[Row], sought: Sought, sign: Sign) -> Iterator[Hit]:
    for row in rows:
        if sought.is_in(row["words"]):
            yield hit(row, snippet_of(row["words"], sought))
            continue
        with_words, without = _around(row["excerpt"], sign)
        if sought.is_in(with_words) and not sought.is_in(without):
            yield hit(row, snippet_of(with_words, sought))


def _around(excerpt: str, sign: Sign) -> tuple[str, str]:
    """The edit's words among those around them, and what stands there on the other side."""
    runs = json.loads(excerpt)
    other = Sign.ADDED if sign is Sign.REMOVED else Sign.REMOVED
    return (
        "".join(text for kind, text in runs if kind != other),
        "".join(text for kind, text in runs if kind != sign),
    )


def in_takedowns(archive: Archive, sought: Sought, *, limit: int) -> list[Hit]:
    """The last words of pages that are gone, each with the change that took it away."""
    gone = in_current_versions(archive, sought, gone=True, limit=limit)
    for one in gone:
        row = archive.row(
            "SELECT id, not_before, not_after FROM changes WHERE page_id = ? AND step = 'removed'"
            " AND superseded_at IS NULL ORDER BY not_after DESC LIMIT 1",
            (one["page_id"],),
        )
        if row is not None:
            one |= {"change_id": row["id"], **{k: row[k] for k in ("not_before", "not_after")}}
    return gone
