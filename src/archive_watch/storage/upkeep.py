"""The archive's files on the disk: how large, how much room is left, whether they are still ours."""

from __future__ import annotations

import shutil
from pathlib import Path

from archive_watch.storage.companions import beside_the_file
from archive_watch.storage.database import Archive
from archive_watch.storage.sqlite_errors import sqlite_errors

FileIdentity = tuple[int, int]


def free_bytes(path: Path) -> int | None:
    """The room that is left on the archive's disk; None where that cannot be told."""
    try:
        return shutil.disk_usage(path.parent).free
    except OSError:
        return None


def file_identity(path: Path) -> FileIdentity | None:
    """Which file the archive's path leads to now; None where there is none.

    Raises OSError where that cannot be told: a folder that may not be looked into for a while.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def log_identity(path: Path) -> tuple[FileIdentity | None, FileIdentity | None]:
    """Which write-ahead log, with its index, the archive's path leads to now."""
    log, index = (beside_the_file(path, ending) for ending in ("-wal", "-shm"))
    return file_identity(log), file_identity(index)


def size_bytes(path: Path) -> int:
    """How large the database file is."""
    return _size(path)


def log_bytes(path: Path) -> int:
    """How large the write-ahead log beside it is."""
    return _size(beside_the_file(path, "-wal"))


def checkpoint(archive: Archive) -> None:
    """Take the write-ahead log into the database file, as far as readers allow."""
    if archive.gate is None:
        return
    with archive.gate.held(), sqlite_errors(archive.path):
        archive.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def wait_no_longer(archive: Archive, *, seconds: float) -> None:
    """From now on wait at most ``seconds`` for a writer that passes by the gate: a foreign tool."""
    archive.conn.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}").fetchall()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
