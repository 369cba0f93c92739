"""Files that leave the archive: written beside their place, and there as a whole or not at all.

Unlike a copy of the archive they are to be handed on, so they may be read by whomever the process's
own mask allows.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archive_watch.errors import CallerError
from archive_watch.storage.placing import part_of, place


@contextmanager
def outlet(target: Path, *, over: bool) -> Generator[IO[bytes], None, None]:
    """A file to write to, placed at ``target`` when the block ends well, else removed.

    Raises CallerError where there is a file already that is not to be written ``over``, where there
    is a folder, no right to write, or no room.
    """
    if target.is_dir():
        raise CallerError(f"{target} is a folder", remedy="name a file")
    try:
        with part_of(target, over=over) as part:
            with part.open("wb") as file:
                yield file
            part.chmod(0o666 & ~_mask())
            try:
                place(part, target, over=over)
            except CallerError as error:
                raise taken(target) if target.exists() else error from error
    except OSError as error:
        raise CallerError(f"cannot write {target}: {error.strerror or error}") from error


def must_be_new(target: Path, *, over: bool) -> None:
    """Raise CallerError where there is a file already that is not to be written ``over``."""
    if not over and (target.exists() or target.is_symlink()):
        raise taken(target)


def taken(target: Path) -> CallerError:
    """That nothing is overwritten unasked."""
    return CallerError(
        f"there is a file at {target} already: nothing is overwritten",
        remedy="name another, or write over it with --force",
    )


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
