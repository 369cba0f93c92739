"""Copies of an archive: made while others write, listed by the time in their names.

``VACUUM INTO`` reads one moment of the archive without holding the write gate, and writes a file
that needs nothing beside it: journal mode ``delete``, so that it can be read on a disk that cannot
be written.  A copy in a folder is named by its archive and its moment; by that name, and by the
application's id in its head, it is known as ours.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive_watch.errors import ArchiveDamaged, CallerError, UnreadableInput
from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.storage.companions import beside_the_file
from archive_watch.storage.database import Archive
from archive_watch.storage.migrate import APPLICATION_ID
from archive_watch.storage.placing import must_have_room
from archive_watch.storage.recognised import must_be_known, must_be_ours
from archive_watch.storage.soundness import DISAGREES, SEARCH_INDEXES
from archive_watch.storage.sqlite_errors import lookups, sqlite_errors

_STAMP = re.compile(r"\d{8}T\d{6}Z")
_GROWING = (
    *("sites", "pages", "captures", "texts", "versions", "runs", "changes", "renewals", "marks"),
)
_SLACK_BYTES = 8 * 1024 * 1024
_APPLICATION_ID_AT = slice(68, 72)  # https://sqlite.org/fileformat2.html


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy in a folder; ``at`` is its moment as UTC text, ``size`` is in bytes."""

    path: Path
    at: str
    size: int


def copy_name(database: Path, moment: datetime) -> str:
    """What a copy of the archive made at ``moment`` is called: ``archive-20260131T235959Z.db``."""
    return f"{database.stem}-{re.sub('[-:]', '', utc_text(moment))}.db"


def copies_in(folder: Path, database: Path) -> list[Copy]:
    """The copies of the archive in a folder that are ours by name and by head, the newest first."""
    if not folder.is_dir():
        return []
    found = [_copy(path, database) for path in folder.glob("*.db")]
    return sorted(
        (copy for copy in found if copy is not None), key=lambda copy: copy.at, reverse=True
    )


def last_copy(folder: Path, database: Path) -> Copy | None:
    """The newest copy of the archive in a folder; None where there is none."""
    return next(iter(copies_in(folder, database)), None)


def _copy(path: Path, database: Path) -> Copy | None:
    stem, _, stamp = path.stem.rpartition("-")
    if stem != database.stem or not _STAMP.fullmatch(stamp):
        return None
    try:
        at = utc_text(parse_utc(stamp))
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except (ValueError, OSError):
        return None
    if int.from_bytes(head[_APPLICATION_ID_AT], "big") != APPLICATION_ID:
        return None
    return Copy(path=path, at=at, size=size)


def copy_bytes(archive: Archive) -> int:
    """How many bytes a copy will take, and a little more."""
    pages = archive.number("PRAGMA page_count") - archive.number("PRAGMA freelist_count")
    return pages * archive.number("PRAGMA page_size") + _SLACK_BYTES


def copy_into(archive: Archive, part: Path) -> None:
    """Write one moment of the archive into an empty file; nobody who writes has to wait.

    Raises ArchiveDamaged where the archive does not read, ArchiveError where the disk is full,
    CallerError where it is known before that there is no room.
    """
    must_have_room(part.parent, copy_bytes(archive))
    before = _counts(archive.conn)
    archive.conn.execute("PRAGMA query_only = OFF")  # it forbids to write any file, not only ours
    try:
        with sqlite_errors(part):
            archive.conn.execute("VACUUM INTO ?", (str(part),))
    finally:
        archive.conn.execute(f"PRAGMA query_only = {int(archive.gate is None)}")
    _must_hold(part, before, _counts(archive.conn))


def open_copy(path: Path) -> Archive:
    """A copy as an archive that is only read, as it stands: nothing is put beside it.

    Raises NoDatabase where it is none of ours or newer than this program, UnreadableInput where it
    is not whole without a file beside it, ArchiveDamaged.
    """
    for ending in ("-wal", "-journal"):
        log = beside_the_file(path, ending)
        if log.exists() and log.stat().st_size:
            raise UnreadableInput(
                f"{path} is not whole without {log}: it was copied from under a program that wrote",
                remedy="take a copy that `archive-watch backup` made",
            )
    with lookups(path):
        conn = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
        )
        conn.row_factory = sqlite3.Row
        try:
            must_be_ours(path, conn)
            must_be_known(path, conn)
        except BaseException:
            conn.close()
            raise
    return Archive(path, conn, None)


def search_faults(copy: Path) -> list[str]:
    """Whether the full-text indexes of a copy that is nobody else's agree with its texts.

    (SQLite only answers that to one who may write; nothing is written.)
    """
    faults = []
    conn = sqlite3.connect(copy, isolation_level=None)
    try:
        conn.execute("PRAGMA journal_mode = MEMORY")
        for index, words in SEARCH_INDEXES.items():
            try:
                conn.execute("BEGIN")
                conn.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
            except (sqlite3.DatabaseError, UnicodeDecodeError):  # it may quote damaged bytes
                faults.append(DISAGREES.format(words))
            finally:
                conn.rollback()
    finally:
        conn.close()
    return faults


def remove_copy(copy: Copy) -> None:
    """Remove a copy that later ones have replaced.  Raises CallerError where that is not allowed."""
    try:
        copy.path.unlink(missing_ok=True)
    except OSError as error:
        raise CallerError(f"cannot remove {copy.path}: {error.strerror}") from error


def _counts(conn: sqlite3.Connection) -> dict[str, int]:
    """How many rows the tables have from which nothing is ever removed."""
    return {name: conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in _GROWING}


def _must_hold(part: Path, before: Mapping[str, int], after: Mapping[str, int]) -> None:
    with open_copy(part) as copy:
        counted = _counts(copy.conn)
    for name, count in counted.items():
        if not before[name] <= count <= after[name]:
            raise ArchiveDamaged(
                f"the copy has {count:,} rows of {name}; the archive had {before[name]:,}",
                remedy="try again, and look at the disk",
            )
