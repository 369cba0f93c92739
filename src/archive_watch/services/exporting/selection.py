"""What of the archive is to leave it: which pages, which period, which kinds of change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive_watch.storage.database import Archive, Row

_LAST_MOMENT = "9999-12-31T23:59:59Z"
_SUCH = "c.superseded_at IS NULL AND c.kind IN ({0}) AND c.not_after BETWEEN ? AND ?"
_CHANGED = (  # of a template's change, the pages that showed it
    f"p.id IN (SELECT c.page_id FROM changes c WHERE c.page_id IS NOT NULL AND {_SUCH}"
    " UNION SELECT e.page_id FROM changes c JOIN frame_edits e ON e.site_id = c.site_id"
    " AND e.edit_sha256 = c.cluster AND e.not_before >= c.not_before"
    f" AND e.not_after <= c.not_after WHERE {_SUCH})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked for; what is empty or None means everything.

    Times are UTC text, both ends included.  With ``kinds``, only changes of these kinds, and of the
    rest what belongs to pages that have such a change.
    """

    page_ids: tuple[int, ...] = ()
    hosts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    @property
    def period(self) -> tuple[str, str]:
        """The first and the last moment, each as a bound that compares."""
        return self.since or "", self.until or _LAST_MOMENT

    def includes(self, at: str) -> bool:
        """Whether the moment lies in the period."""
        first, last = self.period
        return first <= at <= last

    def pages(self) -> tuple[str, list[object]]:
        """SQL that is true for the pages ``p`` of sites ``s`` that are asked for, and its values."""
        clauses, values = ["1"], list[object]()
        for column, wanted in (("p.id", self.page_ids), ("s.host", self.hosts)):
            if wanted:
                clauses.append(f"{column} IN ({_marks(wanted)})")
                values += wanted
        if self.kinds:
            clauses.append(_CHANGED.format(_marks(self.kinds)))
            values += [*self.kinds, *self.period] * 2
        return " AND ".join(clauses), values


def selected_pages(archive: Archive, selection: Selection) -> Iterator[Row]:
    """Id and address of each page that is asked for, in the order in which they were added."""
    clause, values = selection.pages()
    yield from archive.each(
        "SELECT p.id, p.url FROM pages p JOIN sites s ON s.id = p.site_id"
        f" WHERE {clause} ORDER BY p.id",
        values,
    )


def _marks(values: tuple[object, ...]) -> str:
    return ", ".join("?" for _ in values)
