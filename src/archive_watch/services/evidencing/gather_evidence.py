"""Find everything that the archive holds about one change: its two sides, and the checks around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.model.page import WatchedPage
from archive_watch.services.evidencing.sights_of_template import TemplateSight, sights_of_template
from archive_watch.services.telling.show_version import Shown, show_version
from archive_watch.storage.captures import capture_sha256
from archive_watch.storage.database import Archive
from archive_watch.storage.kept_answers import KeptAnswer, answers_of
from archive_watch.storage.one_change import StoredChange
from archive_watch.storage.pages import page_by_id
from archive_watch.storage.told_checks import ToldCheck, told_checks
from archive_watch.storage.versions import find_version, version_facts

_CHECKS_AROUND = 10
_MOST_ABSENCES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSide:
    """One side of a change: its bytes, what was read in them, and the exchange they came by.

    ``at`` is when they were answered: of the checks on that side the nearest to the change.
    ``answer`` is the check whose exchange is told: of those that had these bytes the nearest one
    whose headers were kept.  ``version`` is None where the page was gone, or a template changed.
    """

    name: str
    at: str
    capture_id: int | None
    capture_sha256: str | None
    version: Shown | None = None
    retraction: str | None = None
    answer: KeptAnswer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a change.  ``page`` is None for a site's template, ``sights`` its pages.

    ``checks`` are those in the interval, and some before and after; ``answers`` all of the page's
    that were answered, ``wanted`` the ids of those that are handed on with their bytes.
    """

    change: StoredChange
    page: WatchedPage | None
    before: EvidenceSide
    after: EvidenceSide
    checks: Sequence[ToldCheck]
    answers: Sequence[KeptAnswer]
    wanted: frozenset[int]
    sights: Sequence[TemplateSight] = ()

    @property
    def sides(self) -> tuple[EvidenceSide, EvidenceSide]:
        """Both sides, the older first."""
        return self.before, self.after


def gather_evidence(archive: Archive, change: StoredChange) -> Evidence:
    """Everything about ``change``."""
    if change.page_id is None:
        return _of_template(archive, change)
    page = page_by_id(archive, change.page_id)
    answers = answers_of(archive, page.id, page.url)
    checks = told_checks(archive, page.id, page.url)
    told = change.told
    before = _side(
        archive, "before", page, change.from_version_id, change.from_capture_id, told["not_before"],
        [one for one in reversed(answers) if one.at <= told["not_before"]],
    )  # fmt: skip
    after = _side(
        archive, "after", page, change.to_version_id, change.to_capture_id, told["not_after"],
        [one for one in answers if one.at >= told["not_after"]],
    )  # fmt: skip
    return Evidence(
        change=change,
        page=page,
        before=before,
        after=after,
        checks=_around(checks, change),
        answers=answers,
        wanted=_wanted(answers, checks, change, (before, after)),
    )


def doubts(archive: Archive, change: StoredChange) -> list[str]:
    """What stands against a change, for its readers."""
    told = []
    if change.superseded_at is not None:
        told.append(
            f"other captures replaced this change on {change.superseded_at}: it stands no more"
        )
    for side, version_id in (("older", change.from_version_id), ("newer", change.to_version_id)):
        row = None if version_id is None else version_facts(archive, version_id)
        if row is not None and row["retracted_at"] is not None:
            told.append(
                f"the {side} version was set aside on {row['retracted_at']}: {row['retraction']}"
            )
    return told


def _of_template(archive: Archive, change: StoredChange) -> Evidence:
    sights = sights_of_template(archive, change)
    first = next((one for one in sights if one.before.capture_id == change.from_capture_id), None)
    before, after = (None, None) if first is None else (first.before, first.after)
    return Evidence(
        change=change,
        page=None,
        before=_bare(archive, "before", change.from_capture_id, change.told["not_before"], before),
        after=_bare(archive, "after", change.to_capture_id, change.told["not_after"], after),
        checks=[check for sight in sights for check in sight.checks],
        answers=[answer for sight in sights for answer in (sight.before, sight.after)],
        wanted=frozenset(a.fetch_id for sight in sights for a in (sight.before, sight.after)),
        sights=sights,
    )


def _bare(
    archive: Archive, name: str, capture_id: int | None, at: str, answer: KeptAnswer | None
) -> EvidenceSide:
    return EvidenceSide(
        name=name,
        at=at if answer is None else answer.at,
        capture_id=capture_id,
        capture_sha256=capture_sha256(archive, capture_id),
        answer=answer,
    )


def _side(
    archive: Archive, name: str, page: WatchedPage, version_id: int | None,
    capture_id: int | None, at: str, nearest: Sequence[KeptAnswer],
) -> EvidenceSide:  # fmt: skip
    """One side; ``nearest`` are the checks on its side of the change, the nearest first."""
    same = [one for one in nearest if one.capture_id == capture_id and capture_id is not None]
    told = next((one for one in same if one.headers), None)
    head = None if version_id is None else find_version(archive, version_id)
    facts = None if version_id is None else version_facts(archive, version_id)
    return EvidenceSide(
        name=name,
        at=same[0].at if same else at,
        capture_id=capture_id,
        capture_sha256=capture_sha256(archive, capture_id),
        version=None if head is None else show_version(archive, page, head),
        retraction=None if facts is None else facts["retraction"],
        answer=told or next(iter(same), None),
    )


def _around(checks: Sequence[ToldCheck], change: StoredChange) -> list[ToldCheck]:
    """The checks from the last full read of the old state to the first sight of the new one, and
    some before and after."""
    first, last = change.told["not_before"], change.told["not_after"]
    inside = [n for n, one in enumerate(checks) if first <= one["observed_at"] <= last]
    if not inside:
        return []
    start = max(0, inside[0] - _CHECKS_AROUND)
    return list(checks[start : inside[-1] + 1 + _CHECKS_AROUND])


def _wanted(
    answers: Sequence[KeptAnswer],
    checks: Sequence[ToldCheck],
    change: StoredChange,
    sides: tuple[EvidenceSide, EvidenceSide],
) -> frozenset[int]:
    """The checks that are handed on with their bytes: those that had either side's bytes at the
    ends of the interval, or told their headers; what was answered between; what saw it gone."""
    first, last = change.told["not_before"], change.told["not_after"]
    inside = [one.fetch_id for one in answers if first <= one.at <= last]
    bounded = {*inside[:_MOST_ABSENCES], *inside[-_MOST_ABSENCES:]}
    known = {side.answer.fetch_id for side in sides if side.answer is not None}
    after = [one for one in checks if one["observed_at"] >= last]
    absent = set()
    if change.to_version_id is None:
        for one in after[:_MOST_ABSENCES]:
            if one["version"] is not None:
                break
            absent.add(one["id"])
    return frozenset(bounded | known | absent)
