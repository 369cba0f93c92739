"""The regular copies as they are found in ``[backup] folder``: the newest, and whether it is late.

What counts is the file, not that the chore once ended well: a disk that is not mounted has no copy.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from archive_watch.model.clock import parse_utc
from archive_watch.services.watch import Watch
from archive_watch.storage import standing
from archive_watch.storage.backup import Copy, last_copy
from archive_watch.storage.chores import UNFINISHED, ChoreRecord, chore_records

CHORE = "copy"
_LATE = 0.5  # of [backup] every, and an hour at least: a copy may be tried again through a night
_LEAST_LATE_SECONDS = 3600.0


def copies_folder(watch: Watch) -> Path | None:
    """Where the regular copies are, beside the archive where it is relative; None: none are made."""
    if not watch.settings.backup.folder:
        return None
    return (watch.archive.path.parent / Path(watch.settings.backup.folder).expanduser()).resolve()


def last_regular_copy(watch: Watch) -> Copy | None:
    """The newest copy in ``[backup] folder``; None where there is none, or none are made."""
    folder = copies_folder(watch)
    return None if folder is None else last_copy(folder, watch.archive.path)


def why_no_good_copy(watch: Watch, newest: Copy | None) -> str | None:
    """What is wrong with the regular copies, in words; None: nothing, or none are wanted.

    Wrong is that the last one failed, or that the newest is older than one and a half times
    ``every`` (an hour more than it, at least).  Where there is none at all, that is counted from
    when the first page was added.
    """
    folder = copies_folder(watch)
    since = standing.first_page_at(watch.archive) if newest is None else newest.at
    if folder is None or since is None:
        return None
    told = f"the newest copy in {folder} is of {since}" if newest else f"no copy is in {folder}"
    chore = chore_records(watch.archive).get(CHORE)
    if chore is not None and _failed(chore) and (newest is None or since < chore.last_started_at):
        return f"{told}, and the one of {chore.last_started_at} failed: {chore.last_error}"
    every = watch.settings.backup.every_seconds
    late = timedelta(seconds=every + max(_LATE * every, _LEAST_LATE_SECONDS))
    if watch.clock() - parse_utc(since) <= late:
        return None
    return f"{told}, and [backup] every is {watch.settings.backup.every}"


def _failed(chore: ChoreRecord) -> bool:
    """Whether the last try failed; a first one that did not end yet may be under way."""
    return chore.last_error is not None and (chore.failures > 1 or chore.last_error != UNFINISHED)
