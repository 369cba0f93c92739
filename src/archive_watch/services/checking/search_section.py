"""Look for the others once a page is gone, and think again of a section's pages once one changed.

A takedown takes many pages of a section at once, and minutes matter.  So the first page that is
newly found gone opens a search: its siblings come forward, some at a time, and each look at one of
them says how many more are worth it (``schedule.beliefs``).  The pace and the budget of the host
hold for them as for all.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.model.clock import days_after, days_between
from archive_watch.model.page import WatchedPage
from archive_watch.schedule.beliefs import (
    BEFORE_LOOKING,
    LASTS_DAYS,
    SOONEST_DAYS,
    belief_after,
    most_at_once,
    share_gone,
)
from archive_watch.schedule.refresh import RefreshPolicy, interval_by_belief
from archive_watch.services.checking.check import Check
from archive_watch.services.watch import Watch
from archive_watch.storage import rates, sections
from archive_watch.storage.rates import Learnt, Pace
from archive_watch.storage.sections import Sibling

_MOST_LIFTED = 200  # pages that are planned anew in one transaction


def search_section(watch: Watch, check: Check, learnt: Learnt, *, gone: bool, newly: bool) -> None:
    """Begin a search where the page is newly gone, or go on with the one that it was looked at for.

    ``learnt`` is what was known before this check: when the page was last looked at.
    """
    since, belief = learnt.gone_at, learnt.gone_belief
    is_on = since is not None and days_between(since, check.at) < LASTS_DAYS
    is_probe = is_on and since is not None and (learnt.looked_at or "") < since
    if newly and not is_probe:
        since, belief = check.at, BEFORE_LOOKING
    elif is_probe:
        belief = belief_after(belief, gone=gone)
    else:
        return
    assert since is not None
    sections.keep_search(watch.archive, learnt.section_id, check.page, belief, since=since)
    share = share_gone(belief)
    if share:
        _bring_siblings(watch, check.page, learnt.section_id, share, since=since, at=check.at)


def _bring_siblings(
    watch: Watch, page: WatchedPage, section_id: int | None, share: float, *, since: str, at: str
) -> None:
    most = most_at_once(share)
    waiting = sections.waiting_for_a_look(
        watch.archive, section_id, page.site_id, now=at, most=most
    )
    if waiting >= most:
        return
    siblings = sections.not_looked_at(
        watch.archive, section_id, page.site_id, since=since, now=at, most=most - waiting
    )
    rates.bring_forward(watch.archive, _moments(siblings, share), why="burst")


def _moments(siblings: Sequence[Sibling], share: float) -> list[tuple[int, str]]:
    """When each is due, with that chance of being gone: long ago where it is high, so that it
    goes before what is merely due."""
    moments = []
    for sibling in siblings:
        interval = max(days_between(sibling.looked_at, sibling.due_at), SOONEST_DAYS)
        days = max(interval_by_belief(interval, sibling.rate, share), SOONEST_DAYS)
        moments.append((sibling.id, days_after(sibling.looked_at, days)))
    return moments


def lift_siblings(watch: Watch, policy: RefreshPolicy, learnt: Learnt, pace: Pace) -> None:
    """Plan a section's pages anew where a change of one says something of the rates of the others.

    ``learnt`` is what is known with that change.
    """
    if learnt.section_id is None or not policy.lifts_siblings(learnt.section, learnt.host):
        return
    siblings = sections.latest_siblings(watch.archive, learnt.section_id, most=_MOST_LIFTED)
    lifted = [(one, policy.rate(one.page, learnt.section, learnt.host)) for one in siblings]
    sections.keep_rates(watch.archive, [(one.id, rate) for one, rate in lifted])
    rates.bring_forward(
        watch.archive,
        [
            (one.id, days_after(one.looked_at, policy.interval_days(rate, pace.price)))
            for one, rate in lifted
        ],
    )
