"""Put a copy in the place of an archive that is lost: proved first, placed whole, brought up to date.

What is proved is what is placed: the copy is copied beside its place, looked at there, and given
its name last.  Nothing is overwritten, and no log of a lost archive is taken for the new one's.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from archive_watch.errors import ArchiveDamaged, CallerError, NoDatabase, UnreadableInput
from archive_watch.services.proving.verify_archive import Depth, verify_archive
from archive_watch.services.watch import Watch
from archive_watch.storage.backup import open_copy
from archive_watch.storage.database import open_archive
from archive_watch.storage.placing import must_be_free, must_have_room, part_of, place
from archive_watch.storage.recognised import must_not_be_foreign

_LOGS = ("-wal", "-journal")
_MOST_NAMED = 20
_SLACK_BYTES = 16 * 1024 * 1024
_ANOTHER = "name a file that `archive-watch backup` made"


def must_be_restorable(source: Path, target: Path) -> None:
    """Raise CallerError where ``source`` is no archive's copy, or ``target`` is not free for one."""
    try:
        must_be_free(target)
    except CallerError as error:
        raise CallerError(
            f"there is an archive at {target} already: nothing is overwritten",
            remedy="move it away first, or restore beside it: archive-watch --db FILE restore SRC",
        ) from error
    for log in (target.with_name(target.name + suffix) for suffix in _LOGS):
        if log.exists():
            raise CallerError(
                f"{log} is left of an archive that was there",
                remedy="move it away together with what else is left of that archive",
            )
    if not source.is_file():
        raise UnreadableInput(f"there is no file {source}", remedy=_ANOTHER)
    if source.stat().st_size == 0:
        raise UnreadableInput(f"{source} is empty", remedy=_ANOTHER)
    try:
        must_not_be_foreign(source)
        with open_copy(source) as copy:
            copy.rows("PRAGMA schema_version")
    except NoDatabase as error:
        newer = "upgrade archive-watch, then restore" if "newer" in error.message else _ANOTHER
        raise NoDatabase(error.message, remedy=newer) from error
    except ArchiveDamaged as error:
        raise _damaged(source, [error.message]) from error


def restore(
    watch_of: Callable[..., Watch],
    source: Path,
    target: Path,
    *,
    depth: Depth = Depth.DIGESTS,
    progress: Callable[[], None] = lambda: None,
) -> int:
    """Make the archive at ``target`` from the copy ``source``; how many pages it watches.

    ``watch_of`` gives the watch over an open archive.  Raises CallerError (see
    ``must_be_restorable``), ArchiveDamaged where the copy is not sound.
    """
    must_be_restorable(source, target)
    must_have_room(target.parent, source.stat().st_size + _SLACK_BYTES)
    with part_of(target) as part:
        _copied(source, part)
        try:
            _must_be_whole(part)
            with open_archive(part) as archive:
                faults = verify_archive(watch_of(archive), depth=depth, progress=progress)
                pages = archive.number("SELECT count(*) FROM pages")
        except ArchiveDamaged as error:
            raise _damaged(source, [error.message.replace(str(part), str(source))]) from error
        if faults:
            raise _damaged(source, faults)
        place(part, target)
    return pages


def _copied(source: Path, part: Path) -> None:
    try:
        shutil.copyfile(source, part)
    except OSError as error:
        raise CallerError(f"cannot copy {source} to {part.parent}: {error.strerror}") from error


def _must_be_whole(part: Path) -> None:
    """Before it is written to: a damaged file is not to be migrated first and told of after."""
    with open_copy(part) as copy:
        found = [row[0] for row in copy.rows("PRAGMA integrity_check")]
    if found != ["ok"]:
        raise ArchiveDamaged("; ".join(found[:_MOST_NAMED]))


def _damaged(source: Path, faults: list[str]) -> ArchiveDamaged:
    told = "\n  ".join(faults[:_MOST_NAMED])
    return ArchiveDamaged(
        f"{source} is damaged; nothing was restored:\n  {told}",
        remedy="restore an earlier copy; keep this one, what is sound in it can still be read",
    )
