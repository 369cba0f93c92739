"""What a report asks of the archive: changes with their words, pages and links in trouble."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from archive_watch.model.change import ChangeKind, Sign
from archive_watch.model.clock import days_between
from archive_watch.model.incident import IncidentKind
from archive_watch.model.visit import PageState
from archive_watch.report.digest import ToldIncident, ToldPage
from archive_watch.report.told_change import ToldChange, ToldEdit, ToldPlace
from archive_watch.storage import answers, clusters
from archive_watch.storage.clusters import FINDING
from archive_watch.storage.database import Archive
from archive_watch.storage.refusals import REFUSED_ALONE
from archive_watch.storage.tombstones import IN_ORDER


def told_changes(archive: Archive, *, since: str | None, until: str) -> tuple[ToldChange, ...]:
    """The changes detected or seen in a period, each with its words."""
    wanted = answers.ChangeFilter(since=since, until=until)
    return tuple(_change(archive, change) for change in answers.changes(archive, wanted))


def changes_told(archive: Archive, ids: Sequence[int]) -> tuple[ToldChange, ...]:
    """These changes, each with its words."""
    return tuple(_change(archive, answers.one_change(archive, one)) for one in ids)


def same_edits_told(
    archive: Archive, groups: Sequence[tuple[int, Sequence[int]]]
) -> tuple[ToldChange, ...]:
    """Changes, each with the pages of other changes that are told with it."""
    return tuple(
        replace(_change(archive, answers.one_change(archive, lead)), alike=_places(archive, others))
        for lead, others in groups
    )


def _places(archive: Archive, ids: Sequence[int]) -> tuple[ToldPlace, ...]:
    rows = archive.rows(
        "SELECT c.id, p.url, c.severity, c.not_before, c.not_after, c.after_freeze"
        " FROM changes c"
        " JOIN pages p ON p.id = c.page_id WHERE c.id IN (SELECT value FROM json_each(?))"
        " ORDER BY c.not_after, c.id",
        (json.dumps(list(ids)),),
    )
    return tuple(ToldPlace(**dict(row)) for row in rows) if ids else ()


def _change(archive: Archive, change: answers.Answer) -> ToldChange:
    same = (
        "id", "url", "host", "title", "kind", "severity", "not_before", "not_after", "source",
        "from_version", "to_version", "from_capture_sha256", "to_capture_sha256", "words_added",
        "words_removed", "summary", "pages", "cluster",
    )  # fmt: skip
    row = archive.row(
        f"SELECT c.page_id, c.beside, c.after_freeze, p.state, {FINDING} AS finding FROM changes c"
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
    finding = row["finding"]
    pages = 1 if finding is None else clusters.pages_with(archive, finding)
    is_shared = pages > 1
    told["pages"] = pages if is_shared else told["pages"]
    return ToldChange(
        is_over=is_over,
        finding=finding if is_shared else None,
        cluster_severity=change["cluster_severity"] if finding == change["cluster"] else None,
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
        "SELECT f.evidence, f.observed_at AS at FROM fetches f WHERE f.page_id = :page AND f.how = 'absent'"
        " AND f.observed_at >= :at AND f.observed_at < coalesce((SELECT min(b.observed_at)"
        " FROM fetches b WHERE b.page_id = :page AND b.version_id IS NOT NULL"
        f" AND b.observed_at > :at), '9999'){IN_ORDER}",
        {"page": page_id, "at": first_seen_gone_at},
    )
    if not checks:
        return ""
    signs = "; ".join(json.loads(checks[0]["evidence"] or "[]"))
    times = f"{len(checks)} check{'' if len(checks) == 1 else 's'}"
    times += _in_haste([row["at"] for row in checks])
    return f" ({times}; the first: {signs or 'no page'})"


def _in_haste(times: Sequence[str]) -> str:
    """Of several checks within an hour, made by hand most likely, that they are: a mishap of some
    minutes would look the same."""
    minutes = max(1, ceil(days_between(min(times), max(times)) * _MINUTES_A_DAY))
    if len(times) == 1 or minutes > _AN_HOUR_MINUTES:
        return ""
    return f", all within {minutes} minute{'' if minutes == 1 else 's'}"


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


_AN_HOUR_MINUTES, _MINUTES_A_DAY = 60, 1_440
_IN_DOUBT = {"suspect": "seen gone, unconfirmed,", "blocked": "refused, unconfirmed,"}


def pages_in_doubt(archive: Archive) -> tuple[ToldPage, ...]:
    """The pages that were seen gone, or refused while their host is read: neither is confirmed."""
    return told_pages(archive, "suspect") + told_pages(archive, "blocked", " AND " + REFUSED_ALONE)


def told_pages(archive: Archive, state: str, which: str = "") -> tuple[ToldPage, ...]:
    """The pages in a state of their life, with what their last check said; ``which`` of them."""
    rows = archive.rows(
        "SELECT p.url, v.title, p.state, p.state_since, p.last_ok_at, p.moved_to,"
        " (SELECT f.evidence FROM fetches f WHERE f.page_id = p.id ORDER BY f.observed_at DESC,"
        "   f.id DESC LIMIT 1) AS evidence FROM pages p"
        " LEFT JOIN versions v ON v.page_id = p.id AND v.is_current = 1"
        f" WHERE p.state = ?{which} ORDER BY p.state_since DESC, p.id",
        (state,),
    )
    return tuple(
        ToldPage(
            url=row["url"],
            title=row["title"],
            state=_IN_DOUBT.get(state, row["state"]),
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
