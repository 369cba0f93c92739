"""export, as it is run: where it writes, what it never overwrites, and what it answers to mistakes."""

from __future__ import annotations

import hashlib
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from cli.program import Program
from nine_days import PAGES, nine_days


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("exporting")
    nine_days(folder)
    return Program(folder)


@pytest.fixture
def out(program: Program) -> Path:
    """An empty folder that the program may write in."""
    folder = program.folder / "out"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def kinds(file: Path) -> list[str]:
    with file.open("rb") as stream:
        return [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]


def test_a_file_is_written_whole_and_never_over_another(program: Program, out: Path) -> None:
    ran = program.run("export", "warc", "-o", "out/all.warc.gz")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith(" of 6 pages written to out/all.warc.gz\n")
    assert kinds(out / "all.warc.gz").count("response") > 5
    assert stat.S_IMODE((out / "all.warc.gz").stat().st_mode) & stat.S_IRUSR
    again = program.run("export", "warc", "-o", "out/all.warc.gz", "--url", PAGES[1])
    assert (again.code, "--force" in again.err) == (2, True)
    assert kinds(out / "all.warc.gz").count("response") > 5
    forced = program.run("export", "warc", "-o", "out/all.warc.gz", "--url", PAGES[1], "--force")
    assert forced.code == 0
    assert kinds(out / "all.warc.gz").count("response") == 1
    assert [path.name for path in out.iterdir()] == ["all.warc.gz"]


def test_a_folder_is_made_and_filled(program: Program, out: Path) -> None:
    assert program.run("export", "warc", "-o", "out/new/").code == 0
    assert [path.name for path in (out / "new").iterdir()] == ["archive-00000.warc.gz"]
    assert program.run("export", "warc", "-o", "out/new").code == 2
    assert program.run("export", "warc", "-o", "out/new", "--force").code == 0


def test_what_is_piped_is_the_file(program: Program, out: Path) -> None:
    program.run("export", "warc", "-o", "out/all.warc.gz")
    piped = subprocess.run(
        program.command("export", "warc"),
        capture_output=True,
        env=program.environment(),
        check=True,
    )
    assert piped.stdout == (out / "all.warc.gz").read_bytes()


@pytest.mark.parametrize("form", ["warc", "jsonl", "csv"])
def test_a_reader_of_an_export_that_goes_away_is_no_error(program: Program, form: str) -> None:
    ran = subprocess.run(
        ["bash", "-c", '"$@" | true; echo ${PIPESTATUS[0]}', "bash", *program.command("export", form)],
        capture_output=True, text=True, env=program.environment(), check=False,
    )  # fmt: skip
    assert ran.stdout == "0\n"
    assert "Traceback" not in ran.stderr
    assert "ignored" not in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--site", "nobody.example"], "no page of nobody.example is watched"),
        (["--url", "http://nobody.example/"], "is not watched"),
        (["--since", "yesterday"], "is not a time"),
        (["-o", "archive.db/x.warc.gz"], "archive.db"),
    ],
)
def test_a_mistake_is_answered_as_one(program: Program, arguments: list[str], told: str) -> None:
    ran = program.run("export", "warc", *arguments)
    assert (ran.code, told in ran.err) == (2, True)


def test_rows_fill_a_folder_a_table_each_or_one_file(program: Program, out: Path) -> None:
    assert program.run("export", "csv", "-o", "out/rows/").code == 0
    assert program.run("export", "jsonl", "-o", "out/rows/", "--table", "turns").code == 0
    names = ("versions", "turns", "changes", "checks", "links")
    expected = {*(f"{name}.csv" for name in names), "turns.jsonl"}
    assert {path.name for path in (out / "rows").iterdir()} == expected
    again = program.run("export", "csv", "-o", "out/rows")
    assert (again.code, "--force" in again.err) == (2, True)
    one = program.run("export", "jsonl", "-o", "out/checks.jsonl", "--table", "checks")
    assert (one.code, one.err) == (0, "54 checks written to out/checks.jsonl\n")
    assert len((out / "checks.jsonl").read_bytes().splitlines()) == 54
    two = program.run("export", "csv", "--table", "checks", "--table", "links")
    assert (two.code, "one file holds one table" in two.err) == (2, True)


def test_every_column_is_told(program: Program) -> None:
    ran = program.run("export", "columns", "--table", "turns")
    assert (ran.code, ran.out.splitlines()[0]) == (
        0,
        "turns: a row is one speaker's stretch of one version's text",
    )
    assert "the label as published" in ran.out


def test_without_a_name_the_transcripts_go_to_stdout(program: Program) -> None:
    ran = program.run("export", "jsonl", "--url", PAGES[0])
    assert [row["text"].split()[-3] for row in ran.lines()] == ["first", "second"]
    assert ran.err == "2 versions written\n"


def test_evidence_is_bundled_once_and_named_with_its_digest(program: Program, out: Path) -> None:
    ran = program.run("evidence", "1", "-o", "out/finding.zip")
    digest = hashlib.sha256((out / "finding.zip").read_bytes()).hexdigest()
    assert (ran.code, ran.out.endswith(f"files; SHA-256 {digest}\n")) == (0, True)
    again = program.run("evidence", "1", "-o", "out/finding.zip")
    assert (again.code, again.out, "--force" in again.err) == (2, "", True)
    assert program.run("evidence", "1", "-o", "out/finding.zip", "--force").out == ran.out
    assert program.run("evidence", "1").out.startswith("evidence-1.zip: ")


def test_a_citation_is_all_that_is_printed(program: Program) -> None:
    ran = program.run("cite", "1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("“Remarks at the Harbour”, http://harbour.example/a/: ")


@pytest.mark.parametrize("command", ["evidence", "cite"])
def test_a_change_that_there_is_not_is_the_callers_mistake(program: Program, command: str) -> None:
    ran = program.run(command, "999")
    assert (ran.code, "there is no change 999" in ran.err) == (2, True)
    assert not (program.folder / "evidence-999.zip").exists()
