"""/healthz under those who ask for nothing: requests that are none, drop by drop, by the hundred."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from pathlib import Path

import pytest

from archive_watch.daemon.vitals import Vitals
from daemon.test_health import asked, served


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n",
        b"\x00\xff\r\n\r\n",
        b"GET / HTTP/1.1\r\n" * 9,
    ],
    ids=["long", "bytes", "headers"],
)
async def test_a_request_that_is_none_ends_and_leaves_the_next_one_be(
    tmp_path: Path, sent: bytes
) -> None:
    async with served(tmp_path, Vitals(started_at="")) as (port, _):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as conn:
            answer = b""
            with contextlib.suppress(OSError):  # it may be ended before all of it was sent
                conn.sendall(sent)
                conn.shutdown(socket.SHUT_WR)
                answer = conn.recv(100)
            assert b" 200 " not in answer
        assert asked(port, "/healthz")[0] == 200


async def test_those_who_send_drop_by_drop_are_cut_off_and_do_not_keep_every_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive_watch.daemon.listening._PATIENCE_SECONDS", 0.5)
    async with served(tmp_path, Vitals(started_at="")) as (port, _):
        slow = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(20)]
        try:
            for _ in range(16):
                for one in slow:
                    with contextlib.suppress(OSError):
                        one.sendall(b"G")
                await asyncio.sleep(0.1)
            assert asked(port, "/healthz")[0] == 200
        finally:
            for one in slow:
                one.close()


async def test_a_monitor_is_answered_at_once_while_many_are_held_open(tmp_path: Path) -> None:
    async with served(tmp_path, Vitals(started_at="")) as (port, _):
        held = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(200)]
        for one in held:
            one.sendall(b"GET /healthz HTTP/1.1\r\n")
        assert [asked(port, path)[0] for path in ("/healthz", "/metrics")] == [200, 200]
        for one in held:
            one.close()


async def test_requests_for_which_no_thread_can_be_had_leave_the_next_one_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_to_be_had(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    async with served(tmp_path, Vitals(started_at="")) as (port, _):
        with monkeypatch.context() as short_of_memory:
            short_of_memory.setattr(threading.Thread, "start", none_to_be_had)
            assert {asked(port, "/healthz")[0] for _ in range(70)} == {0}
        assert asked(port, "/healthz")[0] == 200
