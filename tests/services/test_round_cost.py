"""What a round that finds nothing new costs: by what is done for it, never by time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from archive_watch.services.watch import Watch
from cli.program import Program
from servers import PageServer, conditional
from services.asking import HOST, Hands, article, check, settings, told, watching

_PAGES = 12
_MOST_STATEMENTS = 29
_NOT_NEEDED = "bs4 numpy rapidfuzz rich sqlite_utils structlog trafilatura".split()
_ASKED = """
import sys
from archive_watch.cli import main
try:
    main()
finally:
    print("loaded:", *sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""


def _serve(server: PageServer, *hosts: str) -> list[str]:
    for host in hosts:
        for number in range(_PAGES):
            page = conditional(article(f"Ship {number} was not delayed."), etag=f'"{number}"')
            server.routes[host, f"/ships/{number}/"] = page
    return [f"http://{host}/ships/{number}/" for host in hosts for number in range(_PAGES)]


async def _statements(watch: Watch, urls: list[str]) -> int:
    seen: list[str] = []
    watch.archive.conn.set_trace_callback(seen.append)
    visits = await check(watch, *urls)
    watch.archive.conn.set_trace_callback(None)
    assert {outcome for outcome, _ in told(visits)} == {"not_modified"}
    return len(seen)


async def test_a_page_that_is_not_modified_takes_few_statements(tmp_path: Path) -> None:
    hands = Hands()
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(HOST)), hands) as watch,
    ):
        urls = _serve(server, HOST)
        await check(watch, *urls)
        hands.move(hours=1)
        one = await _statements(watch, urls[:1])
        hands.move(hours=1)
        many = await _statements(watch, urls)
    assert (many - one) / (_PAGES - 1) <= _MOST_STATEMENTS


def test_a_round_of_unmodified_pages_loads_nothing_that_reads_or_compares(tmp_path: Path) -> None:
    with PageServer() as server:
        program = Program(tmp_path)
        for number in range(3):
            page = conditional(article(f"Ship {number} was not delayed."), etag=f'"{number}"')
            server.routes[f"/ships/{number}/"] = page
        urls = [f"{server.url}/ships/{number}/" for number in range(3)]
        assert program.run("fetch", *urls).code == 0
        options = [str(part) for part in program.command("fetch", "--all")[3:]]
        done = subprocess.run(
            [sys.executable, "-c", _ASKED, *options],
            capture_output=True, text=True, env=program.environment(), cwd=tmp_path, check=True,
        )  # fmt: skip
    assert done.stdout.count("not_modified") == 3
    loaded = done.stderr.rpartition("loaded:")[2].split()
    assert "httpx" in loaded
    assert [name for name in _NOT_NEEDED if name in loaded] == []


async def test_a_host_is_asked_over_one_connection(tmp_path: Path) -> None:
    hosts = [f"{name}.example" for name in ("quay", "pier", "dock")]
    with (
        PageServer() as server,
        watching(tmp_path, settings(server.connect_to(*hosts)), Hands()) as watch,
    ):
        await check(watch, *_serve(server, *hosts))
        assert len(server.requests) > len(hosts) * _PAGES
        assert server.connections == len(hosts)
