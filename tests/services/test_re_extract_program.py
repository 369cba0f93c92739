"""``archive-watch re-extract`` as its users run it: told, stopped, repeated, within its memory."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from archive_watch.extract.page import EXTRACTOR_VERSION
from archive_watch.storage.database import open_archive
from cli.program import Program
from servers import Answer, PageServer
from warcs import gzipped, response

_PROFILE = """
name = "example"
version = {version}
hosts = ["127.0.0.1", "archive.example", "other.example"]
roots = ["main"]
drop = [{drop}]
"""


def _profile(program: Program, version: int, drop: str = "") -> None:
    folder = program.folder / "sites"
    folder.mkdir(exist_ok=True)
    text = _PROFILE.format(version=version, drop=drop)
    (folder / "50-example.toml").write_text(text, encoding="utf-8")


def _page(words: str, nonce: str = "") -> str:
    return (
        f"<html><body class='{nonce}'><main><p class='share'>Share this page</p>"
        f"<p>{words}</p></main></body></html>"
    )


def test_a_profile_mended_between_two_fetches_changes_no_page(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        server.page("/a", _page("The words of the page."))
        _profile(program, 1)
        program.run("fetch", f"{server.url}/a")
        _profile(program, 2, "'.share'")
        server.page("/a", _page("The words of the page.", nonce="2"))
        (visit,) = program.run("fetch", f"{server.url}/a", "--format", "json").document()
        assert (visit["outcome"], visit["version"], visit["change_id"]) == ("unchanged", 1, None)
        shown = program.run("show", f"{server.url}/a", "--format", "json").document()
    assert shown["text"] == "The words of the page."
    assert shown["extractor"].endswith(" example/2")
    assert program.run("changes", "--format", "json").document() == []
    assert program.run("verify").code == 0


def test_the_difference_between_two_extractors_is_told_by_site(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        host = server.url.removeprefix("http://")
        url = f"{server.url}/a"
        _profile(program, 1)
        for words in ("The first words.", "The second words."):
            server.page("/a", _page(words))
            program.run("fetch", url)
        told = program.run("changes", "--format", "json").document()
        _profile(program, 2, "'.share'")
        reader = f"archive-watch/{EXTRACTOR_VERSION}"
        by = f"{reader} example/1 -> {reader} example/2"
        lines = [f"{url} version {number}: text (0 words more, 3 fewer); {by}" for number in (1, 2)]
        foretold = program.run("re-extract", "--dry-run")
        renewed = program.run("re-extract", "--site", url)
        again = program.run("re-extract", "--site", host)
        server.page("/a", _page("The second words.", nonce="3"))
        (visit,) = program.run("fetch", url, "--format", "json").document()
    *foretold_lines, foretold_end = foretold.out.splitlines()
    *renewed_lines, renewed_end = renewed.out.splitlines()
    # (two checks of one second are told in either order)
    assert sorted(foretold_lines) == sorted(renewed_lines) == lines
    assert foretold_end == f"{host}: 2 texts read, 2 would differ, 0 unchanged"
    assert renewed_end == f"{host}: 2 texts renewed, 2 differ, 0 unchanged"
    assert again.out.splitlines() == [f"{host}: 2 texts renewed, 0 differ, 2 unchanged"]
    assert visit["outcome"] == "unchanged"
    assert program.run("changes", "--format", "json").document() == told
    assert len(told) == 1


def test_a_host_that_has_no_page_is_the_callers_mistake(tmp_path: Path) -> None:
    program = Program(tmp_path)
    assert program.run("re-extract").code == 2
    assert program.run("add", "http://127.0.0.1:9/a").code == 0
    assert program.run("re-extract", "--site", "other.example").code == 2
    ran = program.run("re-extract")
    assert (ran.code, ran.out.count("\n")) == (0, 1)


def test_bytes_are_read_as_they_were_declared_when_they_were_fetched(tmp_path: Path) -> None:
    """The headers of a check that found a known slice are not kept: it is read as the first was."""
    program = Program(tmp_path)
    with PageServer() as server:
        host = server.url.removeprefix("http://")
        _profile(program, 1)
        for nonce in "12":
            body = _page("Café and straße.", nonce=nonce).encode("cp1252")
            server.routes["/a"] = Answer(body=body, content_type="text/html; charset=cp1252")
            program.run("fetch", f"{server.url}/a")
    ran = program.run("re-extract")
    assert ran.out == f"{host}: 1 text renewed, 0 differ, 1 unchanged\n"


def _filled(program: Program, count: int, hosts: Sequence[str] = ("archive.example",)) -> None:
    chance = random.Random(count)
    pages = [
        response(
            f"https://{hosts[number % len(hosts)]}/{number}",
            _page(chance.randbytes(15_000).hex()).encode(),
        )
        for number in range(count)
    ]
    _profile(program, 1)
    file = program.folder / "all.warc.gz"
    file.write_bytes(gzipped(pages))
    assert program.run("import", str(file)).code == 0
    _profile(program, 2, "'.share'")


def _renewed(program: Program, version: int = 2) -> int:
    by = f"%example/{version}"
    with open_archive(program.database) as archive:
        return archive.number("SELECT count(*) FROM versions WHERE extractor LIKE ?", (by,))


def _renewed_until_killed(program: Program, version: int) -> int:
    """How much of it was renewed by one who was killed as soon as that was seen."""
    running = subprocess.Popen(
        program.command("--quiet", "re-extract"),
        stdout=subprocess.DEVNULL, env=program.environment(), cwd=program.folder,
    )  # fmt: skip
    while running.poll() is None and not _renewed(program, version):
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    return _renewed(program, version)


def test_it_can_be_killed_at_any_moment_and_repeated(tmp_path: Path) -> None:
    program, version = Program(tmp_path), 2
    _filled(program, 200)
    while (renewed := _renewed_until_killed(program, version)) == 200 and version < 20:
        version += 1  # it was done before it could be killed: there has to be more to do
        _profile(program, version, "'.share'")
    assert 0 < renewed < 200
    assert program.run("verify").code == 0
    ran = program.run("re-extract")
    assert ran.out.endswith(" unchanged\n")
    assert _renewed(program, version) == 200
    with open_archive(program.database) as archive:
        by = f"%example/{version}"
        counted = "SELECT count(*) FROM renewals WHERE to_extractor LIKE ?"
        assert archive.number(counted, (by,)) == 200
    assert program.run("verify").code == 0


_PEAK = (
    "import sys; from archive_watch.cli.root import main; from pathlib import Path\n"
    "import atexit; atexit.register(lambda: print(Path('/proc/self/status').read_text()"
    ".split('VmHWM:')[1].split()[0]))\n"
    "main(sys.argv[1:])\n"
)


def _peak_kilobytes(program: Program, *which: str) -> int:
    arguments = program.command("--quiet", "re-extract", *which)[3:]
    ran = subprocess.run(
        [sys.executable, "-c", _PEAK, *arguments],
        capture_output=True, text=True, check=True, env=program.environment(), cwd=program.folder,
    )  # fmt: skip
    return int(ran.stdout.split()[-1])


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for the peak")
def test_twice_the_pages_need_no_more_memory(tmp_path: Path) -> None:
    program = Program(tmp_path)
    # (of fewer than 400 pages, no log would be checkpointed yet)
    _filled(program, 800, ("archive.example", "other.example"))
    once = _peak_kilobytes(program, "--site", "archive.example")
    assert _renewed(program) == 400
    often = _peak_kilobytes(program)
    assert _renewed(program) == 800
    assert often < once + 8_000
