"""Every fault of a server ends in time, within memory, and as documented."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import free_permit
from archive_watch.fetch.settings import FetchSettings
from archive_watch.model.capture import Failure, Response
from faults import FAULTS, Fault, scripts
from servers import RawServer

DEADLINE_SECONDS = 2.0
MAX_BYTES = 4 * 1024 * 1024
SETTINGS = FetchSettings(
    allow_networks=("127.0.0.0/8",), deadline_seconds=DEADLINE_SECONDS, max_bytes=MAX_BYTES
)


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    with RawServer(scripts()) as running:
        yield running


async def asked(server: RawServer, name: str) -> Response:
    async with Fetcher(SETTINGS) as fetcher:
        return await fetcher.get(f"{server.url}/{name}", permit=free_permit)


@pytest.mark.parametrize(("name", "fault"), FAULTS.items(), ids=FAULTS.keys())
async def test_a_fault_ends_as_documented(server: RawServer, name: str, fault: Fault) -> None:
    response = await asked(server, name)
    failure = None if response.refusal is None else response.refusal.failure
    assert (failure, response.status) == (fault.failure, fault.status), response.refusal
    assert response.elapsed_ms <= (DEADLINE_SECONDS + 1) * 1000
    if fault.body is not None:
        assert response.body == fault.body


HUNGRY = ("gzip-bomb", "endless-body", "endless-chunks", "header-flood", "endless-interim")


@pytest.mark.parametrize("name", HUNGRY)
async def test_memory_stays_near_the_cap(server: RawServer, name: str) -> None:
    tracemalloc.start()
    try:
        await asked(server, name)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 3 * MAX_BYTES


def test_there_are_at_least_forty_faults() -> None:
    assert len(FAULTS) >= 40


def test_every_failure_of_the_network_is_among_the_faults_or_tested_by_name() -> None:
    elsewhere = {Failure.DNS, Failure.TLS, Failure.CONNECT}  # test_failures.py
    of_the_services = {
        Failure.ROBOTS,
        Failure.ROBOTS_UNREADABLE,
        Failure.ROBOTS_UNREACHABLE,
        Failure.ON_HOLD,
    }
    shown = {fault.failure for fault in FAULTS.values()} - {None}
    assert shown | elsewhere | of_the_services == set(Failure)
