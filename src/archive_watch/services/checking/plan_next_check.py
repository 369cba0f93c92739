"""When is the page looked at next?  Decided by ``schedule.refresh`` from what was learnt of it.

Called once for every check that was made now, inside its transaction: what the check teaches of
the page's rate is kept with it or not at all.  A rate is learnt from the transcript alone: from
changes that are more than typography, never from templates, bytes or failures; and not from a page
being gone, which is an event of its section (``search_section``).
"""

from __future__ import annotations

from dataclasses import replace

from archive_watch.model.clock import days_after, days_between
from archive_watch.model.visit import SAW_IT_GONE, SAW_THE_PAGE, Outcome, PageState
from archive_watch.schedule.beliefs import trust_after
from archive_watch.schedule.own_moment import (
    beside,
    crowd_beside,
    days_to_own_moment,
    own_share,
)
from archive_watch.schedule.refresh import MOST_SIBLINGS, Evidence, RefreshPolicy
from archive_watch.schedule.retries import retry_days
from archive_watch.schedule.stagger import crowd, reach, staggered
from archive_watch.services.checking.check import Check
from archive_watch.services.checking.price_looks import price_looks
from archive_watch.services.checking.search_section import lift_siblings, search_section
from archive_watch.services.watch import Watch
from archive_watch.storage import fetches, rates, sections
from archive_watch.storage.crowds import due_beside
from archive_watch.storage.history_rule import confirm_of
from archive_watch.storage.rates import Learnt, Pace

_DAY_SECONDS = 86_400
_FIXED_MOMENT = "1970-01-01T00:00:00Z"
_CONFIRMED_AFTER_DAYS = 1.0  # a page that was seen gone once


def plan_next_check(watch: Watch, check: Check, *, outcome: Outcome, changed: bool) -> str:
    """When the page is due again, as UTC text; what the check taught is written.

    ``outcome`` is what the check came to, ``changed`` whether it showed a change that matters.
    """
    page, policy = check.page, policy_of(watch)
    before = learnt = _placed(watch, check, rates.learnt_of(watch.archive, page.id))
    saw_it, gone = outcome in SAW_THE_PAGE | SAW_IT_GONE, outcome in SAW_IT_GONE
    newly_gone = gone and page.state not in {PageState.NEW, PageState.SUSPECT, PageState.REMOVED}
    if saw_it:
        learnt = _learn(watch, check, policy, learnt, changed=changed, gone=newly_gone)
    pace = price_looks(watch, page, policy, learnt, at=check.at)
    rate = policy.rate(learnt.page, learnt.section, learnt.host)
    days, why = _interval(watch, check, policy, learnt, rate, pace)
    if gone and _is_suspect(watch, check):
        days, why = min(days, _CONFIRMED_AFTER_DAYS), "confirm"
    elif not saw_it:
        days, why = retry_days(outcome, page.failures + 1, days), "retry"
    elif why == "rate" and learnt.section_id is not None:
        days = max(_staggered(watch, check, learnt.section_id, days), policy.every_days)
    elif why == "every" and watch.keeps_watching and not page.every_seconds:
        days = min(days + _spread(watch, check, days), policy.longest_days)
    looked_at = check.at if saw_it else None
    rates.keep_plan(
        watch.archive, page.id, why=why, rate=rate, looked_at=looked_at, known=learnt.page
    )
    if saw_it:
        search_section(watch, check, before, gone=gone, newly=newly_gone)
    if changed and not gone:
        lift_siblings(watch, policy, learnt, pace)
    return days_after(check.at, days)


def policy_of(watch: Watch) -> RefreshPolicy:
    """The refresh policy with the operator's pace."""
    return RefreshPolicy(every_days=watch.settings.schedule.every_seconds / _DAY_SECONDS)


def _placed(watch: Watch, check: Check, learnt: Learnt) -> Learnt:
    """What is known, of a page that is planned for the first time with its section."""
    if learnt.rate is not None:
        return learnt
    page = check.page
    if sections.join_section(watch.archive, page.id, page.site_id, page.key) is None:
        return learnt
    return rates.learnt_of(watch.archive, page.id)


def _learn(
    watch: Watch, check: Check, policy: RefreshPolicy, learnt: Learnt, *, changed: bool, gone: bool
) -> Learnt:
    """Count the days since the last look, and what it met; whether the sitemap was right."""
    page, archive = check.page, watch.archive
    if learnt.lastmod_news_at is not None:
        right, wrong = trust_after(
            learnt.sitemap_right, learnt.sitemap_wrong, was_right=changed or gone
        )
        rates.keep_trust(archive, page.site_id, right, wrong)
    if learnt.looked_at is None or learnt.looked_at >= check.at:
        return learnt
    is_edit = changed and not gone
    days = policy.exposure_days(
        days_between(learnt.looked_at, check.at),
        changed=is_edit,
        rate=learnt.rate or policy.usual_rate,
    )
    seen = Evidence(changes=float(is_edit), days=days)
    rates.keep_evidence(archive, page.site_id, learnt.section_id, seen)
    return replace(
        learnt,
        page=learnt.page.and_then(seen.changes, days),
        section=learnt.section.and_then(seen.changes, days),
        host=learnt.host.and_then(seen.changes, days),
    )


def _interval(
    watch: Watch, check: Check, policy: RefreshPolicy, learnt: Learnt, rate: float, pace: Pace
) -> tuple[float, str]:
    """The days until the page is due without any sign, and why so many."""
    if check.page.every_seconds:
        return check.page.every_seconds / _DAY_SECONDS, "every"
    days = policy.interval_days(rate, pace.price)
    if days > policy.every_days and learnt.section_id is not None:
        siblings = sections.pages_in(watch.archive, learnt.section_id, most=MOST_SIBLINGS)
        pull = policy.pull(rate, siblings=siblings, host=learnt.host)
        days = policy.interval_days(pull, pace.price)
    if days <= policy.every_days:
        return days, "every"
    return days, "floor" if days >= policy.longest_days else "rate"


def _is_suspect(watch: Watch, check: Check) -> bool:
    """Whether a page that was seen gone is not known to be: it deserves a second look."""
    if check.page.state is PageState.NEW:
        return False
    absences = fetches.absences_since_seen(watch.archive, check.page.id)
    configured = watch.settings.pages.confirm_removed_checks
    return absences < confirm_of(watch.archive, check.page.id, configured=configured)


def _staggered(watch: Watch, check: Check, section_id: int, days: float) -> float:
    """The interval, moved to where the section is looked at least."""
    soonest, latest = (days_after(check.at, end) for end in reach(days))
    siblings = sections.looks_between(
        watch.archive, section_id, check.page.id, soonest=soonest, latest=latest, most=crowd()
    )
    return staggered(days, [days_between(check.at, moment) for moment in siblings])


def _spread(watch: Watch, check: Check, days: float) -> float:
    """How much later a page is due, so that those added together do not stay together.

    Only for who keeps watching: a page moved by an hour would miss a nightly round.
    """
    page, due_days = check.page, days_between(_FIXED_MOMENT, check.at) + days
    later = days_to_own_moment(due_days, days, own_share(page.key))
    if not later:
        return 0.0
    soonest, latest = (days_after(check.at, days + side * beside(days)) for side in (-1, 1))
    most = crowd_beside()
    others = due_beside(
        watch.archive, page.site_id, page.id, soonest=soonest, latest=latest, most=most
    )
    return later if others >= most else 0.0
