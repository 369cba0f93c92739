"""Every fault of a server ends in time, within memory, and as documented.

All are asked for side by side, each by a fetcher of its own.  What is to end at the deadline has a
short one; all else has a long one, so that a slow machine does not make a timeout of it.
"""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import Iterator

import pytest

from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import free_permit
from archive_watch.fetch.settings import FetchSettings
from archive_watch.model.capture import Failure, Response
from faults import FAULTS, PAGE, Fault, own_names, scripts
from hostile.redirects import THERE
from servers import RawServer

DEADLINE_SECONDS = 1.5
MAX_BYTES = 4 * 1024 * 1024
_AT_ONCE = 16


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    with RawServer(scripts()) as running:
        yield running


async def asked(server: RawServer, name: str) -> tuple[Response, Response]:
    """What came of the fault, and of asking the same host for a good page after it."""
    late = FAULTS[name].failure is Failure.TIMEOUT
    settings = FetchSettings(
        allow_networks=("127.0.0.0/8",),
        deadline_seconds=DEADLINE_SECONDS if late else 40.0,
        max_bytes=MAX_BYTES,
        connect_to=own_names(server),
    )
    async with Fetcher(settings) as fetcher:
        response = await fetcher.get(f"{server.url}/{name}", permit=free_permit)
        after = await fetcher.get(
            f"{server.url}/{THERE}", permit=free_permit, deadline_seconds=40.0
        )
        return response, after


@pytest.fixture(scope="module")
def responses(server: RawServer) -> dict[str, tuple[Response, Response]]:
    async def all_of_them() -> dict[str, tuple[Response, Response]]:
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one(name: str) -> tuple[Response, Response]:
            async with turns:
                return await asked(server, name)

        found = await asyncio.gather(*map(one, FAULTS))
        return dict(zip(FAULTS, found, strict=True))

    return asyncio.run(all_of_them())


@pytest.mark.parametrize(("name", "fault"), FAULTS.items(), ids=FAULTS.keys())
def test_a_fault_ends_as_documented_and_leaves_the_host_usable(
    responses: dict[str, tuple[Response, Response]], name: str, fault: Fault
) -> None:
    response, after = responses[name]
    failure = None if response.refusal is None else response.refusal.failure
    assert (failure, response.status) == (fault.failure, fault.status), response.refusal
    if fault.body is not None:
        assert response.body == fault.body
    assert len(response.body) <= MAX_BYTES
    assert after.body == PAGE


HUNGRY = (
    "bomb-in-chunks", "bomb-in-members", "deflate-bomb", "endless-body", "endless-chunks",
    "endless-gzip-name", "endless-interim", "endless-tiny-chunks", "gzip-bomb-of-a-gibibyte",
    "header-flood", "raw-deflate-bomb",
)  # fmt: skip


@pytest.mark.parametrize("name", HUNGRY)
async def test_memory_stays_near_the_cap(server: RawServer, name: str) -> None:
    tracemalloc.start()
    try:
        await asked(server, name)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 4 * MAX_BYTES


def test_there_are_at_least_two_hundred_faults() -> None:
    assert len(FAULTS) >= 200


def test_every_failure_of_the_network_is_among_the_faults_or_tested_by_name() -> None:
    elsewhere = {Failure.DNS, Failure.TLS, Failure.CONNECT}  # test_failures.py
    of_the_services = {
        Failure.ROBOTS,
        Failure.ROBOTS_UNREADABLE,
        Failure.ROBOTS_UNREACHABLE,
        Failure.ON_HOLD,
        Failure.LOCAL,
    }
    shown = {fault.failure for fault in FAULTS.values()} - {None}
    assert shown | elsewhere | of_the_services == set(Failure)
