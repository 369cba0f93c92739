"""Make a copy of the archive that can be relied on, while others write to the archive.

The copy is proved before it gets its name: what bears the name of a copy is one.  A copy that fails
leaves nothing behind and removes nothing; only after a new one stands do the outdated ones go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from archive_watch.errors import ArchiveDamaged, CallerError
from archive_watch.model.clock import parse_utc
from archive_watch.schedule.rotation import outdated
from archive_watch.services.copying.regular_copies import copies_folder
from archive_watch.services.proving.verify_archive import Depth, verify_archive
from archive_watch.services.watch import Watch
from archive_watch.storage.backup import (
    copies_in,
    copy_into,
    copy_name,
    open_copy,
    remove_copy,
    search_faults,
)
from archive_watch.storage.placing import part_of, place

_MOST_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCopy:
    """A copy that stands: where, how large, and what is in it."""

    path: Path
    size: int
    pages: int
    captures: int
    versions: int


def back_up(
    watch: Watch,
    target: Path,
    *,
    depth: Depth = Depth.DIGESTS,
    progress: Callable[[], None] = lambda: None,
) -> MadeCopy:
    """Copy the archive to ``target``; into it, under a name with the time, where that is a folder.

    Raises CallerError (a file is there, no room, not writable), ArchiveDamaged where the copy is
    not proved by ``depth``: then the archive itself is not sound.
    """
    if target.is_dir():
        target = target / copy_name(watch.archive.path, watch.clock())
    with part_of(target) as part:
        copy_into(watch.archive, part)
        made = _proved(watch, part, depth, progress)
        place(part, target)
    return replace(made, path=target)


def keep_copies(watch: Watch) -> MadeCopy:
    """Make the regular copy in ``[backup] folder``, then let the outdated ones go."""
    folder, settings = copies_folder(watch), watch.settings.backup
    if folder is None:
        raise CallerError("there is no folder for copies", remedy="set [backup] folder")
    folder.mkdir(parents=True, exist_ok=True)
    made = back_up(watch, folder / copy_name(watch.archive.path, watch.clock()))
    standing = {parse_utc(one.at): one for one in copies_in(folder, watch.archive.path)}
    for moment in outdated(list(standing), days=settings.keep, weeks=settings.keep_weeks):
        if standing[moment].path != made.path:
            remove_copy(standing[moment])
    return made


def _proved(watch: Watch, part: Path, depth: Depth, progress: Callable[[], None]) -> MadeCopy:
    with open_copy(part) as copy:
        faults = verify_archive(replace(watch, archive=copy), depth=depth, progress=progress)
        faults += search_faults(part)
        if faults:
            raise ArchiveDamaged(
                f"no copy was made, for what was copied has {len(faults)} faults:\n  "
                + "\n  ".join(faults[:_MOST_NAMED]),
                remedy="`archive-watch verify` looks at the archive itself;"
                " `backup --proof quick` copies it as it is",
            )
        return MadeCopy(
            path=part,
            size=part.stat().st_size,
            pages=copy.number("SELECT count(*) FROM pages"),
            captures=copy.number("SELECT count(*) FROM captures"),
            versions=copy.number("SELECT count(*) FROM versions"),
        )
