"""What the tests of the asking services share: a real archive, a clock that is moved by hand, and
settings under which a loopback server stands for any host."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive_watch.config import Settings, load
from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.ask_politely import Timer
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.fetch_pages import fetch_pages
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.watch import Watch
from archive_watch.storage.database import Archive
from fresh import fresh_archive
from servers import Answer, Request

HOST = "harbour.example"
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(slots=True)
class Hands:
    """A clock that stands still until it is moved; as a timer, sleeping is what moves it."""

    moment: datetime = BEGIN
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)

    def timer(self) -> Timer:
        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)
            self.moment += timedelta(seconds=seconds)

        return Timer(seconds=lambda: datetime.timestamp(self.moment), sleep=sleep)


def settings(connect_to: dict[str, str] | None = None, **sections: dict[str, Any]) -> Settings:
    """The defaults for loopback, without a delay; ``sections`` replace single options."""
    given = Settings()
    fetch = {
        "allow_networks": ("127.0.0.0/8",),
        "min_delay_seconds": 0.0,
        "deadline_seconds": 5.0,
        "connect_to": connect_to or {},
    }
    return replace(
        given,
        fetch=replace(given.fetch, **{**fetch, **sections.get("fetch", {})}),
        schedule=replace(given.schedule, **sections.get("schedule", {})),
        pages=replace(given.pages, **sections.get("pages", {})),
        links=replace(given.links, **{"min_delay_seconds": 0.0, **sections.get("links", {})}),
        watch=sections.get("watch", {}).get("pages", ()),
    )


@contextmanager
def watching(folder: Path, given: Settings, clock: Hands | None = None) -> Iterator[Watch]:
    """A watch over the archive in ``folder``, which is made where there is none."""
    shipped = load(config_path=None, db_path=folder / "archive.db", environ={}, cwd=folder)
    with fresh_archive(shipped.database) as archive:
        yield Watch(
            archive=archive,
            settings=given,
            profiles=load_profiles(shipped),
            clock=clock or Hands(),
        )


async def check(
    watch: Watch, *urls: str, force: bool = False, timer: Timer | None = None
) -> list[Visit]:
    """One visit of each of ``urls``, as ``fetch URL…`` makes it."""
    pages = [added.page for added in add_pages(watch, urls)]
    async with open_network(watch, timer=timer) as network:
        return await fetch_pages(watch, network, pages, force=force)


def told(visits: list[Visit]) -> list[tuple[str, str | None]]:
    """Outcome and reason of each visit."""
    return [(visit.outcome.value, visit.reason) for visit in visits]


def versions(archive: Archive) -> int:
    """How many versions there are."""
    return archive.number("SELECT count(*) FROM versions")


def changes(archive: Archive) -> list[str]:
    """The kinds of the changes that stand, in order."""
    rows = archive.rows("SELECT kind FROM changes WHERE superseded_at IS NULL ORDER BY id")
    return [row["kind"] for row in rows]


def incidents(archive: Archive) -> list[tuple[str, str]]:
    """Kind and host of the open incidents."""
    return [(row["kind"], row["host"]) for row in archive.rows("SELECT * FROM open_incidents")]


def article(words: str, *, title: str = "Remarks at the Harbour") -> str:
    """A page of no real archive, with furniture around its words."""
    return (
        f"<html><head><title>{title}</title></head><body><nav>Menu <a href='/'>Home</a></nav>"
        f"<main><h1>{title}</h1><p>{words}</p></main><footer>Foot</footer></body></html>"
    )


@dataclass(slots=True)
class AtOnce:
    """A route that counts how many are asking at one time, at ``most``.

    It answers once ``expected`` have asked together (or after a long while, where they never do), and
    a little later, so that one too many would be seen.
    """

    answer: Callable[[Request], Answer]
    expected: int = 1
    most: int = 0
    _now: int = 0
    _came: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, request: Request) -> Answer:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
            if self._now >= self.expected:
                self._came.set()
        self._came.wait(20)
        self._came.set()  # the others of a serial client need not wait as long
        time.sleep(0.1)
        with self._lock:
            self._now -= 1
        return self.answer(request)
