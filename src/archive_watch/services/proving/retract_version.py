"""Set a poisoned version aside: kept, never current, never deleted; the history is worked out anew."""

from __future__ import annotations

from archive_watch.errors import CallerError
from archive_watch.services.checking.keep_history import rework_history
from archive_watch.services.checking.keep_standing import restand
from archive_watch.services.watch import Watch
from archive_watch.storage.versions import VersionHead, find_version, set_aside


def retract_version(watch: Watch, version_id: int, *, reason: str) -> VersionHead:
    """Set version ``version_id`` (a row id) aside; its checks no longer count for the history.

    Raises CallerError when there is no such version, it is already set aside, or no reason is
    given.
    """
    if not reason.strip():
        raise CallerError("a retraction needs a reason", remedy="--reason 'why it is not the page'")
    with watch.archive.writing():
        head = find_version(watch.archive, version_id)
        if head is None:
            raise CallerError(
                f"there is no version {version_id}",
                remedy="`archive-watch history URL` lists a page's versions with their ids",
            )
        if head.retracted:
            raise CallerError(f"version {version_id} was already set aside")
        set_aside(watch.archive, version_id, at=watch.now(), reason=reason.strip())
        rework_history(
            watch.archive,
            head.page_id,
            configured=watch.settings.pages.confirm_removed_checks,
            now=watch.now(),
        )
        restand(watch, head.page_id)
    return head
