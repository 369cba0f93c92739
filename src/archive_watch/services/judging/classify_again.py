"""Judge the changes of earlier programs by today's rules, each in its own row.

Nothing new is recorded: a change keeps its number, its interval, its captures, its verdict and its
marks, and because no row is added nobody is told of it again.  What it was told as before is kept
beside it.  Pages are done one by one, each in a transaction: it can be stopped and repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive_watch.classify.version import CLASSIFIER_VERSION
from archive_watch.errors import CallerError
from archive_watch.model.version import Step
from archive_watch.services.checking.keep_history import steps_with_changes
from archive_watch.services.checking.word_step import finding_of
from archive_watch.services.watch import Watch
from archive_watch.storage import changes, clusters, rereading

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
    count = 0
    for page_id, url in changes.pages_judged_before(watch.archive, CLASSIFIER_VERSION, host=host):
        if dry_run:
            told = _of_page(watch, page_id, url, dry_run=True)
        else:
            with watch.archive.writing():
                told = _of_page(watch, page_id, url, dry_run=False)
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
    return [
        _judged(watch, page_id, url, step, stored, dry_run=dry_run)
        for step, stored in steps_with_changes(watch.archive, page_id)
        if stored.classifier < CLASSIFIER_VERSION
    ]


def _judged(
    watch: Watch, page_id: int, url: str, step: Step, stored: changes.StoredStep, *, dry_run: bool
) -> Reclassified:
    was = changes.kind_and_severity(watch.archive, stored.id)
    finding = finding_of(watch.archive, page_id, step)
    if not dry_run:
        changes.rewrite_change(watch.archive, stored.id, finding, at=watch.now())
    return Reclassified(id=stored.id, url=url, was=was, now=(finding.kind.value, finding.severity))
