"""When is the page looked at next?  Decided by ``schedule.refresh`` from what was learnt of it.

Called once for every check that was made now, inside its transaction: what the check teaches of
the page's rate is kept with it or not at all.
"""

from __future__ import annotations

from datetime import timedelta

from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.model.visit import SAW_IT_GONE, SAW_THE_PAGE, Outcome
from archive_watch.services.recognise_version import Check
from archive_watch.services.watch import Watch
from archive_watch.storage import rates

_DAY_SECONDS = 86_400


def plan_next_check(watch: Watch, check: Check, *, outcome: Outcome, changed: bool) -> str:
    """When the page is due again, as UTC text; what the check taught is written.

    ``outcome`` is what the check came to, ``changed`` whether it showed a change that matters.
    """
    every = check.page.every_seconds or watch.settings.schedule.every_seconds
    why = "every"
    if outcome in SAW_IT_GONE and every > _DAY_SECONDS:
        every, why = _DAY_SECONDS, "confirm"
    if outcome in SAW_THE_PAGE | SAW_IT_GONE:
        rates.keep_look(watch.archive, check.page.id, changed=changed, at=check.at)
    rates.keep_plan(watch.archive, check.page.id, why=why)
    return utc_text(parse_utc(check.at) + timedelta(seconds=every))
