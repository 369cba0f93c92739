"""A file made beside its place and put there whole: no half of one ever bears its name.

The work is done in a hidden file that nobody else may read, ``.archive-watch-NAME-….part``.  It is
given its name only once it is on the disk, by a link that fails where a file is already: nothing is
overwritten.  A part whose maker was killed is known by its lock, which died with the maker, and is
removed by whoever makes the next one in its folder.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive_watch.errors import CallerError

_PREFIX = ".archive-watch-"
_SUFFIX = ".part"
_BESIDE = ("", "-journal", "-wal", "-shm", ".gate", ".turn.gate", ".sending.gate", ".daemon")
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


@contextmanager
def part_of(target: Path, *, over: bool = False) -> Generator[Path, None, None]:
    """An empty file beside ``target``, removed at the end of the block with all that SQLite put
    beside it.  Raises CallerError where there is a file at ``target`` that is not to be written
    ``over``, or none can be made."""
    if not over:
        must_be_free(target)
    _ready_folder(target.parent)
    remove_abandoned(target.parent)
    descriptor, part = _locked_part(target)
    try:
        yield part
    finally:
        _remove(part)
        os.close(descriptor)


def place(part: Path, target: Path, *, over: bool = False) -> None:
    """Give a finished part its name, on the disk before this returns; CallerError where taken, but
    that what is to be written ``over`` is replaced at once."""
    sync(part)
    try:
        if over:
            part.replace(target)
        else:
            os.link(part, target)
    except FileExistsError as error:
        raise _taken(target) from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise CallerError(f"cannot write {target}: {error.strerror}") from error
        must_be_free(target)  # a file system without links: as near to it as can be
        part.rename(target)
    sync(target.parent)


def must_be_free(target: Path) -> None:
    """Raise CallerError where anything bears that name already."""
    if target.exists() or target.is_symlink():
        raise _taken(target)


def must_have_room(folder: Path, needed_bytes: int) -> None:
    """Raise CallerError where the disk of ``folder`` has less free than ``needed_bytes``."""
    free = shutil.disk_usage(_nearest(folder)).free
    if free < needed_bytes:
        raise CallerError(
            f"{needed_bytes:,} bytes are needed in {folder}, {free:,} are free",
            remedy="free some disk space, or name another disk",
        )


def sync(path: Path) -> None:
    """Have a file, or what is in a folder, on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that cannot sync its folders
            raise
    finally:
        os.close(descriptor)


def remove_abandoned(folder: Path) -> None:
    """Remove the parts in a folder whose makers died."""
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):
            descriptor = os.open(part, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(part)
            finally:
                os.close(descriptor)


def _locked_part(target: Path) -> tuple[int, Path]:
    """A new part with its lock; one that was taken for abandoned before it was locked is made anew."""
    while True:
        try:
            descriptor, name = tempfile.mkstemp(
                prefix=f"{_PREFIX}{target.name}-", suffix=_SUFFIX, dir=target.parent
            )
        except OSError as error:
            raise CallerError(f"cannot write in {target.parent}: {error.strerror}") from error
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(descriptor).st_nlink:
                return descriptor, Path(name)
        os.close(descriptor)


def _ready_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallerError(f"cannot make the folder {folder}: {error.strerror}") from error


def _remove(part: Path) -> None:
    for suffix in _BESIDE:
        part.with_name(part.name + suffix).unlink(missing_ok=True)


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that there is."""
    return next(one for one in (folder, *folder.absolute().parents) if one.exists())


def _taken(target: Path) -> CallerError:
    return CallerError(
        f"there is a file at {target} already: nothing is overwritten",
        remedy="move it away, or name another",
    )
