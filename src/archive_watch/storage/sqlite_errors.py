"""What SQLite raises, told as ours: locked, damaged, not writable, not an archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from archive_watch.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveLocked,
    CallerError,
    NoDatabase,
    NotWritable,
)


@contextmanager
def sqlite_errors(path: Path) -> Generator[None, None, None]:
    """SQLite's own errors, told as ours.

    Raises ArchiveLocked, ArchiveDamaged, ArchiveError, NoDatabase or NotWritable.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _operational(path, error) from error
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise _damaged(path, error) from error


def _operational(path: Path, error: sqlite3.OperationalError) -> Exception:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # raised by Python itself: a text that does not decode
        return _damaged(path, error)
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return ArchiveLocked(f"{path} is locked by another process", remedy="try again later")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return NotWritable(
                f"cannot use {path}: {error}",
                remedy="make the file and its folder writable, or name another with --db FILE",
            )
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return ArchiveError(f"cannot write to {path}: {error}", remedy="free some disk space")
        case _:
            return error


def _damaged(path: Path, error: Exception) -> Exception:
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_NOTADB:
        return NoDatabase(
            f"{path} is not an SQLite database", remedy="name another file with --db FILE"
        )
    return ArchiveDamaged(
        f"{path} is damaged: {error}",
        remedy="restore a backup; keep the damaged file, captures in it may still be readable",
    )


@contextmanager
def lookups(path: Path) -> Generator[None, None, None]:
    """Like ``sqlite_errors``, for questions: a value that no row can have is the caller's, and
    a message of SQLite that does not decode quotes damaged bytes."""
    try:
        with sqlite_errors(path):
            yield
    except UnicodeDecodeError as error:
        raise _damaged(path, error) from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise CallerError(f"nothing in an archive can be like that: {error}") from error
