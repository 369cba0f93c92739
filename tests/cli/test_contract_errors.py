"""Every mistake is answered as one: the fault and the remedy on stderr, nothing on stdout, code 2."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_watch.cli import main
from cli.program import OWN_NETWORK, Program
from fresh import fresh_archive
from servers import PageServer

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program in this process, in an empty folder: its code, stdout and stderr."""
    for name in [name for name in os.environ if "ARCHIVE_WATCH" in name or "XDG" in name]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")

    def ran(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        said = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return stopped.value.code, said.out, said.err

    return ran


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


READERS = (
    "pages|status|history URL|show URL|search words|diff URL|changes|links|links URL|links check"
    "|report|verify|serve|versions retract 1 --reason x"
).split("|")


@pytest.mark.parametrize("command", READERS)
def test_a_command_that_only_reads_makes_no_database(
    run: Run, tmp_path: Path, command: str
) -> None:
    words = command.replace("URL", "http://archive.example/").split()
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "there is no archive at" in err
    assert "archive-watch add URL" in err
    assert _files(tmp_path) == ["work"]


MALFORMED = [
    "example.com", "", " ", "no scheme at all", "http://", "http://[::1", "http://h.org:99999/",
    "http://h.org:abc/", "http://user:secret@h.org/", "http://a..b/", "https://exa mple.org/",
    "javascript:alert(1)", "file:///etc/passwd", "ftp://h.org/", "mailto:a@b.org", "//h.org/x",
    "http://h.org/\x1b[31m", "http://h.org/" + "a" * 9_000, "http://h.org/\udcff", "http://-h.org/",
]  # fmt: skip


@pytest.mark.parametrize("url", MALFORMED)
@pytest.mark.parametrize("command", ["add", "fetch"])
def test_an_address_that_cannot_be_watched_is_refused_before_anything_is_made(
    run: Run, tmp_path: Path, command: str, url: str
) -> None:
    code, out, err = run(command, "http://fine.example/", url)
    assert (code, out) == (2, "")
    assert "cannot watch" in err
    assert "\x1b" not in err
    assert len(err) < 600
    assert _files(tmp_path) == ["work"]


@pytest.mark.parametrize("url", MALFORMED)
def test_an_address_that_is_none_is_not_watched(run: Run, url: str) -> None:
    fresh_archive(Path("x.db")).close()
    assert run("--db", "x.db", "add", "http://fine.example/")[0] == 0
    for command in (["show"], ["history"], ["diff"], ["links"], ["diff", "http://fine.example/"]):
        code, out, err = run("--db", "x.db", *command, url)
        assert (code, out) == (2, ""), command
        assert "a bug" not in err


def test_a_newcomer_without_a_scheme_is_told_what_was_meant(run: Run) -> None:
    code, _, err = run("fetch", "www.example.com/page")
    assert code == 2
    assert "did you mean https://www.example.com/page ?" in err


def test_all_bad_addresses_of_a_list_are_told_with_their_lines_and_none_is_added(
    run: Run, tmp_path: Path
) -> None:
    Path("list.txt").write_text(
        "# pages\n\nhttp://one.example/#part  # the first\nnonsense\r\n  ftp://two.example/  \n",
        encoding="utf-8",
    )
    code, out, err = run("add", "--file", "list.txt", "http://:bad/")
    assert (code, out) == (2, "")
    assert "3 addresses cannot be watched, so that nothing was added" in err
    for fault in ("'http://:bad/'", "list.txt, line 4: ", "list.txt, line 5: "):
        assert fault in err
    assert _files(tmp_path) == ["work", "work/list.txt"]


WRONG = {
    "": "Usage:",
    "bogus": "No such command 'bogus'.",
    "fecth": "Did you mean `archive-watch fetch`?",
    "ls": "Did you mean `archive-watch pages`?",
    "http://h.org/": "Did you mean `archive-watch fetch URL`?",
    "--bogus pages": "No such option '--bogus'.",
    "pages --bogus": "No such option '--bogus'.",
    "pages --db x.db": "--db stands before the command",
    "pages --format yaml": "'yaml' is not one of 'text', 'json'",
    "add": "no URL was given",
    "add --file nosuch": "cannot read nosuch",
    "add --file .": "cannot read .: Is a directory",
    "add http://h.org/ --every soon": "'soon' is not a length of time",
    "add http://h.org/ --every -1h": "is not a length of time",
    "add http://h.org/ --every 0.1s": "is not between a second and ten years",
    "add http://h.org/ --every 99999999999999999999d": "is not between a second and ten years",
    "fetch --all http://h.org/": "name no URL with it",
    "fetch https://www.example.org/": "no contact is set",
    "import": "Missing argument 'PATHS...'",
    "import nosuch.warc": "cannot read nosuch.warc",
    "doctor --probe http://[::1": "cannot watch",
    "doctor --probe www.example.org": "no contact is set",
    "doctor --page http://h.org/": "--page goes with --probe",
    "versions retract x --reason y": "'x' is not a valid integer",
    "versions retract 1": "Missing option '--reason'",
    "serve --port 99999": "99999 is not in the range",
    "--config nosuch.toml pages": "No such file or directory",
    "--config . pages": "Is a directory",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_command_line_says_what_is_wrong_and_does_nothing(
    run: Run, tmp_path: Path, line: str
) -> None:
    code, out, err = run(*line.split())
    assert (code, out) == (2, "")
    assert WRONG[line] in err
    assert _files(tmp_path) == ["work"]


WRONG_OF_A_PAGE = {
    "show URL --version 9": "has no version 9",
    "show URL --version 0": "0 is not in the range",
    "show URL --version 99999999999999999999": "is not in the range",
    "show URL --at yesterday": "'yesterday' is not a time",
    "show URL --at 1999-01-01": "has no version from",
    "show URL --at 9999-12-31T23:59:59-23:00": "is not a time",
    "show URL --at 2024-01-01 --version 1": "give one of them",
    "diff URL": "has not changed",
    "diff URL 1 9": "has no version 9",
    "diff URL 99999999999999999999": "there is no version",
    "diff URL ²": "is not a time",
    "diff URL http://nowhere.example/": "http://nowhere.example/ is not watched",
    "diff URL URL 1": "two pages are compared as they are now",
    "history http://nowhere.example/": "is not watched",
    "changes --since 0001-01-01T00:00:00+10:00": "is not a time",
    "changes --until someday": "'someday' is not a time",
    "changes --kind bogus": "is not one of 'text'",
    "changes --min-severity 101": "is not in the range",
    "changes --site [::1": "is not a host",
    "links --state bogus": "is not one of 'unchecked'",
    "links check http://nowhere.example/": "is neither a link on a watched page nor a page",
    "links check --all URL": "name no URL with it",
    "report --since someday": "is not a time",
    "report -o nosuch/report.html": "cannot write nosuch/report.html",
    "report -o report.pdf": "no report is written as .pdf",
    'search "': "there is no word to look for",
    "search words --from someday": "'someday' is not a day",
    "versions retract 99 --reason x": "there is no version 99",
    "versions retract 99999999999999999999 --reason x": "is not in the range",
}


@pytest.mark.parametrize("line", WRONG_OF_A_PAGE)
def test_what_a_page_has_not_is_told_as_that(run: Run, line: str) -> None:
    with PageServer() as server:
        server.page("/a", "<main><h1>Head</h1><p>Words.</p></main>")
        url = f"{server.url}/a"
        Path("own.toml").write_text(OWN_NETWORK, encoding="utf-8")
        options = ("--config", "own.toml", "--db", "x.db")
        fresh_archive(Path("x.db")).close()
        assert run(*options, "fetch", url)[0] == 0
        code, out, err = run(*options, *(url if word == "URL" else word for word in line.split()))
    assert (code, out) == (2, "")
    assert WRONG_OF_A_PAGE[line] in err


def test_a_stranger_is_not_asked_without_a_contact_and_nothing_is_half_done(
    run: Run, tmp_path: Path
) -> None:
    with PageServer() as server:
        server.page("/a", "<main><h1>Head</h1><p>Words.</p></main>")
        Path("own.toml").write_text(OWN_NETWORK, encoding="utf-8")
        wanted = (f"{server.url}/a", "https://www.example.org/")
        code, out, err = run("--config", "own.toml", "--db", "x.db", "fetch", *wanted)
        assert (code, out, server.requests) == (2, "", [])
    assert 'set [fetch] contact = "you@example.org"' in err
    assert _files(tmp_path) == ["work", "work/own.toml"]


def test_a_private_address_is_rejected_and_not_taken_for_a_stranger(run: Run) -> None:
    code, out, _ = run("--db", "x.db", "fetch", "--format", "jsonl", "http://10.1.2.3/")
    assert code == 3
    assert '"outcome": "rejected"' in out
    assert '"reason": "private_address"' in out


def test_nothing_readable_is_3_and_still_a_document(run: Run) -> None:
    with PageServer() as server:
        Path("own.toml").write_text(OWN_NETWORK, encoding="utf-8")
        options = ("--config", "own.toml", "--db", "x.db", "fetch", "--format", "json")
        code, out, err = run(*options, f"{server.url}/nosuch")
    assert code == 3
    assert [entry["outcome"] for entry in json.loads(out)] == ["missing"]
    assert "the page could not be read: missing (http_404)" in err


@pytest.mark.parametrize("body", [b"hello, I am no database", b"SQLite format 3\0" + b"\xff" * 500])
def test_a_file_that_is_no_archive_is_left_as_it_is(run: Run, body: bytes) -> None:
    Path("other.db").write_bytes(body)
    for command in (["pages"], ["verify"], ["add", "http://h.example/"]):
        code, out, err = run("--db", "other.db", *command)
        assert (code in {2, 4}, out) == (True, ""), command
        assert "other.db" in err
    assert Path("other.db").read_bytes() == body


def test_a_damaged_archive_is_4_and_the_damaged_rows_are_named(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        server.page("/a", "<main><h1>Head</h1><p>Words.</p></main>")
        assert program.run("fetch", f"{server.url}/a").code == 0
    damaged = sqlite3.connect(program.database)
    damaged.execute("UPDATE texts SET text = 'Other words.'")
    damaged.commit()
    damaged.close()
    ran = program.run("verify")
    assert (ran.code, ran.out) == (4, "")
    assert "text" in ran.err
    assert "restore a backup" in ran.err
