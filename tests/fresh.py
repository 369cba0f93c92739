"""A fresh archive, ready to write in: made once in a process by the program, then copied.

To make one runs every migration there is (0.2 s of CPU, and it grows with each); a copy is there at
once.  What proves how an archive is made, or is brought up to date, opens it itself.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from archive_watch.storage.database import Archive, open_archive


def fresh_archive(path: Path) -> Archive:
    """The archive at ``path``, open for writing; an empty one where there was none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_empty())
    return open_archive(path)


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        made = Path(folder) / "archive.db"
        open_archive(made, create=True).close()
        return made.read_bytes()
