"""Accept that a site's banners are others for good, in the caller's transaction.

An archive that moves, or closes another year, writes its banners anew and never writes the old ones
again.  That is told once, and it is over when a reader has reviewed the edit, or when a page was seen
to declare the same 30 days after: reminders after 1, 7 and 30 days have gone out by then.  What was
accepted is no news on further pages of the site; a page that leaves it again is.
"""

from __future__ import annotations

from archive_watch.services.checking.check import Check
from archive_watch.services.freezing.note_freeze import is_of_banner, settle_banners
from archive_watch.storage import accepted_banners
from archive_watch.storage.database import Archive

_STOOD_DAYS = 30
_LOOKED_AT = "day on which altered banners were looked at"


def accept_what_stood(archive: Archive, check: Check) -> None:
    """Accept what has stood for long; looked at with the first live check of a day."""
    day = check.at[:10]
    if check.source != "live" or archive.memory.get(_LOOKED_AT) == day:
        return
    archive.memory[_LOOKED_AT] = day
    for altered in accepted_banners.that_stood(archive, days=_STOOD_DAYS):
        accepted_banners.accept(archive, altered, at=check.at, change_id=None)
        settle_banners(archive, altered.site_id, at=check.at)


def accept_reviewed(archive: Archive, change_id: int, *, at: str) -> None:
    """Accept what pages declare since the template change that a reader has reviewed."""
    edit, found = accepted_banners.altered_with(archive, change_id)
    for altered in found:
        if is_of_banner(archive, altered, edit):
            accepted_banners.accept(archive, altered, at=at, change_id=change_id)
            settle_banners(archive, altered.site_id, at=at)
