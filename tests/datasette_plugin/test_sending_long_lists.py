"""Long files from the real server: nothing waits for a slow reader, and nothing half looks whole."""

from __future__ import annotations

import asyncio
import csv
import http.client
import io
import shutil
import socket
import sqlite3
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from datasette.utils.asgi import Request

from archive_watch.datasette_plugin.question import Part
from archive_watch.datasette_plugin.room import READERS
from archive_watch.datasette_plugin.sending import Sending
from archive_watch.storage.database import Archive
from datasette_plugin.served_here import served_here

_ROWS = 3_000
_DETAIL = "x" * 4_000  # so that no buffer between two programs takes all of them
_LIST = "/-/archive-watch/incidents.csv?state=all"


@pytest.fixture
def long(demo_archive: Path, tmp_path: Path) -> Path:
    """An archive with a list of some 12 MB."""
    copy = tmp_path / "archive.db"
    shutil.copy(demo_archive, copy)
    with closing(sqlite3.connect(copy)) as conn, conn:
        conn.executemany(
            "INSERT INTO incidents (kind, host, opened_at, last_seen_at, detail)"
            f" VALUES ('blocked_host', ?, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '{_DETAIL}')",
            [(f"h{number}.example",) for number in range(_ROWS)],
        )
    return copy


@contextmanager
def _asked(address: str, path: str) -> Generator[http.client.HTTPResponse]:
    """The answer to one who takes little at a time: its head was read, and nothing else."""
    at = urlsplit(address)
    conn = http.client.HTTPConnection(at.hostname or "", at.port, timeout=60)
    conn.sock = socket.socket()
    conn.sock.settimeout(60)
    conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 262_144)
    conn.sock.connect((at.hostname, at.port))
    try:
        conn.request("GET", path)
        yield conn.getresponse()
    finally:
        conn.close()


def test_while_a_file_is_slowly_taken_pages_are_answered_and_the_log_is_folded_back(
    long: Path,
) -> None:
    with served_here(long) as (address, _), ExitStack() as open_ones:
        slow = [open_ones.enter_context(_asked(address, _LIST)) for _ in range(READERS + 2)]
        begun = [answer.read(1000) for answer in slow]
        with _asked(address, "/-/archive-watch/changes") as page:
            assert page.status == 200
        with closing(sqlite3.connect(long, timeout=60)) as conn:  # until all readers are held up
            conn.execute("PRAGMA journal_mode = WAL")
            with conn:
                conn.execute("UPDATE incidents SET occurrences = 2 WHERE id = 1")
            is_busy = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        assert not is_busy
        text = (begun[0] + slow[0].read()).decode()
        hosts = [row["host"] for row in csv.DictReader(io.StringIO(text))]
        added = [host for host in hosts if host.startswith("h")]
        assert added == [f"h{number}.example" for number in reversed(range(_ROWS))]


def test_a_file_that_cannot_be_read_to_its_end_does_not_look_whole(long: Path) -> None:
    with served_here(long) as (address, _):
        with _asked(address, _LIST) as answer:
            answer.read(1000)
            long.rename(long.with_name("elsewhere.db"))
            with pytest.raises(http.client.IncompleteRead):
                answer.read()
        for _ in range(READERS):  # in whichever thread of Datasette's
            with _asked(address, "/-/archive-watch/changes") as page:
                assert page.status == 503


def test_another_archive_in_its_place_does_not_go_on_with_the_file(
    long: Path, demo_archive: Path
) -> None:
    with served_here(long) as (address, _), _asked(address, _LIST) as answer:
        answer.read(1000)
        other = long.with_name("other.db")
        shutil.copy(demo_archive, other)
        other.rename(long)
        with pytest.raises(http.client.IncompleteRead):
            answer.read()


async def test_of_a_file_for_someone_who_went_away_nothing_more_is_read() -> None:
    read, sent, has_gone = list[int](), list[bytes](), asyncio.Event()

    async def receive() -> dict[str, object]:
        await has_gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, bytes]) -> None:
        sent.append(message.get("body", b""))
        if len(read) == 3:
            has_gone.set()
            await asyncio.sleep(0.01)  # as for a socket: whoever waits is told

    def part(_: Archive) -> Part:
        read.append(1)
        assert len(read) < 9
        return Part(body=b"row", rest=part)

    async def read_on(rest: Callable[[Archive], Part]) -> Part:
        return rest(archive)

    archive = Archive(Path("none.db"), sqlite3.connect(":memory:"), None)
    request = Request({"type": "http", "path": "/list.csv", "headers": []}, receive)
    with closing(archive.conn):
        answer = Sending(request, Part(body=b"head", rest=part), read_on)
        await asyncio.wait_for(answer.asgi_send(send), 60)
    assert sent == [b"", b"head", b"row", b"row", b"row"]
