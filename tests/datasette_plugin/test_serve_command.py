"""``archive-watch serve``, the real program: started, asked, written beside, and stopped."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from archive_watch.datasette_plugin.serving import configuration_in
from archive_watch.errors import CallerError

_COMMAND = [sys.executable, "-m", "archive_watch"]


@contextmanager
def _served(
    database: Path, *options: str, config: Path | None = None
) -> Generator[tuple[subprocess.Popen[str], str]]:
    """The running program and where it says the archive is."""
    running = subprocess.Popen(
        [
            *_COMMAND,
            *(["--config", str(config)] if config else []),
            "--db",
            str(database),
            "serve",
            "--port",
            "0",
            *options,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stderr is not None
        told = running.stderr.readline()
        at = re.search(r"http://\S+", told)
        assert at is not None, told
        yield running, at[0]
    finally:
        running.kill()
        running.communicate()


def _get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=180) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_this_machine_alone_and_stops_with_0(
    demo_archive: Path, stop: signal.Signals
) -> None:
    with _served(demo_archive) as (running, at):
        assert at.startswith("http://127.0.0.1:")
        assert _get(at)[0] == 200
        assert _get(f"{at}/nothing")[0] == 404
        assert running.stderr is not None
        home = running.stderr.readline().split()[-1]
        assert home == f"{at.removesuffix('/archive')}/-/archive-watch"
        assert "What happened" in _get(home)[1]
        running.send_signal(stop)
        out, err = running.communicate(timeout=180)
    assert (running.returncode, out, err) == (0, "", "")


def test_it_stops_although_a_reader_holds_a_connection(demo_archive: Path) -> None:
    with _served(demo_archive) as (running, at):
        assert _get(at)[0] == 200
        port = int(at.split(":")[2].split("/")[0])
        with socket.create_connection(("127.0.0.1", port)):
            running.send_signal(signal.SIGINT)
            assert running.wait(timeout=180) == 0


def test_it_changes_nothing_and_keeps_no_lock(demo_archive: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    shutil.copy(demo_archive, archive)
    before = archive.read_bytes()
    with _served(archive) as (running, at):
        _get(at)
        _get(f"{at}/current_transcripts?_search=lights")
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=180)
    assert archive.read_bytes() == before
    assert not archive.with_name("archive.db.gate").exists()
    writer = sqlite3.connect(archive, timeout=0)
    writer.execute("BEGIN EXCLUSIVE")
    writer.close()
    # SQLite's own files, which a reader may leave and the next writer clears.
    assert {entry.name for entry in tmp_path.iterdir()} == {"archive.db"}


def test_what_an_import_brings_is_read_while_it_is_served(
    demo_archive: Path, tmp_path: Path
) -> None:
    archive, saved = tmp_path / "archive.db", tmp_path / "saved.html"
    shutil.copy(demo_archive, archive)
    url = "http://2017-2021.state.example/a-page-of-tomorrow/"
    with _served(archive) as (_, at):
        found = f"{at}/current_transcripts.json?_shape=array&_search=quixotic"
        assert json.loads(_get(found)[1]) == []
        for day, words in enumerate(("Quixotic words.", "Quixotic words, edited.")):
            saved.write_text(f"<main><h1>Tomorrow</h1><p>{words}</p></main>", encoding="utf-8")
            seen = ["--url", url, "--at", f"2026-03-0{6 + day}T09:00:00Z"]
            subprocess.run(
                [*_COMMAND, "-q", "--db", str(archive), "import", str(saved), *seen],
                check=True, capture_output=True, timeout=120,
            )  # fmt: skip
            assert _get(at)[0] == 200
        [row] = json.loads(_get(found)[1])
        assert row["text"].endswith("Quixotic words, edited.")
        assert row["version"] == 2
        assert "Quixotic words<ins>, edited</ins>." in _get(f"{at}/edits_that_matter?severity=0")[1]


def test_the_operator_logs_in_as_root_once_and_asks_for_a_check(
    demo_archive: Path, tmp_path: Path
) -> None:
    archive, config = tmp_path / "archive.db", tmp_path / "watch.toml"
    with sqlite3.connect(demo_archive) as conn:
        conn.execute("VACUUM INTO ?", (str(archive),))
    conn.close()
    config.write_text("[serve]\ncheck_now = true\n", encoding="utf-8")
    with _served(archive, "--root", config=config) as (running, at):
        assert running.stderr is not None
        [token] = re.findall(r"(/-/auth-token\?token=\S+)", running.stderr.readline())
        site = at.removesuffix("/archive")
        reader = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        page = f"{site}/-/archive-watch/page/1"
        assert "Check now" not in reader.open(page, timeout=180).read().decode()
        reader.open(f"{site}{token}", timeout=180).close()
        [csrf] = re.findall(
            r'name="csrftoken" value="([^"]+)"><input type="hidden" name="page"',
            reader.open(page, timeout=180).read().decode(),
        )
        form = urlencode({"page": 1, "csrftoken": csrf}).encode()
        with reader.open(f"{site}/-/archive-watch/check", form, timeout=180) as answer:
            assert answer.status in {200, 202}
            assert "Back to the page" in answer.read().decode()
        assert _get(f"{site}{token}")[0] == 403


@pytest.mark.parametrize("held", [None, "- a list", "{", "\x00"])
def test_a_configuration_of_datasette_that_is_none_is_the_callers_to_mend(
    demo_archive: Path, tmp_path: Path, held: str | None
) -> None:
    file = tmp_path / "datasette.yaml"
    if held is not None:
        file.write_text(held, encoding="utf-8")
    with pytest.raises(CallerError, match="is no configuration of Datasette"):
        configuration_in(file)


@pytest.mark.parametrize(
    ("database", "options", "told"),
    [
        ("missing.db", [], "there is no archive at"),
        ("text.db", [], "is not an SQLite database"),
        ("other.db", [], "not an archive of archive-watch"),
        ("archive.db", ["--port", "65536"], "--port"),
        ("archive.db", ["--port", "-1"], "--port"),
        ("archive.db", ["--host", "192.0.2.1"], "cannot listen on 192.0.2.1"),
    ],
)
def test_what_cannot_be_served_is_the_callers_to_mend(
    demo_archive: Path, tmp_path: Path, database: str, options: list[str], told: str
) -> None:
    shutil.copy(demo_archive, tmp_path / "archive.db")
    (tmp_path / "text.db").write_text("words, not a database\n" * 50, encoding="utf-8")
    with sqlite3.connect(tmp_path / "other.db") as conn:
        conn.execute("CREATE TABLE pages (id)")
    conn.close()
    before = {entry.name for entry in tmp_path.iterdir()}
    done = subprocess.run(
        [*_COMMAND, "--db", str(tmp_path / database), "serve", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert {e.name for e in tmp_path.iterdir()} - before <= {"archive.db-wal", "archive.db-shm"}


def test_a_port_in_use_is_told_and_the_other_server_left_alone(demo_archive: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*_COMMAND, "--db", str(demo_archive), "serve", "--port", port],
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use\n" in done.stderr
    assert "--port" in done.stderr
