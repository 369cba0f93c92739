"""What claiming a page and being done with it costs, beside APScheduler's own store of jobs.

A real file of a million due pages, eight claimed at a time, as eight free workers do.  First without
a commit, since a check is committed as a whole and pays for that once, whatever is written in it;
then with the commit of each claim and of each page's completion, as if nothing else were kept.  The
peer keeps a job a page in memory: it writes nothing to a disk.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

import shown
from archive_watch.model.clock import utc_text
from archive_watch.model.page import WatchedPage
from archive_watch.schedule.turns import horizon
from archive_watch.storage import frontier
from archive_watch.storage.database import Archive, open_archive
from archive_watch.storage.given_back import Asking, give_back

_NOW = datetime(2026, 3, 1, tzinfo=UTC)
_MANY, _FEW = 1_000_000, 1_000
_WORKERS = 8
_ROUNDS = 500
_TICKS = 2_000
_JOBS = 20_000
_AWAITED = 200

_SITES = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :sites)"
    " INSERT INTO sites (host, added_at) SELECT 'h' || i || '.example', :at FROM n"
)
_PAGES = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :pages)"
    " INSERT INTO pages (site_id, url, key, state, state_since, added_at, added_by, next_fetch_at,"
    "   last_checked_at) SELECT 1 + i % :sites, 'https://h' || (1 + i % :sites) || '.example/' || i,"
    "   'h' || (1 + i % :sites) || '.example/' || i, 'live', :at, :at, 'command',"
    "   strftime('%Y-%m-%dT%H:%M:%SZ', :due + (i * 7919) % 86400, 'unixepoch'), :at FROM n"
)
_HEADS = (
    "UPDATE frontier SET due_at = (SELECT min(next_fetch_at) FROM pages"
    " WHERE site_id = frontier.site_id AND next_fetch_at IS NOT NULL AND state <> 'paused')"
)


def measure() -> None:
    """Print what the queue costs, long and short."""
    with tempfile.TemporaryDirectory() as folder:
        for name, pages, sites in (
            ("1,000,000 due pages, 10 hosts", _MANY, 10),
            ("1,000 due pages, 10 hosts", _FEW, 10),
        ):
            with _due(Path(folder) / f"{pages}.db", pages, sites) as archive:
                _claims(archive, name)
                _ticks(archive, name)
    _peer()


def _claims(archive: Archive, name: str) -> None:
    target = "<= 50" if name.startswith("1,000,000") else ""
    rounds = _ROUNDS if target else _FEW // _WORKERS // 4
    with archive.gate.held() if archive.gate else nullcontext():
        archive.conn.execute("BEGIN IMMEDIATE")
        together = _cycle(_InOne(archive), rounds, begin=_NOW)
        archive.conn.execute("COMMIT")
    shown.line(f"claim + complete, {name}", f"{together:.0f} us", target)
    alone = _cycle(archive, rounds, begin=_NOW + timedelta(hours=1))
    shown.line("  with their own commits", f"{alone:.0f} us")


class _InOne(Archive):
    """The archive within one transaction that somebody else commits."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive.path, archive.conn, archive.gate)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """No transaction of its own."""
        yield self.conn


def _cycle(archive: Archive, rounds: int, *, begin: datetime) -> float:
    """CPU microseconds a page."""
    spent, pages = 0.0, 0
    for number in range(rounds):
        now = begin + timedelta(seconds=number)
        begun = time.process_time()
        claimed = frontier.claim_due(
            archive, horizon(now, deadline_seconds=60), owner="bench", limit=_WORKERS
        )
        _complete(archive, claimed, utc_text(now + timedelta(days=1)))
        spent += time.process_time() - begun
        pages += len(claimed)
    assert pages == _WORKERS * rounds, (pages, rounds)
    return spent / pages * 1e6


def _complete(archive: Archive, pages: list[WatchedPage], next_fetch_at: str) -> None:
    for page in pages:
        with archive.writing():
            assert frontier.holds(archive, page)
            give_back(archive, page.id, Asking(next_fetch_at=next_fetch_at))


def _ticks(archive: Archive, name: str) -> None:
    """A tick while nothing is due: long before the first page is."""
    early = horizon(_NOW - timedelta(days=900), deadline_seconds=60)
    spent = _cpu(lambda: frontier.claim_due(archive, early, owner="bench", limit=_WORKERS), _TICKS)
    shown.line(f"an idle tick, {name}", f"{spent:.1f} us", "does not grow")


def _peer() -> None:
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.start(paused=True)
    begun = time.process_time()
    for number in range(_JOBS):
        first = _NOW + timedelta(seconds=number)
        scheduler.add_job(print, "interval", days=1, next_run_time=first, id=str(number))
    added = (time.process_time() - begun) / _JOBS * 1e6
    [store] = scheduler._jobstores.values()
    begun = time.process_time()
    for number in range(_AWAITED):
        now = _NOW + timedelta(seconds=number)
        for job in store.get_due_jobs(now):
            job._modify(next_run_time=job.trigger.get_next_fire_time(now, now))
            store.update_job(job)
    done = (time.process_time() - begun) / _AWAITED * 1e6
    scheduler.shutdown(wait=False)
    shown.line(f"APScheduler's memory store, {_JOBS:,} jobs: add one", f"{added:.0f} us")
    shown.line("  find one that is due and set its next time", f"{done:.0f} us")


def _cpu(work: Callable[[], object], times: int) -> float:
    begun = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begun) / times * 1e6


@contextmanager
def _due(path: Path, pages: int, sites: int) -> Iterator[Archive]:
    """An archive of pages that are all due, filled without its triggers and indexes, then with; opened
    anew, as a large one is in a daemon."""
    with open_archive(path, create=True) as archive, archive.writing() as conn:
        laid_aside = _laid_aside(conn)
        given = {"pages": pages, "sites": sites, "at": utc_text(_NOW - timedelta(days=3))}
        conn.execute(_SITES, given)
        conn.execute(_PAGES, {**given, "due": int(_NOW.timestamp()) - 2 * 86_400})
        for sql in laid_aside:
            conn.execute(sql)
        conn.execute(_HEADS)
    with open_archive(path) as archive:
        yield archive


def _laid_aside(conn: sqlite3.Connection) -> list[str]:
    found = conn.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'pages' AND sql IS NOT NULL"
        " AND type IN ('index', 'trigger')"
    ).fetchall()
    for kind, name, _ in found:
        conn.execute(f'DROP {kind} "{name}"')
    return [sql for _, _, sql in found]
