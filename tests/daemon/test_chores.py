"""Chores: done when they are due by the database, one at a time, and never the end of a watch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from archive_watch.daemon.chores import Chore
from archive_watch.daemon.do_chores import do_due_chores
from archive_watch.errors import ArchiveDamaged
from archive_watch.services.asking.network import Network, open_network
from archive_watch.services.watch import Watch
from archive_watch.storage.chores import begin_chore, chore_records
from services.asking import Hands, settings, watching


class Work:
    """Counts how often it was done, and fails as long as it is told to."""

    def __init__(self) -> None:
        self.done = 0
        self.fault: Exception | None = None

    async def __call__(self, watch: Watch, network: Network) -> None:
        self.done += 1
        if self.fault is not None:
            raise self.fault


@contextmanager
def watched(folder: Path) -> Iterator[tuple[Watch, Hands]]:
    clock = Hands()
    with watching(folder, settings(), clock) as watch:
        yield watch, clock


async def do(watch: Watch, *chores: Chore) -> None:
    async with open_network(watch) as network:
        await do_due_chores(watch, network, chores)


def hourly(name: str, work: Work) -> Chore:
    return Chore(name, lambda _: 3600.0, work)


async def test_a_chore_is_done_at_the_start_and_then_at_its_own_pace(tmp_path: Path) -> None:
    work = Work()
    with watched(tmp_path) as (watch, clock):
        await do(watch, hourly("sweep", work))
        clock.move(minutes=59)
        await do(watch, hourly("sweep", work))
        assert work.done == 1
        clock.move(minutes=1)
    with watching(tmp_path, settings(), clock) as watch:
        await do(watch, hourly("sweep", work))
        assert work.done == 2
        record = chore_records(watch.archive)["sweep"]
    assert (record.last_ok_at, record.last_error, record.failures) == (watch.now(), None, 0)


async def test_a_chore_that_is_off_is_left_alone(tmp_path: Path) -> None:
    work = Work()
    with watched(tmp_path) as (watch, _):
        await do(watch, Chore("sweep", lambda _: None, work))
        assert (work.done, chore_records(watch.archive)) == (0, {})


async def test_a_failing_chore_is_told_tried_again_later_and_later_and_stops_no_other(
    tmp_path: Path,
) -> None:
    bad, good = Work(), Work()
    bad.fault = ValueError("planted\nfault")
    tried = []
    with watched(tmp_path) as (watch, clock), capture_logs() as logs:
        for minute in range(20):
            before = bad.done
            await do(watch, hourly("bad", bad), hourly("good", good))
            tried += [minute] if bad.done > before else []
            clock.move(minutes=1)
        assert chore_records(watch.archive)["bad"].last_error == "ValueError: planted fault"
        bad.fault = None
        clock.move(hours=1)
        await do(watch, hourly("bad", bad), hourly("good", good))
        assert chore_records(watch.archive)["bad"].failures == 0
    assert tried == [0, 1, 3, 7, 15]
    assert good.done == 2
    assert [log["chore"] for log in logs if log["log_level"] == "error"] == ["bad"] * 5


async def test_a_chore_that_took_its_process_with_it_waits_before_it_is_begun_again(
    tmp_path: Path,
) -> None:
    work = Work()
    with watched(tmp_path) as (watch, clock):
        begin_chore(watch.archive, "sweep", at=watch.now())
        await do(watch, hourly("sweep", work))
        assert work.done == 0
        clock.move(minutes=1)
        await do(watch, hourly("sweep", work))
        assert work.done == 1


async def test_a_damaged_archive_is_no_matter_of_a_chore(tmp_path: Path) -> None:
    work = Work()
    work.fault = ArchiveDamaged("planted")
    with watched(tmp_path) as (watch, _), pytest.raises(ArchiveDamaged):
        await do(watch, hourly("sweep", work))


async def test_no_chore_is_begun_once_the_watch_is_to_stop(tmp_path: Path) -> None:
    work = Work()
    with watched(tmp_path) as (watch, _):
        async with open_network(watch) as network:
            await do_due_chores(watch, network, [hourly("sweep", work)], should_stop=lambda: True)
    assert work.done == 0
