"""The changes that today's rules have not judged: by an earlier program, or before it was known that
their page was frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.storage.database import Archive
from archive_watch.storage.told_at import URL

# A profile may have learnt since then that its site is frozen.
_BEFORE = (
    "c.superseded_at IS NULL AND s.host = coalesce(:host, s.host) AND (c.classifier < :rules"
    " OR (c.step = 'state' AND c.after_freeze IS NULL AND c.not_before >= s.frozen_since))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateEdit:
    """An edit of a site's template that a change tells of."""

    site_id: int
    edit: str
    url: str


def pages_judged_before(archive: Archive, rules: int, *, host: str | None) -> list[tuple[int, str]]:
    """The pages, id and address, with a change that stands and that these rules may judge anew."""
    rows = archive.rows(
        "SELECT DISTINCT p.id, p.url FROM changes c JOIN pages p ON p.id = c.page_id"
        f" JOIN sites s ON s.id = p.site_id WHERE {_BEFORE} ORDER BY p.id",
        {"rules": rules, "host": host},
    )
    return [(row["id"], row["url"]) for row in rows]


def templates_judged_before(
    archive: Archive, rules: int, *, host: str | None
) -> Sequence[TemplateEdit]:
    """The edits of templates with a change that stands and that these rules may judge anew."""
    rows = archive.rows(
        f"SELECT DISTINCT c.site_id, c.cluster AS edit, {URL} AS url FROM changes c"
        " JOIN sites s ON s.id = c.site_id LEFT JOIN pages p ON p.id = c.page_id"
        f" WHERE c.step = 'template' AND {_BEFORE} ORDER BY 1, 2",
        {"rules": rules, "host": host},
    )
    return [TemplateEdit(**dict(row)) for row in rows]


def rules_of(archive: Archive, change_id: int) -> int:
    """The number of the rules that judged a change."""
    return archive.number("SELECT classifier FROM changes WHERE id = ?", (change_id,))
