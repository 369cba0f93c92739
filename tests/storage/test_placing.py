"""A file made beside its place: whole or not there, and never in the place of another."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from archive_watch.errors import CallerError
from archive_watch.storage.placing import must_have_room, part_of, place

_MAKES_A_PART_AND_WAITS = """
import sys, time
from pathlib import Path
from archive_watch.storage.placing import part_of
with part_of(Path(sys.argv[1])) as part:
    part.write_bytes(b"half")
    print("made", flush=True)
    time.sleep(60)
"""


def test_a_finished_part_gets_its_name_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    target = tmp_path / "new" / "file"
    with part_of(target) as part:
        part.write_bytes(b"whole")
        part.with_name(part.name + "-journal").touch()
        place(part, target)
    assert [path.name for path in target.parent.iterdir()] == ["file"]
    assert target.read_bytes() == b"whole"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), part_of(tmp_path / "file"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_came_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "file"
    with part_of(target) as part:
        target.write_bytes(b"theirs")
        with pytest.raises(CallerError, match="nothing is overwritten"):
            place(part, target)
    assert target.read_bytes() == b"theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_link_that_leads_nowhere_is_a_file_too(tmp_path: Path) -> None:
    (tmp_path / "file").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CallerError, match="nothing is overwritten"), part_of(tmp_path / "file"):
        pass


def test_the_part_of_one_who_was_killed_is_removed_and_that_of_one_at_work_is_not(
    tmp_path: Path,
) -> None:
    killed, at_work = (
        subprocess.Popen(
            [sys.executable, "-c", _MAKES_A_PART_AND_WAITS, str(tmp_path / name)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        for name in ("killed", "at-work")
    )
    try:
        for process in (killed, at_work):
            assert process.stdout is not None
            assert process.stdout.readline() == b"made\n"
        killed.kill()
        killed.wait()
        with part_of(tmp_path / "file") as part:
            place(part, tmp_path / "file")
        left = sorted(path.name.rpartition("-")[0] for path in tmp_path.iterdir())
        assert left == ["", ".archive-watch-at-work"]
    finally:
        for process in (killed, at_work):
            process.kill()
            process.communicate()


def test_more_than_the_disk_has_is_told_before(tmp_path: Path) -> None:
    must_have_room(tmp_path / "not" / "yet", 1)
    with pytest.raises(CallerError, match="bytes are needed"):
        must_have_room(tmp_path, 1 << 62)
