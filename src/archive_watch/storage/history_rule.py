"""By which rule the histories in the archive were worked out, and which pages still go by an earlier.

The rule is how many checks in a row must see a page gone before it is called removed.  It is a fact
of the archive, not of a configuration: two processes may be configured otherwise, and whoever proves
a history must know what it was worked out by.  A change of it goes from page to page in the order
of their numbers; where it has got to is written with the page, so it can be stopped anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRule:
    """``confirm`` checks in a row; beyond page ``worked_out_to`` it is ``earlier``.

    ``worked_out_to`` is None where every page goes by ``confirm``; ``earlier`` is None where the
    number is not known.
    """

    confirm: int
    earlier: int | None = None
    worked_out_to: int | None = None

    def of_page(self, page_id: int) -> int | None:
        """The number that the page's history was worked out by; None: it is not known."""
        if self.worked_out_to is None or page_id <= self.worked_out_to:
            return self.confirm
        return self.earlier

    def is_everywhere(self, confirm: int) -> bool:
        """Whether every page goes by ``confirm``."""
        return self.worked_out_to is None and self.confirm == confirm


def history_rule(archive: Archive) -> HistoryRule | None:
    """The rule of the archive; None where none was kept yet."""
    row = archive.row("SELECT * FROM history_rule")
    if row is None:
        return None
    return HistoryRule(
        confirm=row["confirm_removed_checks"],
        earlier=row["earlier_checks"],
        worked_out_to=row["worked_out_to"],
    )


def goes_by(archive: Archive, confirm: int) -> bool:
    """Whether every history was worked out by ``confirm`` absences in a row."""
    rule = history_rule(archive)
    return rule is not None and rule.is_everywhere(confirm)


def keep_history_rule(archive: Archive, rule: HistoryRule) -> None:
    """Write the rule, inside the caller's transaction."""
    archive.conn.execute(
        "INSERT INTO history_rule (id, confirm_removed_checks, earlier_checks, worked_out_to)"
        " VALUES (1, :confirm, :earlier, :to) ON CONFLICT (id) DO UPDATE SET"
        " confirm_removed_checks = :confirm, earlier_checks = :earlier, worked_out_to = :to",
        {"confirm": rule.confirm, "earlier": rule.earlier, "to": rule.worked_out_to},
    )


def confirm_of(archive: Archive, page_id: int, *, configured: int) -> int:
    """The number to work the page's history out by; ``configured`` where the archive has none."""
    rule = history_rule(archive)
    if rule is None:
        return configured
    return rule.of_page(page_id) or rule.confirm


def pages_with_absences(archive: Archive, *, after: int, most: int) -> list[int]:
    """The next pages, by their ids, that any check saw gone: the rule matters to no others."""
    rows = archive.rows(
        "SELECT DISTINCT page_id FROM fetches WHERE how = 'absent' AND page_id > ?"
        " ORDER BY page_id LIMIT ?",
        (after, most),
    )
    return [row["page_id"] for row in rows]


def count_pages_with_absences(archive: Archive) -> int:
    """How many pages any check saw gone."""
    return archive.number("SELECT count(DISTINCT page_id) FROM fetches WHERE how = 'absent'")
