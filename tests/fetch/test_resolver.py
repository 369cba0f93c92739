"""Names are resolved beside everything else: a resolver that hangs holds up nobody."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import free_permit
from archive_watch.fetch.resolver import addresses_of
from archive_watch.fetch.settings import FetchSettings
from archive_watch.model.capture import NAME_UNANSWERED, Failure, Refusal

ADDRESS = "93.184.216.34"


class DeadResolver:
    """Answers ``quick.example`` at once, and every other name when it is released, or in a minute."""

    def __init__(self) -> None:
        self.released = threading.Event()
        self.given_up: list[str] = []

    def getaddrinfo(self, host: str, *_: Any, **__: Any) -> list[Any]:
        if host != "quick.example" and not self.released.wait(60):
            self.given_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ADDRESS, 0))]


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Iterator[DeadResolver]:
    dead = DeadResolver()
    monkeypatch.setattr(socket, "getaddrinfo", dead.getaddrinfo)
    yield dead
    dead.released.set()


def test_a_resolver_that_hangs_delays_neither_other_names_nor_the_end(
    resolver: DeadResolver,
) -> None:
    async def ask() -> tuple[str, ...]:
        slow = [asyncio.create_task(addresses_of(f"slow-{n}.example")) for n in range(50)]
        await asyncio.sleep(0)
        quick = await addresses_of("quick.example")
        for task in slow:
            task.cancel()
        return quick

    assert asyncio.run(ask()) == (ADDRESS,)
    assert resolver.given_up == [], "nobody waited for the slow ones"


async def test_an_answer_that_comes_too_late_is_nobodys_trouble(resolver: DeadResolver) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(addresses_of("slow.example"), 0.05)
    resolver.released.set()
    assert await addresses_of("slow.example") == (ADDRESS,)


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        (socket.EAI_NONAME, "h.example has no address"),
        (socket.EAI_AGAIN, f"{NAME_UNANSWERED} for h.example"),
        (socket.EAI_FAIL, f"{NAME_UNANSWERED} for h.example"),
    ],
    ids=["unknown", "again", "failed"],
)
async def test_that_nobody_told_is_not_that_there_is_no_such_name(
    monkeypatch: pytest.MonkeyPatch, fault: int, detail: str
) -> None:
    def failing(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(fault, "as it is")

    monkeypatch.setattr(socket, "getaddrinfo", failing)
    async with Fetcher(FetchSettings(contact="desk@news.example")) as fetcher:
        response = await fetcher.get("http://h.example/", permit=free_permit)
    assert response.refusal == Refusal(failure=Failure.DNS, detail=detail)


async def test_a_name_that_never_is_one_is_asked_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any, **__: Any) -> list[Any]:
        raise AssertionError("it was asked")

    monkeypatch.setattr(socket, "getaddrinfo", failing)
    assert await addresses_of("nothing.invalid") == ()
