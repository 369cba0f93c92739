"""What the network's faults are called."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import trustme

from archive_watch.model.capture import Failure
from fetch.loopback import get_once, outcome, own_settings
from ports import kept_port
from servers import Answer, PageServer, RawServer

NAME = "archive.example"
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def serving(leaf: trustme.LeafCert) -> PageServer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return PageServer(tls=context)


@pytest.fixture
def secure_server(authority: trustme.CA) -> Iterator[PageServer]:
    with serving(authority.issue_cert(NAME)) as server:
        server.page("/", "secure")
        yield server


async def test_the_certificate_is_verified_for_the_name_not_for_the_address(
    secure_server: PageServer, trust: ssl.SSLContext
) -> None:
    settings = own_settings(connect_to=secure_server.connect_to(NAME, "other.example"))
    response = await get_once(f"https://{NAME}/", settings, trust=trust)
    assert (response.body, response.remote_address) == (b"secure", "127.0.0.1")
    wrong = await get_once("https://other.example/", settings, trust=trust)
    assert outcome(wrong) == Failure.TLS
    assert wrong.refusal is not None
    assert wrong.refusal.detail.startswith("hostname")


async def test_an_unknown_authority_is_not_trusted(secure_server: PageServer) -> None:
    settings = own_settings(connect_to=secure_server.connect_to(NAME))
    response = await get_once(f"https://{NAME}/", settings)
    assert response.refusal is not None
    assert (response.refusal.failure, response.refusal.detail.partition(":")[0]) in (
        (Failure.TLS, "untrusted"),
        (Failure.TLS, "self-signed"),
    )


async def test_an_expired_certificate_is_called_expired(
    authority: trustme.CA, trust: ssl.SSLContext
) -> None:
    with serving(authority.issue_cert(NAME, not_after=YESTERDAY)) as server:
        settings = own_settings(connect_to=server.connect_to(NAME))
        response = await get_once(f"https://{NAME}/", settings, trust=trust)
    assert response.refusal is not None
    assert response.refusal.failure == Failure.TLS
    assert response.refusal.detail.startswith("expired")


async def test_plain_http_where_tls_is_expected_is_a_tls_failure() -> None:
    with PageServer() as server:
        settings = own_settings(connect_to=server.connect_to(NAME))
        assert outcome(await get_once(f"https://{NAME}/", settings)) == Failure.TLS


async def test_a_handshake_that_is_hung_up_is_a_tls_failure() -> None:
    with RawServer({None: lambda client, head: None}) as server:
        settings = own_settings(connect_to={NAME: f"127.0.0.1:{server.port}"})
        assert outcome(await get_once(f"https://{NAME}/", settings)) == Failure.TLS


async def test_a_handshake_that_hangs_ends_at_the_deadline() -> None:
    def hang(client: socket.socket, head: bytes) -> None:
        while client.recv(4096):
            pass

    with RawServer({None: hang}) as server:
        settings = own_settings(connect_to={NAME: f"127.0.0.1:{server.port}"}, deadline_seconds=1.0)
        assert outcome(await get_once(f"https://{NAME}/", settings)) == Failure.TIMEOUT


async def test_a_name_that_is_never_resolved_ends_at_the_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    over = threading.Event()

    def hang(*_: Any, **__: Any) -> list[Any]:
        over.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    response = await get_once("http://slow.example/", own_settings(deadline_seconds=1.0))
    over.set()
    assert outcome(response) == Failure.TIMEOUT


async def test_a_closed_port_is_a_connect_failure() -> None:
    with kept_port() as port:
        assert outcome(await get_once(f"http://127.0.0.1:{port}/")) == Failure.CONNECT


async def test_a_refusal_says_where_and_how_long() -> None:
    with PageServer() as server:
        server.routes["/a"] = Answer(status=301, headers={"Location": "/b"}, delay_seconds=0.01)
        server.routes["/b"] = (302, {"Location": "http://10.0.0.1/secret"}, "")
        response = await get_once(f"{server.url}/a")
    assert response.url == f"{server.url}/a"
    assert response.final_url == "http://10.0.0.1/secret"
    assert [(hop.status, hop.location) for hop in response.hops] == [
        (301, "/b"),
        (302, "http://10.0.0.1/secret"),
    ]
    assert (response.status, response.body) == (None, b"")
    assert response.elapsed_ms >= 10
