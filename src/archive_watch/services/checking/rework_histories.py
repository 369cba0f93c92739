"""Work the histories out anew where the operator wants removals confirmed by another number of checks.

Only a page that was once seen gone can have another history by it.  They are gone through in the
order of their numbers, a few in each transaction, and where it has got to is written with them: it
can be killed at any moment and goes on later, and meanwhile each page is checked, and proved, by the
number that it goes by.  A wish that comes meanwhile waits for the end of the one before.  A change
whose step is not there by the new number is set aside with its verdict, and stands again with it
when the step is back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import structlog

from archive_watch.errors import ArchiveDamaged
from archive_watch.model.clock import days_after
from archive_watch.services.checking.keep_history import rework_history
from archive_watch.services.checking.keep_standing import restand
from archive_watch.services.watch import Watch
from archive_watch.storage import fetches, given_back, history
from archive_watch.storage.history_rule import (
    HistoryRule,
    goes_by,
    history_rule,
    keep_history_rule,
    pages_with_absences,
)
from archive_watch.versioning.lineage import spans_of

_MOST_PAGES = 16  # in one transaction: others wait for it
_LOOKED_AT_WITHIN_DAYS = 1.0  # a page that is suspect again
_log = structlog.get_logger()


def are_in_line(watch: Watch) -> bool:
    """Whether every history was worked out by the number that is configured."""
    return goes_by(watch.archive, watch.settings.pages.confirm_removed_checks)


def rework_histories(
    watch: Watch,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int], None] = lambda _: None,
) -> None:
    """Bring every history in line with ``[pages] confirm_removed_checks``.

    ``progress`` is told how many pages each transaction looked at.
    """
    while not should_stop() and not are_in_line(watch):
        with watch.archive.writing():
            looked_at = _next_pages(watch)
        progress(looked_at)


def _next_pages(watch: Watch) -> int:
    rule = _under_way(watch)
    assert rule.worked_out_to is not None
    pages = pages_with_absences(watch.archive, after=rule.worked_out_to, most=_MOST_PAGES)
    for page_id in pages:
        keep_history_rule(watch.archive, replace(rule, worked_out_to=page_id))
        _rework(watch, page_id, rule)
    if len(pages) < _MOST_PAGES:
        keep_history_rule(watch.archive, HistoryRule(confirm=rule.confirm))
    return len(pages)


def _under_way(watch: Watch) -> HistoryRule:
    """The change of the rule that is being carried out; begun now, where none is."""
    rule, wanted = history_rule(watch.archive), watch.settings.pages.confirm_removed_checks
    if rule is None:
        return HistoryRule(confirm=wanted, worked_out_to=0)
    if rule.worked_out_to is not None:
        return rule
    _log.info("histories are worked out anew", confirm_removed_checks=wanted, was=rule.confirm)
    return HistoryRule(confirm=wanted, earlier=rule.confirm, worked_out_to=0)


def _rework(watch: Watch, page_id: int, rule: HistoryRule) -> None:
    """Work one page out anew, where that makes a difference; a damaged one stays as it is."""
    archive = watch.archive
    try:
        derived = spans_of(fetches.observations_of(archive, page_id), confirm=rule.confirm)
    except ArchiveDamaged as error:
        _log.error("a history cannot be worked out anew", page=page_id, error=error.message)
        return
    is_other = list(derived) != history.stored_spans(archive, page_id)
    if is_other:
        rework_history(archive, page_id, configured=rule.confirm, now=watch.now(), revives=True)
    if is_other or rule.earlier is not None:
        restand(watch, page_id)
        soon = days_after(watch.now(), _LOOKED_AT_WITHIN_DAYS)
        given_back.look_again_if_suspect(archive, page_id, by=soon)
