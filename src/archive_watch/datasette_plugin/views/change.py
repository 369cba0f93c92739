"""One change by its id: its difference, or, where there are no two versions, what is told of it."""

from __future__ import annotations

from dataclasses import asdict

from markupsafe import Markup

from archive_watch.datasette_plugin.drawing import drawn
from archive_watch.datasette_plugin.question import Elsewhere, NotThere, Page, Question
from archive_watch.errors import CallerError
from archive_watch.model.change import Sign
from archive_watch.report.citation import citation_of
from archive_watch.report.html_words import marked
from archive_watch.report.verdicts import verdict_in_words
from archive_watch.services.evidencing.cite_change import cited_alone
from archive_watch.services.evidencing.gather_evidence import doubts
from archive_watch.services.evidencing.write_evidence import SOFTWARE
from archive_watch.storage.answers import Answer, edits_of
from archive_watch.storage.database import Archive
from archive_watch.storage.marks import in_its_place, verdict_on
from archive_watch.storage.one_change import StoredChange, change_with_id
from archive_watch.storage.told_steps import (
    absence_beside,
    change_after,
    change_before,
    moved_to,
    pages_of_edit,
)

_MOST_EDITS = 50
_MOST_INSTEAD = 20


def change(archive: Archive, question: Question) -> Page | Elsewhere:
    """The difference that a change is, told as that change; or a page in words."""
    found = _found(archive, question)
    before, after = found.from_version_id, found.to_version_id
    if before is not None and after is not None and before != after:
        return Elsewhere(address=question.ways.diff(before, after, change=found.told["id"]))
    return Page(template="change.html", told=_told(archive, found))


def cite(archive: Archive, question: Question) -> Page:
    """The citation of a change, ready to be copied."""
    found = _found(archive, question)
    return Page(
        template="citation.html",
        told={
            "change": found.told,
            "citation": citation_of(cited_alone(archive, found, software=SOFTWARE)),
        },
    )


def _found(archive: Archive, question: Question) -> StoredChange:
    change_id = question.number("change_id")
    try:
        return change_with_id(archive, change_id)
    except CallerError as error:
        raise NotThere(f"There is no change {change_id}.") from error


def _told(archive: Archive, found: StoredChange) -> dict[str, object]:
    """What is told of a change that is no difference between two versions."""
    said, page_id = found.told, found.page_id
    told: dict[str, object] = {
        "change": found,
        "said": said,
        "notes": doubts(archive, found),
        "instead": in_its_place(archive, said["id"])[:_MOST_INSTEAD] if found.superseded_at else [],
        "verdict": verdict_in_words(**asdict(verdict_on(archive, said["id"]))),
        "edits": [_edit(edit) for edit in edits_of(archive, said["id"])[:_MOST_EDITS]],
    }
    if page_id is None:
        return {**told, "pages": pages_of_edit(archive, said["id"])}
    absence = absence_beside(archive, page_id, said["not_after"])
    is_of_absence = found.step in {"removed", "restored"}
    return {
        **told,
        "previous_change": change_before(archive, page_id, said["id"]),
        "next_change": change_after(archive, page_id, said["id"]),
        "absence": absence if is_of_absence else None,
        "moved_to": moved_to(archive, page_id, said["not_after"])
        if found.step == "moved"
        else None,
        "version_id": found.to_version_id or found.from_version_id,
    }


def _edit(edit: Answer) -> Markup:
    return drawn("".join(marked(Sign(sign), text) for sign, text in edit["excerpt"]))
