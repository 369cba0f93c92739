"""The regular copy is made in a process of its own, and its failure is told, not suffered."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive_watch.config.settings import BackupSettings
from archive_watch.daemon.chores import CHORES
from archive_watch.errors import ArchiveDamaged, ArchiveError
from archive_watch.services.copying.copy_aside import copy_aside
from archive_watch.services.watch import Watch
from archive_watch.storage.backup import copies_in
from archive_watch.storage.database import open_archive
from archive_watch.storage.placing import remove_abandoned
from warcs import page, response, written
from watching import imported, watch_of


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    record = response("https://archive.example/report", page("What was agreed?"))
    imported(tmp_path / "archive.db", written(tmp_path / "f.warc", record))
    with open_archive(tmp_path / "archive.db") as archive:
        watch = watch_of(archive)
        regular = BackupSettings(folder="copies", every="12h")
        yield replace(watch, settings=replace(watch.settings, backup=regular))


def test_a_copy_stands_afterwards_and_the_watch_may_write_meanwhile(watch: Watch) -> None:
    async def both() -> None:
        with watch.archive.writing():  # in the middle of a check, and it is not waited for
            await copy_aside(watch)

    asyncio.run(both())
    (copy,) = copies_in(watch.archive.path.parent / "copies", watch.archive.path)
    assert copy.size > 0


def test_a_damaged_archive_is_told_and_the_watch_goes_on(watch: Watch) -> None:
    conn = sqlite3.connect(watch.archive.path)
    conn.execute("UPDATE texts SET text = 'forged'")
    conn.commit()
    conn.close()
    with pytest.raises(ArchiveError, match="no copy was made") as told:
        asyncio.run(copy_aside(watch))
    assert not isinstance(told.value, ArchiveDamaged)
    assert list((watch.archive.path.parent / "copies").iterdir()) == []


def test_one_that_is_cancelled_leaves_no_half_of_a_copy(watch: Watch) -> None:
    folder = watch.archive.path.parent / "copies"

    async def cut_short() -> None:
        working = asyncio.ensure_future(copy_aside(watch))
        while not (working.done() or (folder.is_dir() and list(folder.iterdir()))):
            await asyncio.wait({working}, timeout=0.001)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)

    asyncio.run(cut_short())
    assert [path.name for path in folder.iterdir() if path.suffix != ".db"] == []


def test_copies_are_made_only_where_a_folder_is_set(watch: Watch) -> None:
    (chore,) = (one for one in CHORES if one.name == "copy")
    assert chore.every(watch.settings) == 12 * 3600
    assert chore.every(replace(watch.settings, backup=BackupSettings())) is None


_PROGRAM = """
import asyncio, sys
sys.path.append(sys.argv[2])
from pathlib import Path
from dataclasses import replace
from archive_watch.config.settings import BackupSettings
from archive_watch.services.copying.copy_aside import copy_aside
from archive_watch.storage.database import open_archive
from watching import watch_of

with open_archive(Path(sys.argv[1])) as archive:
    watch = watch_of(archive)
    regular = BackupSettings(folder="copies", every="12h")
    asyncio.run(copy_aside(replace(watch, settings=replace(watch.settings, backup=regular))))
"""


def test_the_copying_ends_with_the_program_that_wanted_it_however_that_ended(watch: Watch) -> None:
    folder = watch.archive.path.parent / "copies"
    with watch.archive.writing() as conn:  # large enough to be met in the middle
        conn.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
            " INSERT INTO runs (trigger, kind, started_at, software)"
            " SELECT 'manual', 'fetch', '2026-01-01T00:00:00Z', hex(randomblob(15000)) FROM n"
        )
    for _ in range(10):
        _killed_while_it_copies(watch, folder)
        whole = list(folder.glob("*.db"))
        if not whole:
            break
        whole[0].unlink()  # it was done before it could be killed
    assert list(folder.iterdir()) == []


def _killed_while_it_copies(watch: Watch, folder: Path) -> None:
    tests = str(Path(__file__).parents[1])
    program = subprocess.Popen([sys.executable, "-c", _PROGRAM, str(watch.archive.path), tests])
    while not (folder.is_dir() and list(folder.iterdir())):
        assert program.poll() is None
        time.sleep(0.005)
    program.kill()
    program.wait()
    while list(folder.glob(".*.part")):  # its lock dies with its maker
        remove_abandoned(folder)
        time.sleep(0.02)
