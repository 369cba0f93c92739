"""How the tests run the program: as a fork it is what it is as a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.program import Program


@pytest.mark.parametrize(
    ("arguments", "stdin", "code"),
    [
        (("--help",), "", 0),
        (("add", "--file", "-"), "https://harbour.example/\n", 0),
        (("pages",), "", 2),
        (("show", "https://no.example/", "--no-such"), "", 2),
        (("nonsense",), "", 2),
        (("--config", "no-such.toml", "pages"), "", 2),
    ],
)
def test_a_fork_says_and_ends_as_a_new_process_does(
    arguments: tuple[str, ...], stdin: str, code: int, tmp_path: Path
) -> None:
    ran = []
    for way in ("run", "run_anew"):
        folder = tmp_path / way
        folder.mkdir()
        program = Program(folder)
        done = getattr(program, way)(*arguments, stdin=stdin)
        said = [text.replace(str(folder), "HERE") for text in (done.out, done.err)]
        ran.append((done.code, *said))
    assert ran[0] == ran[1]
    assert ran[0][0] == code


def test_a_run_finds_nothing_of_the_one_before(tmp_path: Path) -> None:
    program = Program(tmp_path)
    assert program.run("add", "https://harbour.example/", env={"NO_COLOR": "1"}).code == 0
    assert program.run("--quiet", "pages", "--format", "jsonl").code == 0
    first, second = (program.run("nonsense") for _ in range(2))
    assert first == second
    assert first.err


def test_what_python_takes_when_it_begins_asks_for_a_new_process(tmp_path: Path) -> None:
    program = Program(tmp_path)
    ran = program.run("--version", env={"PYTHONVERBOSE": "1"})
    assert ran.code == 0
    assert "import" in ran.err
