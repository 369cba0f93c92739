"""One daemon an archive: another is refused, and a fetch that looks for one keeps none from starting."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path

import pytest

from archive_watch.daemon.single import only_daemon
from archive_watch.errors import CallerError


def test_a_fetch_that_is_just_looking_whether_there_is_a_daemon_keeps_none_from_starting(
    tmp_path: Path,
) -> None:
    with (tmp_path / "archive.db.daemon").open("w") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        end_of_look = threading.Timer(0.1, fcntl.flock, (looking, fcntl.LOCK_UN))
        end_of_look.start()
        with only_daemon(tmp_path / "archive.db"), pytest.raises(BlockingIOError):
            fcntl.flock(looking, fcntl.LOCK_SH | fcntl.LOCK_NB)
        end_of_look.join()


def test_a_daemon_is_refused_while_there_is_one_and_not_after(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    with (
        only_daemon(database),
        pytest.raises(CallerError, match="another `archive-watch run`"),
        only_daemon(database),
    ):
        pass
    with only_daemon(database):
        pass


def test_a_lock_that_cannot_be_opened_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "archive.db.daemon").mkdir()  # as good as another user's, and root cannot open it
    with (
        pytest.raises(CallerError, match="cannot open the lock file"),
        only_daemon(tmp_path / "archive.db"),
    ):
        pass
