"""init and doctor: a project's own files, and every setting with the place it comes from."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from archive_watch.errors import CallerError
from archive_watch.services.init_project import init_project
from cli.program import Program, Ran
from servers import PageServer


def _in(folder: Path, *arguments: str, **env: str) -> Ran:
    """The program run in ``folder``, without a word about configuration or database."""
    program = Program(folder)
    program.config.unlink()
    program.command = lambda *given: [  # type: ignore[method-assign]  # no options of ours
        *Program.command(program)[:3], *given
    ]  # fmt: skip
    return program.run(*arguments, env=env)


def test_a_project_is_written_once_and_is_used_where_it_is(tmp_path: Path) -> None:
    first = _in(tmp_path, "init")
    assert first.code == 0
    assert "set [fetch] contact" in first.err
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert tmp_path / "config/archive-watch.toml" in written
    assert len(list((tmp_path / "config/sites").glob("*.toml"))) > 5
    assert tomllib.loads((tmp_path / "config/archive-watch.toml").read_text())["fetch"] == {}
    second = _in(tmp_path, "init")
    assert (second.code, second.out) == (2, "")
    assert "exists already: nothing was written" in second.err
    assert {path: path.read_bytes() for path in written} == written
    assert _in(tmp_path, "add", "http://h.example/").code == 0
    assert (tmp_path / "db/archive.db").is_file()


@pytest.mark.parametrize("name", ["config/archive-watch.toml", "config/sites", "db/README.md"])
def test_nothing_is_written_where_one_of_its_files_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(CallerError, match="exists already: nothing was written"):
        init_project(tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [Path(name).name]
    assert (tmp_path / name).read_text() == "mine"


@pytest.mark.parametrize("name", ["a-file", "a-file/below", "a-file/far/below"])
def test_a_file_is_no_folder_for_a_project(tmp_path: Path, name: str) -> None:
    (tmp_path / "a-file").write_text("mine")
    with pytest.raises(CallerError, match="a-file is not a folder"):
        init_project(tmp_path / name)


def test_what_was_begun_is_taken_back_when_it_cannot_be_finished(tmp_path: Path) -> None:
    (tmp_path / "db").write_text("a file where the folder belongs")
    with pytest.raises(CallerError, match="cannot write"):
        init_project(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["db"]


def test_doctor_shows_every_value_with_its_origin(tmp_path: Path) -> None:
    ours = tmp_path / "config" / "archive-watch.toml"
    ours.parent.mkdir()
    ours.write_text('[fetch]\ncontact = "me@example.org"\n[links]\nenabled = false\n')
    told = _in(tmp_path, "doctor", ARCHIVE_WATCH_DB="elsewhere.db").out
    assert f"fetch.contact = 'me@example.org'  ({ours} (./config))" in told
    assert f"links.enabled = False  ({ours} (./config))" in told
    assert "fetch.min_delay_seconds = 5.0  (default)" in told
    assert f"archive.database = {tmp_path / 'elsewhere.db'}  ($ARCHIVE_WATCH_DB)" in told
    assert "there is no archive at" in told
    assert "SQLite 3." in told
    assert "GiB free" in told
    assert "contact is not set" not in told
    assert not (tmp_path / "elsewhere.db").exists()


def test_doctor_without_a_configuration_says_that_and_what_is_missing(tmp_path: Path) -> None:
    told = _in(tmp_path, "doctor", ARCHIVE_WATCH_CONFIG="", ARCHIVE_WATCH_DB="").out
    assert "configuration: the defaults (no file found)" in told
    assert "! [fetch] contact is not set" in told


def test_a_probe_tells_on_stdout_and_ends_with_3_when_the_host_cannot_be_read(
    tmp_path: Path,
) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        server.page("/", "<title>Home</title><main><h1>Home</h1><p>Welcome to it all.</p></main>")
        open_ = program.run("doctor", "--probe", server.url)
        assert (open_.code, open_.err) == (0, "")
        assert "can be read from here" in open_.out
        denied = "<html><head><title>Access Denied</title></head><body>Reference #18</body></html>"
        server.fallback = (403, {"Server": "AkamaiGHost"}, denied)
        server.routes.clear()
        shut = program.run("doctor", "--probe", server.url)
    assert shut.code == 3
    assert "cannot be read from here" in shut.out
    assert "ways on:" in shut.out
    assert "Traceback" not in shut.err
    assert not program.database.exists()
