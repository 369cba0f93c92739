"""Where the fetcher may connect: by scheme, address, port, contact, and the operator's choice.

Names are answered by a resolver of the test's own, put in the place of the system's.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import free_permit
from archive_watch.fetch.settings import FetchSettings
from archive_watch.model.capture import Failure, Refusal
from fetch.loopback import get_once, outcome, own_settings
from servers import PageServer

WITH_CONTACT = FetchSettings(contact="ops@example.org", deadline_seconds=5)
Names = Callable[..., list[str]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Sets what each name resolves to; returns the list of names asked so far."""
    asked: list[str] = []

    def set_names(**known: list[str]) -> list[str]:
        def getaddrinfo(host: str, port: Any, *_: Any, **__: Any) -> list[Any]:
            asked.append(host)
            found = known.get(host.replace(".example", ""))
            if found is None:
                raise socket.gaierror(socket.EAI_NONAME, "no such name")
            return [_answer(text) for text in found]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return set_names


def _answer(text: str) -> tuple[Any, ...]:
    family = socket.AF_INET6 if ":" in text else socket.AF_INET
    return (family, socket.SOCK_STREAM, 6, "", (text, 0))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
        "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
        "http://0/", "http://169.254.169.254/latest/meta-data/", "http://10.1.2.3/",
        "http://[fd00:ec2::254]/", "http://[64:ff9b::7f00:1]/", "https://192.168.1.1/",
    ],
)  # fmt: skip
async def test_a_private_address_is_not_asked_however_it_is_written(url: str) -> None:
    assert outcome(await get_once(url, WITH_CONTACT)) == Failure.PRIVATE_ADDRESS


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "data:text/html,x",
        "javascript:alert(1)", "127.0.0.1/", "//127.0.0.1/", "http://", "http:///x",
        "http://a@127.0.0.1/", "http://a:b@127.0.0.1/", "http://127.0.0.1:99999/",
        "http://127.0.0.1:x/", "http://127.0.0.1:0/", "http://one.example\\@127.0.0.1/",
        "http://127.0.0.1\\x/", "http://0177.0.0.1/", "http://127.0.0.1/\r\nX: y",
        "http://[::1", "http://a b/", "",
        "http://one..example/", "http://127.0.0.1/" + "x" * 9000,
    ],
)  # fmt: skip
async def test_only_plain_web_addresses_are_asked(url: str) -> None:
    assert outcome(await get_once(url)) == Failure.SCHEME
    assert outcome(await get_once(url, WITH_CONTACT)) == Failure.SCHEME


async def test_one_private_answer_among_public_ones_refuses_the_name(names: Names) -> None:
    names(mixed=["93.184.216.34", "10.0.0.1"])
    assert outcome(await get_once("http://mixed.example/", WITH_CONTACT)) == "private_address"


async def test_a_name_is_resolved_once_and_the_judged_address_is_asked(names: Names) -> None:
    with PageServer() as server:
        server.page("/", "mine")
        asked = names(mine=["127.0.0.1"])
        response = await get_once(f"http://mine.example:{server.port}/", own_settings())
    assert (response.body, response.remote_address) == (b"mine", "127.0.0.1")
    assert asked == ["mine.example"]


async def test_a_host_whose_connection_is_kept_is_not_looked_up_for_each_page(
    names: Names,
) -> None:
    with PageServer() as server:
        asked = names(mine=["127.0.0.1"])
        async with Fetcher(own_settings()) as fetcher:
            for _ in range(3):
                await fetcher.get(f"http://mine.example:{server.port}/", permit=free_permit)
            for _ in range(2):
                await fetcher.get("http://unknown.example/", permit=free_permit)
    assert asked == ["mine.example", "unknown.example", "unknown.example"]


async def test_of_a_name_with_an_own_address_only_that_is_asked(names: Names) -> None:
    with PageServer() as server:
        server.page("/", "mine")
        names(both=["::1", "127.0.0.1"])
        response = await get_once(f"http://both.example:{server.port}/", own_settings())
    assert response.body == b"mine"


async def test_a_name_that_does_not_resolve_is_a_dns_failure(names: Names) -> None:
    names()
    for host in ("gone.example", "a" * 300):
        assert outcome(await get_once(f"http://{host}/", WITH_CONTACT)) == Failure.DNS


@pytest.mark.parametrize("contact", [None, "", "  "])
@pytest.mark.parametrize("own", [(), ("127.0.0.0/8",)])
async def test_without_a_contact_no_stranger_is_asked(
    names: Names, contact: str | None, own: tuple[str, ...]
) -> None:
    asked: list[str] = []
    names(public=["93.184.216.34"])
    settings = FetchSettings(contact=contact, allow_networks=own)

    async def note(url: str) -> Refusal | None:
        asked.append(url)
        return None

    async with Fetcher(settings) as fetcher:
        for host in ("public.example", "unknown.example", "93.184.216.34"):
            response = await fetcher.get(f"http://{host}/", permit=note)
            assert outcome(response) == Failure.CONTACT
    assert asked == []


async def test_a_strangers_odd_port_is_not_asked(names: Names) -> None:
    names(public=["93.184.216.34"])
    for host in ("public", "unknown"):
        response = await get_once(f"http://{host}.example:8080/", WITH_CONTACT)
        assert outcome(response) == Failure.SCHEME
        assert response.refusal is not None
        assert "8080" in response.refusal.detail


async def test_connect_to_leads_where_the_operator_says_and_keeps_the_host(names: Names) -> None:
    with PageServer() as server:
        asked = names()
        server.page("/", "archived", host="2017-2021.state.gov")
        settings = FetchSettings(connect_to=server.connect_to("2017-2021.state.gov"))
        response = await get_once("http://2017-2021.state.gov/", settings)
    assert (response.body, response.final_url) == (b"archived", "http://2017-2021.state.gov/")
    assert server.requests[0].header("host") == "2017-2021.state.gov"
    assert asked == []


async def test_connect_to_with_a_port_holds_for_that_port_alone() -> None:
    with PageServer() as http, PageServer() as other:
        http.page("/", "by default port")
        other.page("/", "by 8080")
        chosen = {
            "one.example:80": f"127.0.0.1:{http.port}",
            "one.example:8080": f"127.0.0.1:{other.port}",
        }
        settings = FetchSettings(connect_to=chosen)
        assert (await get_once("http://one.example/", settings)).body == b"by default port"
        assert (await get_once("http://One.Example:8080/", settings)).body == b"by 8080"
        assert outcome(await get_once("https://one.example/", settings)) == Failure.CONTACT


async def test_own_networks_are_known_by_address_and_by_name_once_asked(names: Names) -> None:
    names(mine=["127.0.0.1"])
    with PageServer() as server:
        connect_to = server.connect_to("archive.example")
        async with Fetcher(own_settings(connect_to=connect_to)) as fetcher:
            assert fetcher.is_own_network(f"127.0.0.1:{server.port}")
            assert fetcher.is_own_network("archive.example")
            assert not fetcher.is_own_network("10.0.0.1")
            assert not fetcher.is_own_network("www.state.gov")
            await fetcher.get(f"http://mine.example:{server.port}/", permit=free_permit)
            assert fetcher.is_own_network(f"mine.example:{server.port}")
