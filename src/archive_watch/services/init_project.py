"""Write a project's own ``config/`` and ``db/``: nothing that is there is ever overwritten."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from archive_watch.errors import CallerError
from archive_watch.shipped import shipped

_CONFIG = ("config/archive-watch.toml", "config/sites", "config/state-hosts.toml", "config/systemd")
_DATABASE = ("db/queries", "db/datasette.yaml", "db/README.md")


def init_project(folder: Path) -> list[Path]:
    """Write the commented defaults and the site profiles into ``folder``; what was written.

    Raises CallerError when anything that would be written exists already, or cannot be written.
    """
    wanted = [*_CONFIG, *_DATABASE]
    _must_be_a_folder(folder)
    existing = [folder / name for name in wanted if os.path.lexists(folder / name)]
    if existing:
        raise CallerError(
            f"{existing[0]} exists already: nothing was written",
            remedy="name an empty folder: archive-watch init DIR",
        )
    sources = {name: shipped(name) for name in wanted}
    made = [path for path in (folder, folder / "config", folder / "db") if not path.exists()]
    try:
        return [_copied(source, folder / name) for name, source in sources.items()]
    except OSError as error:
        for path in (*(folder / name for name in wanted), *made):
            _removed(path)
        raise CallerError(
            f"cannot write {error.filename or folder}: {error.strerror or error}"
        ) from error


def _must_be_a_folder(folder: Path) -> None:
    """Neither ``folder`` nor anything above it is a file."""
    for path in (folder, *folder.parents):
        if path.exists() and not path.is_dir():
            raise CallerError(
                f"{path} is not a folder: nothing was written",
                remedy="name an empty folder: archive-watch init DIR",
            )


def _removed(path: Path) -> None:
    """Take back what was written before the fault: nothing of it was there before."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _copied(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)
    return target
