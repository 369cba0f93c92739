"""Judge the changes of earlier programs by today's rules, each in its own row.

Nothing new is recorded: a change keeps its number, its interval, its captures, its verdict and its
marks, and because no row is added nobody is told of it again.  What it was told as before is kept
beside it.  A change of a site whose profile has learnt since then that it is frozen is judged anew
as well.  Pages are done one by one, then the edits of templates, each in a transaction: it can be
stopped and repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

from archive_watch.classify.version import CLASSIFIER_VERSION
from archive_watch.errors import CallerError
from archive_watch.model.change import Finding
from archive_watch.model.version import Step, StepKind
from archive_watch.services.checking.keep_history import steps_with_changes
from archive_watch.services.checking.note_template import findings_of_edit
from archive_watch.services.checking.word_step import finding_of
from archive_watch.services.freezing.find_contract import contract_of
from archive_watch.services.watch import Watch
from archive_watch.storage import changes, clusters, judged_before, rereading

_AT_ONCE = 500  # changes in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclassified:
    """One change before and after; equal where today's rules say the same of it."""

    id: int
    url: str
    was: tuple[str, int]
    now: tuple[str, int]


def classify_again(
    watch: Watch,
    *,
    host: str | None = None,
    dry_run: bool = False,
    tell: Callable[[Reclassified], None] = lambda _: None,
) -> int:
    """Judge the changes of ``host``, or all, that earlier rules were applied to; how many they are.

    ``tell`` is given each one that is another kind now or weighs otherwise.  With ``dry_run``
    nothing is written.  Raises CallerError for a host that has no page here.
    """
    if host is not None and not rereading.is_site(watch.archive, host):
        raise CallerError(
            f"no page of {host} is known", remedy="`archive-watch pages` lists what is watched"
        )
    before = judged_before.pages_judged_before(watch.archive, CLASSIFIER_VERSION, host=host)
    edits = judged_before.templates_judged_before(watch.archive, CLASSIFIER_VERSION, host=host)
    works = [
        *(partial(_of_page, watch, page_id, url) for page_id, url in before),
        *(partial(_of_template, watch, edit) for edit in edits),
    ]
    count = 0
    for work in works:
        with nullcontext() if dry_run else watch.archive.writing():
            told = work(dry_run=dry_run)
        count += len(told)
        for one in told:
            if one.was != one.now:
                tell(one)
    if not dry_run:
        _mark_earlier(watch)
    return count


def _mark_earlier(watch: Watch) -> None:
    """Mark the edits of all changes that earlier programs wrote, so that the same ones are one."""
    while True:
        with watch.archive.writing():
            if clusters.mark_earlier(watch.archive, most=_AT_ONCE) < _AT_ONCE:
                return


def _of_page(watch: Watch, page_id: int, url: str, *, dry_run: bool) -> list[Reclassified]:
    told = []
    for step, stored in steps_with_changes(watch.archive, page_id):
        finding = _of_step(watch, page_id, step, stored)
        if finding is not None:
            told.append(_judged(watch, stored.id, url, finding))
            if not dry_run:
                changes.rewrite_change(watch.archive, stored.id, finding, at=watch.now())
    return told


def _of_step(watch: Watch, page_id: int, step: Step, stored: changes.StoredStep) -> Finding | None:
    """What today's rules say of a step; None where they have said it already."""
    if stored.classifier < CLASSIFIER_VERSION:
        return finding_of(watch.archive, page_id, step)
    if step.kind is not StepKind.STATE or stored.after_freeze is not None:
        return None
    if contract_of(watch.archive, page_id, step) is None:
        return None
    finding = finding_of(watch.archive, page_id, step)
    return None if finding.after_freeze is None else finding


def _of_template(
    watch: Watch, edit: judged_before.TemplateEdit, *, dry_run: bool
) -> list[Reclassified]:
    told = []
    for stored, finding in findings_of_edit(watch.archive, edit.site_id, edit.edit):
        if judged_before.rules_of(watch.archive, stored.id) < CLASSIFIER_VERSION:
            told.append(_judged(watch, stored.id, edit.url, finding))
            if not dry_run:
                changes.rewrite_row(watch.archive, stored.id, finding, at=watch.now())
    return told


def _judged(watch: Watch, change_id: int, url: str, finding: Finding) -> Reclassified:
    was = changes.kind_and_severity(watch.archive, change_id)
    return Reclassified(id=change_id, url=url, was=was, now=(finding.kind.value, finding.severity))
