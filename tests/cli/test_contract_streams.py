"""Results on stdout, the rest on stderr; whatever the pipe, the locale, the terminal or the user do."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.program import Program
from servers import PageServer

_CURLY = "“Quite”, said the Zürich Minister — 東京 🌊."
_PAGES = 8


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, PageServer]]:
    """Eight pages that were read once, with words outside every narrow alphabet."""
    with PageServer() as server:
        program = Program(tmp_path_factory.mktemp("streams"))
        for number in range(_PAGES):
            title = f"Remarks {number} " + "at the Opening of a Very Long Bridge " * 2
            body = f"<main><h1>{title}</h1><p>{_CURLY}</p></main>"
            server.page(f"/remarks/a-rather-long-address/{number}", body)
        assert program.run("fetch", *_urls(server)).code == 0
        yield program, server


def _urls(server: PageServer) -> list[str]:
    return [f"{server.url}/remarks/a-rather-long-address/{number}" for number in range(_PAGES)]


def _shell(program: Program, line: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``line`` in bash, where ``"$@"`` is the program with ``arguments``."""
    return subprocess.run(
        ["bash", "-c", line, "bash", *program.command(*arguments)],
        capture_output=True,
        text=True,
        env=program.environment(),
        check=False,
        timeout=120,
    )


COMMANDS = [
    ["pages"], ["pages", "--format", "json"], ["changes", "--format", "csv"], ["report"],
    ["report", "--format", "html"], ["doctor"], ["--help"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_reader_that_goes_away_is_no_error(
    archive: tuple[Program, PageServer], command: list[str]
) -> None:
    program, _ = archive
    ran = _shell(program, '"$@" | true; echo ${PIPESTATUS[0]}', *command)
    assert (ran.stdout, ran.stderr) == ("0\n", "")


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_fetch_goes_on_when_its_reader_has_gone(
    archive: tuple[Program, PageServer], form: str
) -> None:
    program, server = archive
    asked = len(server.requests)
    line = '"$@" | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}'
    ran = _shell(program, line, "-q", "fetch", "--format", form, *_urls(server))
    assert ran.stdout == "0\n"
    assert "Traceback" not in ran.stderr
    assert len(server.requests) - asked == _PAGES
    last = program.run("status", "--format", "json").document()["last_run"]
    assert (last["outcome"], last["checked"]) == ("ok", _PAGES)


def test_a_full_disk_is_told_and_a_closed_stream_is_nothing(
    archive: tuple[Program, PageServer],
) -> None:
    program, _ = archive
    full = _shell(program, '"$@" >/dev/full', "pages")
    assert full.returncode == 2
    assert "the result cannot be written: No space left on device" in full.stderr
    assert "Traceback" not in full.stderr
    for line in ('"$@" >&-', '"$@" 2>&-', '"$@" >&- 2>&- <&-'):
        closed = _shell(program, line, "pages")
        assert (closed.returncode, closed.stderr) == (0, ""), line


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=str,
)
def test_piped_results_are_utf8_whatever_the_locale(
    archive: tuple[Program, PageServer], locale: dict[str, str]
) -> None:
    program, server = archive
    url = _urls(server)[0]
    shown = program.run("show", url, "--format", "json", env=locale)
    assert shown.document()["text"].endswith(_CURLY)
    assert _CURLY in program.run("show", url, env=locale).out
    assert program.run("report", "--format", "html", env=locale).code == 0


def _on_a_terminal(program: Program, *arguments: str, **env: str) -> str:
    """What the program draws on a terminal."""
    ours, its = pty.openpty()
    running = subprocess.Popen(
        program.command(*arguments), stdout=its, stderr=its, env=program.environment(**env)
    )
    os.close(its)
    drawn = b""
    try:
        while some := os.read(ours, 65_536):
            drawn += some
    except OSError:  # the other end is closed: the program has ended
        pass
    os.close(ours)
    assert running.wait(timeout=180) == 0
    return drawn.decode()


@pytest.mark.parametrize("columns", [40, 80, 120, 400])
def test_a_table_fits_the_terminal_and_nothing_is_cut_off(
    archive: tuple[Program, PageServer], columns: int
) -> None:
    program, server = archive
    drawn = _on_a_terminal(program, "pages", COLUMNS=str(columns))
    lines = drawn.splitlines()
    too_wide = [line for line in lines if len(line) > columns and " " in line.strip()]
    assert too_wide == []
    assert all(url in drawn for url in _urls(server))
    assert " ".join(drawn.split()).count("Opening of a Very Long Bridge") == 2 * _PAGES
    assert ("page" in lines[0]) == (columns == 400)


def test_a_terminal_that_cannot_show_a_letter_gets_its_escape(
    archive: tuple[Program, PageServer],
) -> None:
    program, server = archive
    drawn = _on_a_terminal(program, "show", _urls(server)[0], PYTHONIOENCODING="ascii")
    assert "\\u201cQuite\\u201d" in drawn
    written = _on_a_terminal(
        program, "show", _urls(server)[0], "--format", "json", PYTHONIOENCODING="ascii"
    )
    assert json.loads(written)["text"].endswith(_CURLY)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_was_printed_before_a_signal_is_kept(tmp_path: Path, number: signal.Signals) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        server.page("/quick", "<main><h1>Head</h1><p>Words.</p></main>")
        server.page("/slow", "<main><h1>Head</h1><p>Words.</p></main>", delay_seconds=120)
        running = subprocess.Popen(
            program.command(
                "fetch", "--format", "jsonl", f"{server.url}/quick", f"{server.url}/slow"
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=program.environment(),
            text=True,
        )
        assert running.stdout is not None
        printed = json.loads(running.stdout.readline())
        running.send_signal(number)
        _, said = running.communicate(timeout=180)
    assert running.returncode == (130 if number is signal.SIGINT else -number)
    assert "Traceback" not in said
    shown = program.run("show", printed["url"], "--format", "json").document()
    assert shown["capture_sha256"] == printed["capture_sha256"]
    assert program.run("verify").code == 0


def test_the_log_is_on_stderr_in_the_form_asked_for(archive: tuple[Program, PageServer]) -> None:
    program, server = archive
    server.page("/new", "<main><h1>Head</h1><p>Words.</p></main>")
    assert program.run("add", f"{server.url}/new").code == 0
    ran = program.run("--log", "json", "run", "--once")
    assert (ran.code, ran.out) == (0, "")
    facts = [json.loads(line) for line in ran.err.splitlines()]
    assert f"{server.url}/new" in [fact.get("url") for fact in facts]
    assert all(fact["timestamp"].endswith("Z") for fact in facts)
    quiet = program.run("--quiet", "run", "--once")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
