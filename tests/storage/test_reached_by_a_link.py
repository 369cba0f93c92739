"""An archive that is reached by a link is the same archive: one gate, one daemon, one log."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.daemon.single import only_daemon
from archive_watch.errors import ArchiveLocked, CallerError, UnreadableInput
from archive_watch.storage.backup import open_copy
from archive_watch.storage.database import open_archive
from archive_watch.storage.gate import WriteGate
from archive_watch.storage.upkeep import log_bytes


@pytest.fixture
def link(tmp_path: Path) -> Path:
    """A link in another folder to the archive, which is made on the first opening."""
    (tmp_path / "elsewhere").mkdir()
    linked = tmp_path / "elsewhere" / "link.db"
    linked.symlink_to("../archive.db")
    return linked


def test_who_comes_by_a_link_waits_at_the_same_gate(tmp_path: Path, link: Path) -> None:
    by_name = WriteGate(tmp_path / "archive.db", wait_seconds=0)
    by_link = WriteGate(link, wait_seconds=0)
    try:
        with by_name.held(), pytest.raises(ArchiveLocked), by_link.held():
            pass
    finally:
        by_name.close()
        by_link.close()


def test_a_second_daemon_is_refused_by_a_link_too(tmp_path: Path, link: Path) -> None:
    with (
        only_daemon(tmp_path / "archive.db"),
        pytest.raises(CallerError, match="another `archive-watch run`"),
        only_daemon(link),
    ):
        pass


def test_an_archive_made_through_a_link_has_its_locks_beside_the_file(
    tmp_path: Path, link: Path
) -> None:
    open_archive(link, create=True).close()
    assert [path.name for path in link.parent.iterdir()] == ["link.db"]
    assert {path.name for path in tmp_path.glob("archive.db*")} >= {"archive.db", "archive.db.gate"}


def test_a_copy_behind_a_link_is_refused_while_its_log_holds_what_it_lacks(link: Path) -> None:
    with open_archive(link, create=True) as archive:
        with archive.writing() as conn:
            conn.execute("CREATE TABLE more (one INTEGER) STRICT")
        assert log_bytes(link) > 0
        with pytest.raises(UnreadableInput, match="not whole without"):
            open_copy(link)
