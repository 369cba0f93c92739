"""What is told of the difference between any two versions: the steps, what it means, what speaks
against it, and which change of the page it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive_watch.diff.ends import differing_characters
from archive_watch.errors import CallerError
from archive_watch.model.change import ChangeKind, Finding, Flag
from archive_watch.report.diffs import DrawnDiff
from archive_watch.services.evidencing.gather_evidence import doubts
from archive_watch.services.telling.compare_versions import compare
from archive_watch.services.telling.show_version import Shown, show_version
from archive_watch.storage.answers import Answer
from archive_watch.storage.database import Archive
from archive_watch.storage.one_change import StoredChange, change_with_id
from archive_watch.storage.pages import page_by_id
from archive_watch.storage.told_steps import change_between
from archive_watch.storage.versions import find_version, version_facts

_MOST_DIFFERING = 12_000_000  # characters on both sides together: a few seconds' work at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two versions and what differs.

    ``drawn`` is None where either is a document kept as bytes, or ``is_too_long``: more differs than
    is compared while a reader waits.  ``change`` is the page's own step between them, if there is
    one; ``notes`` say what stands against it, or against a version.
    """

    before: Shown
    after: Shown
    drawn: DrawnDiff | None
    change: StoredChange | None
    notes: tuple[str, ...]
    is_too_long: bool = False

    @property
    def is_one_page(self) -> bool:
        """Whether both are versions of one page."""
        return self.before.page.id == self.after.page.id

    @property
    def is_backwards(self) -> bool:
        """Whether the version that was seen first stands on the right, and the page never went back
        to it from the other."""
        is_older = self.after.observed_at < self.before.observed_at
        return self.is_one_page and is_older and self.change is None


def tell_difference(
    archive: Archive, from_version_id: int, to_version_id: int, change_id: int | None = None
) -> Difference:
    """The difference between two versions, told as ``change_id`` where that leads from one to the
    other.  Raises CallerError where there is no such version."""
    before, after = _shown(archive, from_version_id), _shown(archive, to_version_id)
    change = _change(archive, from_version_id, to_version_id, change_id)
    notes = tuple(doubts(archive, change)) if change else tuple(_set_aside(archive, before, after))
    drawn = None
    is_too_long = False
    if before.transcript is not None and after.transcript is not None:
        texts = before.transcript.text, after.transcript.text
        is_too_long = differing_characters(*texts) > _MOST_DIFFERING
        drawn = None if is_too_long else _compared(before, after, change)
    return Difference(
        before=before, after=after, drawn=drawn, change=change, notes=notes, is_too_long=is_too_long
    )


def _shown(archive: Archive, version_id: int) -> Shown:
    head = find_version(archive, version_id)
    if head is None:
        raise CallerError(f"there is no version {version_id}")
    return show_version(archive, page_by_id(archive, head.page_id), head)


def _change(
    archive: Archive, from_version_id: int, to_version_id: int, wanted: int | None
) -> StoredChange | None:
    found = change_between(archive, from_version_id, to_version_id)
    if found is None:
        return None
    if wanted is not None and wanted != found:
        asked = change_with_id(archive, wanted)
        if (asked.from_version_id, asked.to_version_id) == (from_version_id, to_version_id):
            return asked
    return change_with_id(archive, found)


def _compared(before: Shown, after: Shown, change: StoredChange | None) -> DrawnDiff:
    """The steps; those of a change judged as it is told, between the captures that it names."""
    if change is None:
        return compare(before, after)
    told = change.told
    drawn = compare(before, after, _as_told(told))
    return replace(
        drawn,
        before=replace(drawn.before, capture_sha256=told["from_capture_sha256"] or ""),
        after=replace(drawn.after, capture_sha256=told["to_capture_sha256"] or ""),
    )


def _as_told(told: Answer) -> Finding:
    return Finding(
        kind=ChangeKind(told["kind"]),
        aspects=tuple(ChangeKind(aspect) for aspect in told["aspects"]),
        severity=told["severity"],
        summary=told["summary"],
        flags=tuple(Flag(**flag) for flag in told["flags"]),
        words_added=told["words_added"],
        words_removed=told["words_removed"],
        why=tuple(told["why"]),
    )


def _set_aside(archive: Archive, *sides: Shown) -> list[str]:
    facts = [(one, version_facts(archive, one.head.id)) for one in sides if one.head.retracted]
    return [
        f"version {one.head.number} was set aside on {row['retracted_at']}: {row['retraction']}"
        for one, row in facts
    ]
