"""Write a project's own ``config/`` and ``db/``: nothing that is there is ever overwritten."""

from __future__ import annotations

import shutil
from pathlib import Path

from archive_watch.errors import CallerError
from archive_watch.shipped import shipped

_CONFIG = ("config/archive-watch.toml", "config/sites", "config/systemd")
_DATABASE = ("db/queries", "db/datasette.yaml", "db/README.md")


def init_project(folder: Path) -> list[Path]:
    """Write the commented defaults and the site profiles into ``folder``; what was written.

    Raises CallerError when anything that would be written exists already, or cannot be written.
    """
    wanted = [*_CONFIG, *_DATABASE]
    existing = [folder / name for name in wanted if (folder / name).exists()]
    if existing:
        raise CallerError(
            f"{existing[0]} exists already: nothing was written",
            remedy="name an empty folder: archive-watch init DIR",
        )
    try:
        return [_copied(shipped(name), folder / name) for name in wanted]
    except OSError as error:
        raise CallerError(f"cannot write into {folder}: {error.strerror}") from error


def _copied(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)
    return target
