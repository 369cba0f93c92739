"""Every fault of TLS, and of the operator's own proxy, ends as documented."""

from __future__ import annotations

import asyncio
import socket
import ssl
from typing import Any

import pytest
import trustme

from archive_watch.model.capture import Failure, Response
from fetch.loopback import get_once, outcome, own_settings
from hostile.by_proxy import BY_PROXY
from hostile.encrypted import ENCRYPTED, SECURED, listening
from ports import kept_port
from servers import RawServer

DEADLINE_SECONDS = 1.5
SHAKEN_HANDS_SECONDS = 6.0  # sixteen do so at once, and one of them hangs only after that
OVER_TLS = ENCRYPTED | SECURED


def deadline(failure: Failure, at_the_latest: float = DEADLINE_SECONDS) -> float:
    return at_the_latest if failure is Failure.TIMEOUT else 40.0


@pytest.fixture(scope="module")
def responses() -> dict[str, Response]:
    authority, trust = trustme.CA(), ssl.create_default_context()
    authority.configure_trust(trust)

    async def all_of_them(leads_to: dict[str, str]) -> dict[str, Response]:
        found = await asyncio.gather(
            *(
                get_once(
                    f"https://{name}.example/",
                    own_settings(
                        connect_to=leads_to,
                        deadline_seconds=deadline(fault.failure, SHAKEN_HANDS_SECONDS),
                    ),
                    trust=trust,
                )
                for name, fault in OVER_TLS.items()
            )
        )
        return dict(zip(OVER_TLS, found, strict=True))

    with listening(OVER_TLS, authority) as leads_to:
        return asyncio.run(all_of_them(leads_to))


@pytest.mark.parametrize("name", OVER_TLS)
def test_a_fault_of_tls_ends_as_documented(responses: dict[str, Response], name: str) -> None:
    response, fault = responses[name], OVER_TLS[name]
    assert outcome(response) == fault.failure, response.refusal
    assert response.refusal is not None
    assert response.refusal.detail.startswith(fault.detail)
    assert response.remote_address == "127.0.0.1"
    assert (response.certificate_sha256 is not None) == (name in SECURED)


@pytest.fixture
def unknown_names(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)


@pytest.mark.usefixtures("unknown_names")
@pytest.mark.parametrize("name", BY_PROXY)
async def test_a_fault_of_the_proxy_ends_as_documented(name: str) -> None:
    fault = BY_PROXY[name]
    asked = "archive.example:443" if fault.url.startswith("https") else fault.url
    with RawServer({asked: fault.script}) as proxy:
        settings = own_settings(
            contact="ops@example.org",
            proxy=f"http://me:s3cret@127.0.0.1:{proxy.port}",
            deadline_seconds=deadline(fault.failure),
        )
        response = await get_once(fault.url, settings)
    assert outcome(response) == fault.failure, response.refusal
    assert response.remote_address is None
    assert "s3cret" not in repr(response)


@pytest.mark.usefixtures("unknown_names")
async def test_a_proxy_that_is_not_there_is_said_to_be_the_proxy() -> None:
    with kept_port() as port:
        settings = own_settings(contact="ops@example.org", proxy=f"http://127.0.0.1:{port}")
        response = await get_once("http://archive.example/", settings)
    assert response.refusal is not None
    assert response.refusal.failure is Failure.CONNECT
    assert response.refusal.detail.startswith("by the proxy")
