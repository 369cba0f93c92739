"""What is asked, what is followed, and what comes back."""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
import time
from typing import Any

import httpcore
import httpx
import pytest

from archive_watch import __version__
from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.host_client import HostClient, HostClients
from archive_watch.fetch.one_connection import OneConnection
from archive_watch.fetch.permit import free_permit
from archive_watch.fetch.wire import PinnedBackend
from archive_watch.model.capture import Failure, Hop, Refusal, Response, Validators
from faults import with_length
from fetch.loopback import get_once, outcome, own_settings
from servers import Answer, PageServer, RawServer, Request, conditional


async def test_a_page_comes_back_as_it_was_sent() -> None:
    with PageServer() as server:
        headers = (("X-One", "1"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
        server.page("/p%C3%A9/?q=a+b&c=%2F", b"\xff\x00bytes", headers=headers)
        url = f"{server.url}/p%C3%A9/?q=a+b&c=%2F"
        response = await get_once(url)
    assert (response.url, response.final_url, response.status) == (url, url, 200)
    assert response.body == b"\xff\x00bytes"
    assert [pair for pair in response.headers if pair[0] in ("x-one", "set-cookie")] == [
        ("x-one", "1"),
        ("set-cookie", "a=1"),
        ("set-cookie", "b=2"),
    ]
    assert response.remote_address == "127.0.0.1"
    assert server.paths() == ["/p%C3%A9/?q=a+b&c=%2F"]


async def test_we_say_who_we_are_and_what_we_can_read() -> None:
    with PageServer() as server:
        await get_once(f"{server.url}/", own_settings(contact="ops@example.org"))
        await get_once(f"{server.url}/", own_settings(user_agent="my-watch/2"))
    first, second = server.requests
    assert first.header("user-agent") == f"archive-watch/{__version__} (+ops@example.org)"
    assert first.header("from") == "ops@example.org"
    assert first.header("accept-encoding") == "gzip, deflate"
    assert second.header("user-agent") == "my-watch/2"


async def test_validators_go_verbatim_and_a_304_has_no_body() -> None:
    etag = 'W/"caf\xe9 v1"'
    validators = Validators(etag=etag, last_modified="Tue, 17 Mar 2026 01:57:29 GMT")
    with PageServer() as server:
        server.routes["/"] = conditional("words", etag=etag)
        async with Fetcher(own_settings()) as fetcher:
            response = await fetcher.get(
                f"{server.url}/", validators=validators, permit=free_permit
            )
            assert (response.status, response.body) == (304, b"")
            assert response.header("etag") == etag
    assert server.requests[0].header("if-modified-since") == validators.last_modified


async def test_validators_of_the_page_are_not_sent_to_where_it_redirects() -> None:
    with PageServer() as server:
        server.routes["/old"] = (301, {"Location": "/new"}, "")
        server.page("/new", "words")
        async with Fetcher(own_settings()) as fetcher:
            await fetcher.get(
                f"{server.url}/old", validators=Validators(etag='"v1"'), permit=free_permit
            )
    seen = [request.header("if-none-match") for request in server.requests]
    assert seen == ['"v1"', None]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_every_kind_of_redirect_is_followed_and_recorded(status: int) -> None:
    with PageServer() as server:
        server.routes["/a/b"] = (status, {"Location": "../c?x=1#part"}, "moved")
        server.page("/c", "there")
        response = await get_once(f"{server.url}/a/b")
    assert response.body == b"there"
    assert response.final_url == f"{server.url}/c?x=1"
    hop = Hop(
        url=f"{server.url}/a/b",
        status=status,
        location="../c?x=1#part",
        remote_address="127.0.0.1",
    )
    assert response.hops == (hop,)


async def test_a_location_in_raw_utf8_is_percent_encoded() -> None:
    with PageServer() as server:
        location = "/caf\u00e9 au lait/".encode().decode("latin-1")
        server.routes["/"] = (302, {"Location": location}, "")
        server.page("/caf%C3%A9%20au%20lait/", "there")
        response = await get_once(f"{server.url}/")
    assert (response.status, response.body) == (200, b"there")


@pytest.mark.parametrize(("most", "expected"), [(3, 200), (2, Failure.TOO_MANY_REDIRECTS)])
async def test_redirects_are_counted(most: int, expected: int | str) -> None:
    with PageServer() as server:
        for number in range(3):
            server.routes[f"/{number}"] = (302, {"Location": f"/{number + 1}"}, "")
        server.page("/3", "there")
        response = await get_once(f"{server.url}/0", own_settings(max_redirects=most))
    assert outcome(response) == expected
    assert len(response.hops) == most


async def test_the_permit_is_asked_before_every_hop_and_its_word_is_final() -> None:
    asked: list[str] = []

    async def permit(url: str) -> Refusal | None:
        asked.append(url)
        return Refusal(failure=Failure.ROBOTS, detail="no") if url.endswith("/b") else None

    with PageServer() as server:
        server.routes["/a"] = (302, {"Location": "/b"}, "")
        async with Fetcher(own_settings()) as fetcher:
            response = await fetcher.get(f"{server.url}/a", permit=permit)
    assert asked == [f"{server.url}/a", f"{server.url}/b"]
    assert response.refusal == Refusal(failure=Failure.ROBOTS, detail="no")
    assert server.paths() == ["/a"]


async def test_waiting_for_the_permit_counts_neither_as_time_taken_nor_against_the_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    day_ms, began = 86_400_000, time.monotonic

    async def slow_permit(url: str) -> Refusal | None:
        monkeypatch.setattr(time, "monotonic", lambda: began() + day_ms / 1000)
        await asyncio.sleep(0)
        return None

    with PageServer() as server:
        server.page("/", "words")
        async with Fetcher(own_settings(deadline_seconds=3600)) as fetcher:
            response = await fetcher.get(f"{server.url}/", permit=slow_permit)
    assert response.status == 200
    assert response.elapsed_ms < day_ms


async def test_cookies_last_for_one_fetch_and_stay_with_their_host() -> None:
    def gate(request: Request) -> Answer:
        if request.header("cookie") is None:
            sent = (("Location", "/"), ("Set-Cookie", "seen=1; Path=/"))
            return Answer(status=302, headers=sent)
        return Answer(status=302, headers={"Location": "http://two.example/"})

    with PageServer() as server:
        server.routes["one.example", "/"] = gate
        server.page("/", "there", host="two.example")
        settings = own_settings(connect_to=server.connect_to("one.example", "two.example"))
        async with Fetcher(settings) as fetcher:
            for _ in range(2):
                response = await fetcher.get("http://one.example/", permit=free_permit)
                assert response.body == b"there"
    cookies = [(seen.host, seen.header("cookie")) for seen in server.requests]
    once = [("one.example", None), ("one.example", "seen=1"), ("two.example", None)]
    assert cookies == once * 2


async def test_enough_is_enough_for_a_link_check() -> None:
    with PageServer() as server:
        server.page("/", b"w" * 3_000_000)
        async with Fetcher(own_settings(max_bytes=1_000_000)) as fetcher:
            some = await fetcher.get(f"{server.url}/", permit=free_permit, accept_limit_bytes=1000)
            whole = await fetcher.get(f"{server.url}/", permit=free_permit)
    assert (some.status, some.body, some.refusal) == (200, b"w" * 1000, None)
    assert outcome(whole) == Failure.TOO_LARGE


async def test_a_type_is_excluded_from_pages_and_not_from_what_is_read_for_itself() -> None:
    with PageServer() as server:
        server.page("/robots.txt", "User-agent: *", content_type="text/plain")
        settings = own_settings(exclude_content_types=("text/*",))
        async with Fetcher(settings) as fetcher:
            url = f"{server.url}/robots.txt"
            page = await fetcher.get(url, permit=free_permit)
            rules = await fetcher.get(url, permit=free_permit, accept_limit_bytes=1000)
    assert (outcome(page), outcome(rules)) == (Failure.CONTENT_TYPE, 200)


async def test_a_host_has_one_connection_and_keeps_it() -> None:
    with PageServer() as server:
        server.page("/", "words")
        async with Fetcher(own_settings()) as fetcher:
            asked = (fetcher.get(f"{server.url}/", permit=free_permit) for _ in range(8))
            responses = await asyncio.gather(*asked)
    assert [response.status for response in responses] == [200] * 8
    assert server.connections == 1


@pytest.mark.parametrize("said", ["", "moved" * 100])
async def test_a_short_redirect_leaves_the_connection_open(said: str) -> None:
    with PageServer() as server:
        server.routes["/a"] = (301, {"Location": "/b"}, said)
        server.routes["/b"] = (302, {"Location": "/c"}, said)
        server.page("/c", "there")
        response = await get_once(f"{server.url}/a")
    assert response.body == b"there"
    assert server.connections == 1


async def test_a_long_redirect_is_followed_unread() -> None:
    with PageServer() as server:
        server.routes["/a"] = (301, {"Location": "/b"}, "moved" * 100_000)
        server.page("/b", "there")
        response = await get_once(f"{server.url}/a")
    assert response.body == b"there"


async def test_an_answer_without_a_body_leaves_the_connection_open() -> None:
    with PageServer() as server:
        server.routes["/"] = conditional("words", etag='"e"')
        async with Fetcher(own_settings()) as fetcher:
            first = await fetcher.get(f"{server.url}/", permit=free_permit)
            known = Validators(etag=first.header("etag"))
            again = [
                await fetcher.get(f"{server.url}/", permit=free_permit, validators=known)
                for _ in range(3)
            ]
    assert [response.status for response in again] == [304] * 3
    assert server.connections == 1


async def test_a_connection_that_closed_while_kept_is_made_anew() -> None:
    with PageServer() as server:
        server.page("/", "words")
        async with Fetcher(own_settings()) as fetcher:
            first = await fetcher.get(f"{server.url}/", permit=free_permit)
            server.close_connections()
            second = await fetcher.get(f"{server.url}/", permit=free_permit)
    assert (first.body, second.body) == (b"words", b"words")


async def test_a_kept_connection_that_closes_on_the_next_request_is_made_anew_once() -> None:
    def answer_once(client: socket.socket, head: bytes) -> None:
        client.sendall(with_length(b"words"))
        client.recv(4096)

    with RawServer({"/": answer_once}) as server:
        async with Fetcher(own_settings()) as fetcher:
            for _ in range(3):
                response = await fetcher.get(f"{server.url}/", permit=free_permit)
                assert (response.body, response.refusal) == (b"words", None)
    assert len(server.heads) == 3


@pytest.mark.parametrize(
    "more",
    [with_length(b"injected"), with_length(b""), b"more, and more", b"HTTP/1.1 304 No\r\n\r\n"],
)
async def test_what_a_server_sends_too_much_is_not_the_next_answer(more: bytes) -> None:
    def answer(client: socket.socket, head: bytes) -> None:
        client.sendall(with_length(head.split(b" ")[1]) + more)
        client.recv(4096)

    with RawServer({"/1": answer, "/2": answer, "/3": answer}) as server:
        async with Fetcher(own_settings()) as fetcher:
            for path in (b"/1", b"/2", b"/3"):
                response = await fetcher.get(f"{server.url}{path.decode()}", permit=free_permit)
                assert (response.status, response.body) == (200, path)


async def test_one_answer_is_not_charged_to_another() -> None:
    body = b"w" * 4_000_000
    with PageServer() as server:
        server.page("/", body)

        async def later(fetcher: Fetcher, number: int) -> Response:
            await asyncio.sleep(number * 0.003)
            return await fetcher.get(f"{server.url}/", permit=free_permit)

        async with Fetcher(own_settings(deadline_seconds=30)) as fetcher:
            responses = await asyncio.gather(*(later(fetcher, number) for number in range(8)))
    assert [response.body == body for response in responses] == [True] * 8


async def test_a_circle_is_seen_at_once() -> None:
    with PageServer() as server:
        server.routes["/a"] = (302, {"Location": "/b"}, "")
        server.routes["/b"] = (302, {"Location": "/a#again"}, "")
        response = await get_once(f"{server.url}/a")
    assert outcome(response) == Failure.TOO_MANY_REDIRECTS
    assert server.paths() == ["/a", "/b"]


async def test_an_explicit_proxy_is_asked_and_the_environments_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with PageServer() as proxy, PageServer() as server:
        server.page("/", "direct")
        proxy.fallback = Answer(body="by proxy")
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        assert (await get_once(f"{server.url}/")).body == b"direct"
        settings = own_settings(proxy=proxy.url, contact="ops@example.org")
        response = await get_once("http://archive.example/page", settings)
        assert (response.body, response.remote_address) == (b"by proxy", None)
        assert outcome(await get_once("http://10.0.0.1/", settings)) == "private_address"
        assert outcome(await get_once("https://archive.example/", settings)) == "connect"
    assert proxy.paths() == ["http://archive.example/page"]


async def test_idle_clients_are_closed_and_those_in_use_are_kept() -> None:
    trust = ssl.create_default_context()
    made: list[HostClient] = []

    def make(by_proxy: bool) -> HostClient:
        made.append(HostClient(trust, None))
        return made[-1]

    clients = HostClients(make, size=2)
    async with clients.turn_at("a", by_proxy=False) as first:
        for host in "bcdbc":
            async with clients.turn_at(host, by_proxy=False):
                pass
    async with clients.turn_at("a", by_proxy=False) as again:
        assert again is first
    assert len(made) <= 6
    await clients.aclose()


async def test_a_cancelled_fetch_leaves_the_host_usable() -> None:
    with PageServer() as server:
        server.page("/slow", "late", delay_seconds=60)
        server.page("/", "words")
        async with Fetcher(own_settings()) as fetcher:
            task = asyncio.create_task(fetcher.get(f"{server.url}/slow", permit=free_permit))
            while not server.paths():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            response = await fetcher.get(f"{server.url}/", permit=free_permit)
    assert response.body == b"words"


async def test_a_host_that_missed_the_deadline_can_be_asked_again_at_once() -> None:
    with PageServer() as server:
        server.page("/slow", "late", delay_seconds=60)
        server.page("/", "words")
        async with Fetcher(own_settings(deadline_seconds=0.5)) as fetcher:
            late = await fetcher.get(f"{server.url}/slow", permit=free_permit)
            response = await fetcher.get(f"{server.url}/", permit=free_permit, deadline_seconds=30)
    assert outcome(late) == Failure.TIMEOUT
    assert response.body == b"words"


async def test_many_hosts_are_asked_side_by_side() -> None:
    hosts = [f"host-{number}.example" for number in range(150)]
    with PageServer() as server:
        server.fallback = lambda request: Answer(body=request.host)
        settings = own_settings(connect_to=server.connect_to(*hosts), deadline_seconds=30)
        async with Fetcher(settings) as fetcher:
            asked = (fetcher.get(f"http://{host}/", permit=free_permit) for host in hosts)
            responses = await asyncio.gather(*asked)
    assert [response.body.decode() for response in responses] == hosts


async def test_an_error_of_the_permit_is_not_taken_for_a_fact_about_the_world() -> None:
    async def broken(url: str) -> Refusal | None:
        raise TimeoutError("the database")

    async with Fetcher(own_settings()) as fetcher:
        with pytest.raises(TimeoutError, match="the database"):
            await fetcher.get("http://127.0.0.1/", permit=broken)


class SearchSpy:
    """Stands first on the import path and notes what is looked for."""

    def __init__(self) -> None:
        self.sought: list[str] = []

    def find_spec(self, name: str, *_: Any) -> None:
        self.sought.append(name)


async def test_no_request_looks_for_anything_to_import(monkeypatch: pytest.MonkeyPatch) -> None:
    spy = SearchSpy()
    with PageServer() as server:
        server.page("/", "words")
        await get_once(f"{server.url}/")
        monkeypatch.setattr(sys, "meta_path", [spy, *sys.meta_path])
        await get_once(f"{server.url}/")
    assert "sniffio" in sys.modules, "else httpcore looks for it at every lock"
    assert spy.sought == []


def test_the_pool_that_we_replace_is_where_httpx_looks_for_it() -> None:
    transport = httpx.AsyncHTTPTransport()
    assert isinstance(transport._pool, httpcore.AsyncConnectionPool)
    trust, proxy = ssl.create_default_context(), httpcore.Proxy("http://127.0.0.1:1/")
    assert isinstance(HostClient(trust, None)._transport._pool, OneConnection)
    pool: Any = HostClient(trust, proxy)._transport._pool
    assert isinstance(pool._network_backend, PinnedBackend)
