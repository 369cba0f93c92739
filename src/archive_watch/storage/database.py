"""Opening the archive: the right file, the right pragmas, the schema up to date.

WAL, synchronous FULL (what is acknowledged survives a power cut), foreign keys on, and
``BEGIN IMMEDIATE`` for every write: a deferred transaction that reads and then writes fails at
once when another writer came between.  Readers open the file read-only and never create one.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive_watch.errors import ArchiveDamaged, CallerError, NoDatabase
from archive_watch.storage.gate import WriteGate
from archive_watch.storage.migrate import bring_up_to_date, is_behind
from archive_watch.storage.recognised import (
    CREATE_REMEDY,
    is_nothing,
    must_be_known,
    must_be_ours,
    must_not_be_foreign,
    must_not_be_newer,
)
from archive_watch.storage.sqlite_errors import FAULTS, lookup_error, lookups, sqlite_errors

Row = sqlite3.Row
_WAIT_SECONDS = 30.0
_LEAST_CACHE_KIB, _MOST_CACHE_KIB = 2_000, 32_768
_CACHE_SHARE = 256  # of the file: twenty thousand pages are to take no more memory than two hundred
_CHECKPOINT_PAGES = 4_000  # 16 MB: checks write the same few pages of the file again and again


class Archive:
    """An open archive: ``conn`` to read with, ``writing()`` to write in."""

    def __init__(self, path: Path, conn: sqlite3.Connection, gate: WriteGate | None) -> None:
        self.path = path
        self.conn = conn
        self.gate = gate
        self.memory: dict[object, object] = {}

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection, None, None]:
        """One transaction, committed at the end of the block and rolled back on any error."""
        if self.gate is None:
            raise CallerError(f"{self.path} was opened for reading only")
        with self.gate.held(), sqlite_errors(self.path):
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self.conn
                self.conn.execute("COMMIT")
            except BaseException:
                self.conn.rollback()
                self.memory.clear()
                raise

    @contextmanager
    def noting(self) -> Generator[sqlite3.Connection, None, None]:
        """Like ``writing``, for what a power cut may take back (a lease): no disk is waited for.

        What is written after it, and kept, makes it last too.
        """
        self.conn.execute("PRAGMA synchronous = NORMAL")
        try:
            with self.writing() as conn:
                yield conn
        finally:
            self.conn.execute("PRAGMA synchronous = FULL")

    @contextmanager
    def snapshot(self) -> Generator[None, None, None]:
        """What is read in the block is of one moment, whatever others write meanwhile."""
        if self.conn.in_transaction:
            yield
            return
        with sqlite_errors(self.path):
            self.conn.execute("BEGIN")
        try:
            yield
        finally:
            self.conn.rollback()

    def rows(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> list[Row]:
        """Every row of a query."""
        try:
            return self.conn.execute(sql, values).fetchall()
        except FAULTS as error:
            raise lookup_error(self.path, error) from error

    def row(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> Row | None:
        """The first row of a query, or None."""
        try:
            found: Row | None = self.conn.execute(sql, values).fetchone()
        except FAULTS as error:
            raise lookup_error(self.path, error) from error
        return found

    def number(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> int:
        """The first column of the first row as a whole number; 0 where there is none."""
        found = self.row(sql, values)
        return int(found[0]) if found is not None and found[0] is not None else 0

    def each(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> Iterable[Row]:
        """The rows of a query one by one, so that a large answer is never whole in memory."""
        with lookups(self.path):
            # Given up half-way, `yield from` would close a cursor of a connection that is closed.
            for row in self.conn.execute(sql, values):  # noqa: UP028
                yield row

    def close(self) -> None:
        """Close the connection inside the gate: the last one to close checkpoints."""
        if self.gate is None:
            self.conn.close()
            return
        with self.gate.held():
            self.conn.close()
        self.gate.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_archive(path: Path, *, create: bool = False) -> Archive:
    """The archive at ``path``, ready for writing; made first when ``create`` and there is none.

    Raises NoDatabase (missing, newer, or not ours), CallerError (a folder that cannot be written),
    ArchiveLocked, ArchiveDamaged.
    """
    if not create and is_nothing(path):
        raise NoDatabase(f"there is no archive at {path}", remedy=CREATE_REMEDY)
    _ready_folder(path)
    must_not_be_foreign(path)
    gate = WriteGate(path, wait_seconds=_WAIT_SECONDS)
    try:
        with gate.held(), lookups(path):
            conn = _connected(path, read_only=False)
            try:
                _ready_schema(path, conn)
            except BaseException:
                conn.close()
                raise
    except BaseException:
        gate.close()
        raise
    return Archive(path, conn, gate)


def open_for_reading(path: Path) -> Archive:
    """The archive at ``path``, read-only; one of an earlier program is brought up to date first.

    Raises NoDatabase when there is none that we know, CallerError where it cannot be brought up to
    date because it cannot be written.
    """
    if not path.is_file() or is_nothing(path):
        raise NoDatabase(f"there is no archive at {path}", remedy=CREATE_REMEDY)
    must_not_be_foreign(path)
    conn = _to_read(path)
    if is_behind(conn):
        conn.close()
        _bring_up_to_date(path)
        conn = _to_read(path)
    return Archive(path, conn, None)


def _bring_up_to_date(path: Path) -> None:
    try:
        open_archive(path).close()
    except CallerError as error:
        raise CallerError(
            f"{path} was written by an earlier archive-watch and has to be brought up to date,"
            f" but {error.message}",
            remedy=error.remedy,
        ) from error


def _to_read(path: Path) -> sqlite3.Connection:
    with lookups(path):
        conn = _connected(path, read_only=True)
        try:
            must_be_ours(path, conn)
            must_be_known(path, conn)
        except BaseException:
            conn.close()
            raise
    return conn


def sqlite_version_info() -> tuple[int, ...]:
    """The version of SQLite that is used, as numbers."""
    return sqlite3.sqlite_version_info


def _ready_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallerError(f"cannot make the folder {path.parent}: {error.strerror}") from error
    target = path if path.exists() else path.parent
    if (
        path.is_dir()
        or not os.access(target, os.W_OK)
        or not os.access(path.resolve().parent, os.W_OK)
    ):
        raise CallerError(
            f"cannot write to {target}",
            remedy="make the file and its folder writable, or name another with --db FILE",
        )


def _connected(path: Path, *, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rwc"
    address = f"{path.resolve().as_uri()}?mode={mode}"
    conn = sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.execute("PRAGMA foreign_keys = ON")
    if read_only:
        conn.execute("PRAGMA query_only = ON")
    else:
        conn.execute(
            "PRAGMA temp_store = MEMORY"
        )  # a trigger's journal in a file costs as much again
    return conn


def _cache_kib(path: Path) -> int:
    """How much SQLite may keep in memory: of a large archive the ends of its indexes, which its own
    2 MB do not hold; of a small one no more than those."""
    share = path.stat().st_size // _CACHE_SHARE // 1024
    return min(max(share, _LEAST_CACHE_KIB), _MOST_CACHE_KIB)


def _ready_schema(path: Path, conn: sqlite3.Connection) -> None:
    must_be_ours(path, conn)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
    conn.execute(f"PRAGMA cache_size = -{_cache_kib(path)}")
    conn.execute("BEGIN IMMEDIATE")
    try:
        must_not_be_newer(path, conn)
        bring_up_to_date(conn)
    except BaseException as error:
        conn.rollback()
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
            raise ArchiveDamaged(
                f"{path} is damaged: what it says of its schema does not fit its tables ({error})",
                remedy="restore a backup; keep this file, what is sound in it can still be read",
            ) from error
        raise
    conn.execute("COMMIT")
