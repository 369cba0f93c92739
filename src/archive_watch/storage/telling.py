"""What a report asks of the archive: changes with their words, pages and links in trouble."""

from __future__ import annotations

import json
from collections.abc import Sequence

from archive_watch.model.change import ChangeKind, Sign
from archive_watch.model.incident import IncidentKind
from archive_watch.model.visit import PageState
from archive_watch.report.digest import ToldIncident, ToldPage
from archive_watch.report.told_change import ToldChange, ToldEdit
from archive_watch.storage import answers
from archive_watch.storage.database import Archive


def told_changes(archive: Archive, *, since: str | None, until: str) -> tuple[ToldChange, ...]:
    """The changes detected or seen in a period, each with its words."""
    wanted = answers.ChangeFilter(since=since, until=until)
    return tuple(_change(archive, change) for change in answers.changes(archive, wanted))


def changes_told(archive: Archive, ids: Sequence[int]) -> tuple[ToldChange, ...]:
    """These changes, each with its words."""
    return tuple(_change(archive, answers.one_change(archive, one)) for one in ids)


def _change(archive: Archive, change: answers.Answer) -> ToldChange:
    same = (
        "id", "url", "host", "title", "kind", "severity", "not_before", "not_after", "source",
        "from_version", "to_version", "from_capture_sha256", "to_capture_sha256", "words_added",
        "words_removed", "summary", "pages",
    )  # fmt: skip
    row = archive.row(
        "SELECT c.page_id, c.beside, c.after_freeze, p.state FROM changes c"
        " LEFT JOIN pages p ON p.id = c.page_id"
        " WHERE c.id = ?",
        (change["id"],),
    )
    assert row is not None
    told = {name: change[name] for name in same}
    is_over = change["kind"] == ChangeKind.REMOVED and row["state"] != PageState.REMOVED
    if change["kind"] == ChangeKind.REMOVED:
        how = _how_gone(archive, row["page_id"], change["not_after"])
        told["summary"] = (
            f"the page was gone{how}, and is back" if is_over else "the page is gone" + how
        )
    return ToldChange(
        is_over=is_over,
        beside=row["beside"],
        after_freeze=row["after_freeze"],
        **told,
        aspects=tuple(change["aspects"]),
        flags=tuple(dict.fromkeys(flag["kind"] for flag in change["flags"])),
        edits=told_edits(archive, change["id"]),
    )


def _how_gone(archive: Archive, page_id: int, first_seen_gone_at: str) -> str:
    """What the checks that saw the page gone were answered, for the reader of a report."""
    checks = archive.rows(
        "SELECT evidence FROM fetches WHERE page_id = :page AND how = 'absent'"
        " AND observed_at >= :at AND observed_at < coalesce((SELECT min(b.observed_at)"
        " FROM fetches b WHERE b.page_id = :page AND b.version_id IS NOT NULL"
        " AND b.observed_at > :at), '9999') ORDER BY observed_at, id",
        {"page": page_id, "at": first_seen_gone_at},
    )
    if not checks:
        return ""
    signs = "; ".join(json.loads(checks[0]["evidence"] or "[]"))
    times = f"{len(checks)} check{'' if len(checks) == 1 else 's'}"
    return f" ({times}; the first: {signs or 'no page'})"


def told_edits(archive: Archive, change_id: int) -> tuple[ToldEdit, ...]:
    """The words that left and came in one change, as a report tells them."""
    return tuple(_edit(edit) for edit in answers.edits_of(archive, change_id))


def _edit(edit: answers.Answer) -> ToldEdit:
    return ToldEdit(
        speaker=edit["speaker"],
        removed=edit["removed"],
        added=edit["added"],
        excerpt=tuple((Sign(sign), text) for sign, text in edit["excerpt"]),
    )


def told_pages(archive: Archive, state: str) -> tuple[ToldPage, ...]:
    """The pages in a state of their life, with what their last check said."""
    rows = archive.rows(
        "SELECT p.url, v.title, p.state, p.state_since, p.last_ok_at, p.moved_to,"
        " (SELECT f.evidence FROM fetches f WHERE f.page_id = p.id ORDER BY f.observed_at DESC,"
        "   f.id DESC LIMIT 1) AS evidence FROM pages p"
        " LEFT JOIN versions v ON v.page_id = p.id AND v.is_current = 1"
        " WHERE p.state = ? ORDER BY p.state_since DESC, p.id",
        (state,),
    )
    return tuple(
        ToldPage(
            url=row["url"],
            title=row["title"],
            state="seen gone, unconfirmed," if state == "suspect" else row["state"],
            since=row["state_since"],
            last_seen_at=row["last_ok_at"],
            detail=_detail(row["moved_to"], row["evidence"]),
        )
        for row in rows
    )


def _detail(moved_to: str | None, evidence: str | None) -> str | None:
    if moved_to is not None:
        return f"now answers at {moved_to.removeprefix('//')}, with the same document"
    return "; ".join(json.loads(evidence)) if evidence else None


def told_incidents(archive: Archive) -> tuple[ToldIncident, ...]:
    """What is open now."""
    return tuple(
        ToldIncident(
            kind=IncidentKind(incident["kind"]),
            about=incident["url"] or incident["host"],
            since=incident["opened_at"],
            occurrences=incident["occurrences"],
            detail=incident["detail"],
            change_id=incident["change_id"],
        )
        for incident in answers.open_incidents(archive)
    )
