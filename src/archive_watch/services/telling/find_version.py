"""Which version of a page is meant: a number, a time, or the current one."""

from __future__ import annotations

from archive_watch.errors import CallerError
from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.storage.database import Archive
from archive_watch.storage.versions import (
    VersionHead,
    current_version,
    numbered_version,
    version_at,
)


def wanted_version(
    archive: Archive, page: WatchedPage, *, number: int | None = None, at: str | None = None
) -> VersionHead:
    """The page's version with that number, at that time, or the current one.

    Raises CallerError when there is none.
    """
    if number is not None and at is not None:
        raise CallerError("--version and --at both name a version: give one of them")
    if number is not None:
        found, missing = numbered_version(archive, page.id, number), f"no version {number}"
    elif at is not None:
        moment = moment_of(at)
        found = version_at(archive, page.id, moment)
        missing = f"no version from {moment} or before"
    else:
        found, missing = current_version(archive, page.id), "no version yet"
    if found is None:
        raise CallerError(
            f"{page.url} has {missing}",
            remedy=f"`archive-watch history {page.url}` lists what there is",
        )
    return found


def version_named(archive: Archive, page: WatchedPage, name: str) -> VersionHead:
    """The version that ``name`` means: digits are a version's number, anything else a time."""
    if name.isdecimal():
        return wanted_version(archive, page, number=int(name))
    return wanted_version(archive, page, at=name)


def moment_of(text: str) -> str:
    """``text`` as UTC text.  Raises CallerError when it is no time."""
    try:
        return utc_text(parse_utc(text))
    except ValueError:
        raise CallerError(
            f"{text!r} is not a time", remedy="write it like 2024-05-01 or 2024-05-01T12:00:00Z"
        ) from None
