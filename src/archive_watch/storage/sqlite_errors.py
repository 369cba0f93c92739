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

FAULTS = (sqlite3.DatabaseError, UnicodeError, OverflowError)
"""Everything that a question may meet; ``lookup_error`` tells it as ours."""


@contextmanager
def sqlite_errors(path: Path) -> Generator[None, None, None]:
    """SQLite's own errors, told as ours.

    Raises ArchiveLocked, ArchiveDamaged, ArchiveError, NoDatabase or NotWritable.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _told(path, error) from error


def _told(path: Path, error: sqlite3.DatabaseError) -> Exception:
    """One of SQLite's errors as ours; a bug of ours as it is."""
    if isinstance(error, sqlite3.OperationalError):
        return _operational(path, error)
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return error
    return _damaged(path, error)


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
        yield
    except FAULTS as error:
        raise lookup_error(path, error) from error


def lookup_error(path: Path, error: Exception) -> Exception:
    """What a question met, as ``lookups`` tells it."""
    if isinstance(error, sqlite3.DatabaseError):
        return _told(path, error)
    if isinstance(error, UnicodeDecodeError):
        return _damaged(path, error)
    return CallerError(f"nothing in an archive can be like that: {error}")
