"""A host of twelve pages under watch that can be put out of order, for tests of outage and block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive_watch.model.host import HostStanding
from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.run_due import run_due
from archive_watch.services.watch import Watch
from archive_watch.storage import sites
from servers import Answer, PageServer
from services.asking import HOST, Hands, article, settings, watching

ROBOTS = Answer(body="User-agent: *\nDisallow: /private/\n", content_type="text/plain")
URLS = [f"http://{HOST}/{number}/" for number in range(12)]


@dataclass(slots=True)
class World:
    """The host, whose floor is two seconds, and whoever watches it."""

    server: PageServer
    watch: Watch
    clock: Hands

    async def round(self) -> list[Visit]:
        """One round of what is due, by a process of its own."""
        visits: list[Visit] = []
        async with open_network(self.watch, timer=self.clock.timer()) as network:
            await run_due(self.watch, network, owner="me", done=visits.append)
        return visits

    async def rounds(self, *, days: int) -> None:
        """A round every three hours, by one process."""
        async with open_network(self.watch, timer=self.clock.timer()) as network:
            for _ in range(days * 8):
                self.clock.move(hours=3)
                await run_due(self.watch, network, owner="me")

    def standing(self) -> HostStanding:
        return sites.host_standing(self.watch.archive, HOST)

    def asked(self) -> list[str]:
        """What was asked since this was last called."""
        paths = self.server.paths()
        self.server.requests.clear()
        return paths

    def well(self) -> None:
        self.server.routes.clear()
        self.server.routes["/robots.txt"] = ROBOTS
        for number in range(12):
            self.server.page(f"/{number}/", article(f"Words of page {number}."))

    def ill(self, answer: Answer, *, robots: Answer | None = None) -> None:
        self.server.routes.clear()
        self.server.fallback = answer
        if robots is not None:
            self.server.routes["/robots.txt"] = robots

    def detail(self) -> str:
        """What the open incident says."""
        row = self.watch.archive.row("SELECT detail FROM open_incidents")
        return "" if row is None else str(row["detail"])

    def states(self) -> set[str]:
        return {row["state"] for row in self.watch.archive.rows("SELECT state FROM pages_now")}


@contextmanager
def world(folder: Path, *, confirm_removed_checks: int = 2) -> Iterator[World]:
    """The host, in order, and its pages, none of them read yet."""
    clock = Hands()
    with PageServer() as server:
        given = settings(
            server.connect_to(HOST),
            fetch={"min_delay_seconds": 2.0},
            pages={"confirm_removed_checks": confirm_removed_checks},
        )
        with watching(folder, given, clock) as watch:
            add_pages(watch, URLS)
            one = World(server=server, watch=watch, clock=clock)
            one.well()
            yield one
