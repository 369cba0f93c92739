"""What is told when a change is cited: its words, its interval, its digests, and what speaks against it."""

from __future__ import annotations

from archive_watch.model.change import Sign
from archive_watch.report.citation import CitedChange
from archive_watch.services.evidencing.gather_evidence import Evidence, doubts
from archive_watch.services.evidencing.sights_of_template import first_sight_of_template
from archive_watch.storage.answers import Answer, edits_of
from archive_watch.storage.database import Archive
from archive_watch.storage.kept_answers import last_answer_with
from archive_watch.storage.one_change import StoredChange
from archive_watch.storage.versions import version_facts


def cited(archive: Archive, evidence: Evidence, *, software: str) -> CitedChange:
    """What a citation tells of the change that ``evidence`` is about."""
    return _cited(
        archive,
        evidence.change,
        from_at=evidence.before.at,
        seen_on=_seen_on(evidence),
        software=software,
    )


def cited_alone(archive: Archive, change: StoredChange, *, software: str) -> CitedChange:
    """The same without the rest of the evidence: what it costs does not grow with the check log."""
    from_at, seen_on = change.told["not_before"], None
    if change.page_id is None:
        first = first_sight_of_template(archive, change)
        if first is not None:
            from_at, seen_on = first.at, first.url
    elif change.from_capture_id is not None:
        at = last_answer_with(archive, change.page_id, change.from_capture_id, until=from_at)
        from_at = at or from_at
    return _cited(archive, change, from_at=from_at, seen_on=seen_on, software=software)


def _cited(
    archive: Archive, change: StoredChange, *, from_at: str, seen_on: str | None, software: str
) -> CitedChange:
    told = change.told
    versions = [
        version_facts(archive, one)
        for one in (change.from_version_id, change.to_version_id)
        if one is not None
    ]
    edits = edits_of(archive, told["id"])
    return CitedChange(
        url=told["url"],
        title=told["title"],
        kind=told["kind"],
        summary=told["summary"],
        not_before=told["not_before"],
        not_after=told["not_after"],
        source=told["source"],
        from_at=from_at,
        from_capture_sha256=told["from_capture_sha256"],
        to_capture_sha256=told["to_capture_sha256"],
        seen_on=seen_on,
        edits=tuple((_beside(edit, Sign.REMOVED), _beside(edit, Sign.ADDED)) for edit in edits),
        readers=tuple(dict.fromkeys(row["extractor"] for row in versions)),
        doubts=tuple(doubts(archive, change)),
        software=software,
    )


def _beside(edit: Answer, sign: Sign) -> str:
    """One side of an edit with the words that stand around it, which alone may mean little; nothing
    where that side has neither."""
    runs = [(Sign(one), text) for one, text in edit["excerpt"]]
    return "".join(text for one, text in runs if one in {sign, Sign.KEPT})


def _seen_on(evidence: Evidence) -> str | None:
    """The page whose bytes a change of many is cited by; None for a change of one page."""
    if evidence.page is not None or evidence.after.answer is None:
        return None
    return evidence.after.answer.url
