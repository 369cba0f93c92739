"""What a redirect led to: this page, another document, or where everything of the host is led.

To be called inside the transaction of the check.
"""

from __future__ import annotations

from archive_watch.classify.shared_target import SHARED_TARGET, is_shared_target
from archive_watch.model.version import How
from archive_watch.model.visit import Outcome
from archive_watch.services.checking.check import Check, Seen
from archive_watch.services.checking.keep_history import rework_history
from archive_watch.services.checking.keep_standing import restand
from archive_watch.services.watch import Watch
from archive_watch.storage import led_to, versions

_MOST_NAMED = 3


def led_where_all_are(
    watch: Watch, check: Check, capture_id: int, *, is_itself: bool
) -> Seen | None:
    """What the check is, where its page was led to an address that three pages share; else None.

    ``is_itself``: what stands there is what the page said elsewhere, so that it has moved.  Pages
    that were taken for what stands there before the third was led to it are judged again: that
    version is set aside.
    """
    target = check.response.final_url
    if check.source != "live" or is_itself:
        return None
    others = led_to.pages_led_to(watch.archive, check.page, target)
    if not is_shared_target(target, [check.page.url, *others]):
        return None
    _set_aside(watch, check, target)
    named = " ".join(others[:_MOST_NAMED])
    more = " …" if len(others) > _MOST_NAMED else ""
    return Seen(
        outcome=Outcome.SOFT_MISSING,
        reason=SHARED_TARGET,
        evidence=(
            f"led to {target}, as {len(others):,} other pages of the host are: {named}{more}",
        ),
        how=How.ABSENT,
        capture_id=capture_id,
    )


def _set_aside(watch: Watch, check: Check, target: str) -> None:
    """Set aside what pages were taken to say because they were led there, and never elsewhere."""
    archive, now = watch.archive, watch.now()
    for page_id, version_id in led_to.versions_only_at(archive, check.page, target):
        reason = f"read at {target}, where three pages of the host or more are led"
        versions.set_aside(archive, version_id, at=now, reason=reason)
        configured = watch.settings.pages.confirm_removed_checks
        rework_history(archive, page_id, configured=configured, now=now)
        restand(watch, page_id)
