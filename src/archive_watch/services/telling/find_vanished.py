"""Has a page lost something that its profile says no page loses?

Where the words are still found and the headline is not, a reader would tell of a headline taken
away, on page after page: most likely the markup changed and not the page.  So that waits for a
person.  What the page had is read from the bytes of its last good version, by the profile of
today: a page that never had a headline, or has none by a profile that was mended, reads as before.
"""

from __future__ import annotations

from archive_watch.extract.page import Cut
from archive_watch.model.page import WatchedPage
from archive_watch.services.proving.cut_again import cut_again
from archive_watch.services.watch import Watch
from archive_watch.storage import versions
from archive_watch.storage.replies import last_good_reply

SELECTOR_VANISHED = "selector_vanished"


def vanished(watch: Watch, page: WatchedPage, cut: Cut) -> tuple[str, ...]:
    """What is told of the fields that the page lost; nothing where it lost none."""
    missing = _missing(cut)
    if not missing:
        return ()
    known = cut.slice_sha256 is not None and versions.version_of_slice(
        watch.archive, page.id, cut.slice_sha256
    )
    reply = None if known else last_good_reply(watch.archive, page.id)
    if reply is None:
        return ()
    missed = _missing(cut_again(watch, page, reply))
    return tuple(_told(cut, name) for name in missing if name not in missed)


def _missing(cut: Cut) -> tuple[str, ...]:
    """The required fields that none of their selectors finds."""
    part, profile = cut.part, cut.profile
    if part is None or profile.fallback:
        return ()
    return tuple(
        name for name in profile.required if getattr(profile, name) and not part.field(name)
    )


def _told(cut: Cut, name: str) -> str:
    looked_for = ", ".join(getattr(cut.profile, name))
    return (
        f"profile {cut.profile.name}: the page had a {name.replace('_', ' ')}, and none of"
        f" {looked_for} finds it now"
    )
