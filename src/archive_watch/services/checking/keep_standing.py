"""A page's standing after a check: the state of its life, its failures, when it was seen.

The standing is a function of the page's checks in the order of their times.  A check that is the
latest one is one step from the standing before it; after a late one (an import of older captures),
or when a version was set aside, the steps are taken again from the first check, so that imports in
any order leave the same standing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive_watch.classify.page_life import state_after
from archive_watch.model.version import How
from archive_watch.model.visit import SAW_THE_PAGE, Outcome, PageState
from archive_watch.services.checking.check import Check, Seen
from archive_watch.services.checking.note_life import is_withheld_now
from archive_watch.services.watch import Watch
from archive_watch.storage import check_log, fetches, given_back, versions
from archive_watch.storage.history_rule import confirm_of
from archive_watch.storage.pages import page_by_id


def keep_standing(watch: Watch, check: Check, seen: Seen, *, next_fetch_at: str | None) -> None:
    """Write what the check leaves behind on its page, which is due again at ``next_fetch_at``."""
    page, is_live = check.page, check.source == "live"
    last = page.last_checked_at or ""
    is_latest = check.at > last or (is_live and check.at == last)
    asking = _asking(check, seen, next_fetch_at)
    if is_latest:
        _step(watch, check, seen, asking)
        return
    if is_live:
        given_back.give_back(watch.archive, page.id, asking)
    restand(watch, page.id)


def _asking(check: Check, seen: Seen, next_fetch_at: str | None) -> given_back.Asking:
    """When and what to ask with next time: what the last full answer said."""
    full = seen.outcome in SAW_THE_PAGE and seen.how is not How.NOT_MODIFIED
    return given_back.Asking(
        validators=check.response.validators if full else check.page.validators,
        checks_since_full=0 if full else check.page.checks_since_full + 1,
        answer_sha256=check.judgement.answer_sha256 if full else check.page.answer_sha256,
        next_fetch_at=next_fetch_at,
        is_live=check.source == "live",
    )


def _step(watch: Watch, check: Check, seen: Seen, asking: given_back.Asking) -> None:
    """Go on from the standing that the check before this one left."""
    page, saw_it = check.page, seen.outcome in SAW_THE_PAGE
    failures = 0 if saw_it else page.failures + 1
    archive = watch.archive
    state = state_after(
        page.state,
        seen.outcome,
        absences=0 if saw_it else fetches.absences_since_seen(archive, page.id),
        confirm=1 if saw_it else _confirm(watch, page.id),
        failures=failures,
        moved=seen.moved_to is not None,
        known=saw_it or versions.current_version(archive, page.id) is not None,
        withheld=is_withheld_now(archive, page.id, page.host, seen.outcome),
    )
    given_back.settle(
        archive,
        page.id,
        given_back.Standing(
            state=state,
            checked_at=check.at,
            saw_it=saw_it,
            failures=failures,
            moved_to=seen.moved_to if saw_it else page.moved_to,
        ),
        asking,
    )


def restand(watch: Watch, page_id: int) -> None:
    """Work the page's standing out again from all of its checks."""
    confirm = _confirm(watch, page_id)
    standing = _Standing()
    for logged in check_log.log_of(watch.archive, page_id):
        standing = _after(standing, logged, confirm)
    if standing.state is PageState.BLOCKED and _is_withheld(watch, page_id):
        standing = replace(standing, state=PageState.WITHHELD)
    given_back.settle_anew(
        watch.archive,
        page_id,
        state=standing.state,
        since=standing.since,
        failures=standing.failures,
        moved_to=standing.moved_to,
        last_ok_at=standing.last_ok_at,
    )


def _is_withheld(watch: Watch, page_id: int) -> bool:
    """Whether a page that is blocked by its log is the only one: by how its siblings fare."""
    host = page_by_id(watch.archive, page_id).host
    return is_withheld_now(watch.archive, page_id, host, Outcome.BLOCKED)


def _confirm(watch: Watch, page_id: int) -> int:
    configured = watch.settings.pages.confirm_removed_checks
    return confirm_of(watch.archive, page_id, configured=configured)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    state: PageState = PageState.NEW
    since: str | None = None
    failures: int = 0
    absences: int = 0
    known: bool = False
    moved_to: str | None = None
    last_ok_at: str | None = None


def _after(before: _Standing, logged: check_log.LoggedCheck, confirm: int) -> _Standing:
    saw_it = logged.outcome in SAW_THE_PAGE
    after = replace(
        before,
        failures=0 if saw_it else before.failures + 1,
        absences=0 if saw_it else before.absences + (logged.how is How.ABSENT),
        known=before.known or saw_it,
        moved_to=logged.moved_to if saw_it else before.moved_to,
        last_ok_at=logged.at if saw_it else before.last_ok_at,
    )
    state = state_after(
        before.state,
        logged.outcome,
        absences=after.absences,
        confirm=confirm,
        failures=after.failures,
        moved=saw_it and logged.moved_to is not None,
        known=after.known,
    )
    return replace(after, state=state, since=before.since if state is before.state else logged.at)
