"""SIGHUP by a careless operator: files half written, emptied, gone; the old configuration stays."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from archive_watch.config import Loaded, load
from archive_watch.daemon.rereading import Rereading
from archive_watch.services.telling.tell_health import tell_health
from archive_watch.services.watch import Watch
from daemon.running import rows, run, running, stopped, wait_until
from daemon.test_orders import Listening
from daemon.test_run import PAGE, watched
from fresh import fresh_archive
from servers import PageServer

SOUND = '[fetch]\ncontact = "you@example.org"\n[schedule]\nevery = "2h"\nworkers = 3\n'
PROFILE = 'name = "own"\nextends = "generic"\nhosts = ["harbour.example"]\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "archive-watch.toml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "config" / "sites" / "own.toml").write_text(PROFILE, encoding="utf-8")
    return tmp_path


def rereading_of(project: Path) -> Rereading:
    database = project / "archive.db"
    return Rereading(lambda: load(config_path=None, db_path=database, environ={}, cwd=project))


def watch_of(project: Path) -> Watch:
    given = load(config_path=None, db_path=project / "archive.db", environ={}, cwd=project)
    from archive_watch.model.clock import system_clock
    from archive_watch.services.load_profiles import load_profiles

    archive = fresh_archive(given.database)
    profiles = load_profiles(given)
    return Watch(archive=archive, settings=given.settings, profiles=profiles, clock=system_clock)


def _file_gone(project: Path) -> None:
    (project / "config" / "archive-watch.toml").unlink()


def _emptied(project: Path) -> None:
    (project / "config" / "archive-watch.toml").write_bytes(b"")


def _folder_gone(project: Path) -> None:
    shutil.rmtree(project / "config" / "sites")


def _profile_cut_short(project: Path) -> None:
    (project / "config" / "sites" / "own.toml").write_text(PROFILE[:-5], encoding="utf-8")


def _profile_unreadable(project: Path) -> None:
    (project / "config" / "sites" / "own.toml").unlink()
    (project / "config" / "sites" / "own.toml").mkdir()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_file_gone, "is gone; start anew"),
        (_emptied, "sets nothing any more"),
        (_folder_gone, "with its site profiles is gone"),
        (_profile_cut_short, "it is not TOML"),
        (_profile_unreadable, "Is a directory"),
    ],
)
async def test_what_was_lost_rather_than_changed_is_not_taken_up_and_told_until_it_is_mended(
    project: Path, spoil: Callable[[Path], None], told: str
) -> None:
    watch, rereading = watch_of(project), rereading_of(project)
    spoil(project)
    with watch.archive, capture_logs() as logs:
        assert await rereading.take_up(watch) is None
        assert [told in log["fault"] for log in logs] == [True]
        reasons = tell_health(watch).reasons
        assert [told in reason for reason in reasons] == [True]
        shutil.rmtree(project / "config")
        (project / "config" / "sites").mkdir(parents=True)
        (project / "config" / "archive-watch.toml").write_text(SOUND, encoding="utf-8")
        following = await rereading.take_up(watch)
        assert following is not None
        assert tell_health(watch).reasons == ()
    assert [log["profile"] for log in logs if "profile" in log] == [
        str(project / "config" / "sites" / "own.toml")
    ]


async def test_a_configuration_that_is_being_written_is_waited_for(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive_watch.daemon.rereading._QUIET_SECONDS", 0.01)
    file, whole = project / "config" / "archive-watch.toml", SOUND + "tick_seconds = 7\n"
    written: list[str] = []  # by an editor that goes on whenever it was looked at

    def looked() -> Loaded:
        if written:
            file.write_text(written.pop(0), encoding="utf-8")
        return load(config_path=None, db_path=project / "archive.db", environ={}, cwd=project)

    watch, rereading = watch_of(project), Rereading(looked)
    written[:] = [SOUND.removesuffix("workers = 3\n"), SOUND, whole]  # sound as far as it goes
    with watch.archive:
        following = await rereading.take_up(watch)
    assert following is not None
    assert (following.settings.schedule.workers, following.settings.schedule.tick_seconds) == (3, 7)


def test_two_orders_are_one_change_and_a_fault_is_told_until_it_is_mended(tmp_path: Path) -> None:
    manager = Listening(tmp_path / "notify")
    env = {"NOTIFY_SOCKET": str(tmp_path / "notify")}
    with PageServer() as server:
        for name in "abc":
            server.page(f"/{name}/", PAGE.format(name))
        old = watched(f"{server.url}/a/", every="1s")
        new = watched(f"{server.url}/a/", f"{server.url}/b/", f"{server.url}/c/", every="1s")
        file = tmp_path / "archive-watch.toml"
        with running(tmp_path, "run", config=old, env=env) as process:
            wait_until(lambda: manager.has("READY=1"))
            file.write_text(new, encoding="utf-8")
            process.send_signal(signal.SIGHUP)
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: "/c/" in server.paths())
            file.write_text(new.replace("tick_seconds", "tick_secconds"), encoding="utf-8")
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: manager.has("STATUS=watching; by an earlier configuration"))
            file.write_text(new, encoding="utf-8")
            told = json.loads(run(tmp_path, "status", "--format", "json", config=new).stdout)
            process.send_signal(signal.SIGHUP)
            wait_until(lambda: manager.heard[-1:] and manager.has("STATUS=watching", times=3))
            code, log = stopped(process, signal.SIGTERM)
    manager.close()
    assert code == 0, log
    assert "did you mean tick_seconds" in " ".join(told["reasons"])
    assert rows(tmp_path, "SELECT failures FROM chores WHERE name = 'configuration'") == [
        {"failures": 0}
    ]
    added = [event["pages"] for event in log if "pages" in event]
    assert added == [1, 2]
