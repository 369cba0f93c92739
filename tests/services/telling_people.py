"""What the tests of telling share: an archive whose pages and channels are moved by hand, and a
receiver that keeps what it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archive_watch.config.channels import ChannelSettings
from archive_watch.services.asking.network import open_network
from archive_watch.services.notifying.know_channels import know_channels
from archive_watch.services.notifying.tell_people import is_anything_to_tell, tell_people
from archive_watch.services.watch import Watch
from servers import Answer, PageServer, Request
from services.asking import HOST, Hands, article, check, settings, watching

PAGE = "/remarks/"


@dataclass(slots=True)
class Receiver:
    """A webhook that takes everything, but what ``says`` answers first."""

    says: list[Answer] = field(default_factory=list)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, request: Request) -> Answer:
        document = json.loads(request.body)
        assert request.header("webhook-id") == document["id"]
        self.attempts.append(document)
        answer = self.says.pop(0) if self.says else Answer(status=204)
        if answer.status < 300:
            self.taken.append(document)
        return answer

    def subjects(self) -> list[str]:
        """What the messages that were taken say, in a line each."""
        return [document["subject"] for document in self.taken]


@dataclass(slots=True)
class Desk:
    """A watch over a page of one host, and whoever is told."""

    watch: Watch
    clock: Hands
    server: PageServer
    receiver: Receiver

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://{HOST}{PAGE}"

    async def see(self, words: str | None, *, path: str = PAGE, title: str = "Remarks") -> None:
        """Check a page once; None: it is gone."""
        body = None if words is None else article(words, title=title)
        self.server.routes[HOST, path] = Answer(status=404) if body is None else Answer(body=body)
        await check(self.watch, f"http://{HOST}{path}")

    async def see_again(self, path: str) -> None:
        """Check a page once, as the server has it."""
        await check(self.watch, f"http://{HOST}{path}", force=True)

    async def vanish(self, path: str = PAGE) -> None:
        """Check a page until it is known to be gone."""
        for _ in range(2):
            await self.see(None, path=path)
            self.clock.move(minutes=1)

    async def tell(self) -> int:
        """One round of telling, if the daemon would make one; how many messages were taken."""
        if not is_anything_to_tell(self.watch):
            return 0
        async with open_network(self.watch) as network:
            return await tell_people(self.watch, network)

    async def days(self, days: int, *, hour: int = 7) -> None:
        """Move through some days, telling at every hour."""
        for _ in range(days * 24):
            self.clock.moment = self.clock.moment.replace(minute=0, second=0)
            self.clock.move(hours=1)
            await self.tell()

    def configured(self, **channels: ChannelSettings) -> Desk:
        """The same desk by another configuration."""
        given = replace(self.watch.settings, notify=channels)
        self.watch = replace(self.watch, settings=given)
        return self

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query of the archive answers."""
        return [tuple(row) for row in self.watch.archive.rows(sql)]


def hook(server: PageServer, **given: Any) -> ChannelSettings:
    """A webhook at ``server``; told at once of what is grave unless ``given`` says otherwise."""
    return ChannelSettings(type="webhook", url=f"{server.url}/hook", **given)


@contextmanager
def desk(folder: Path, **given: Any) -> Iterator[Desk]:
    """A desk with one channel, which begins before any page was seen."""
    clock, receiver = Hands(), Receiver()
    with PageServer() as server:
        server.routes["/hook"] = receiver
        chosen = replace(settings(server.connect_to(HOST)), notify={"desk": hook(server, **given)})
        with watching(folder, chosen, clock) as watch:
            know_channels(watch)
            yield Desk(watch=watch, clock=clock, server=server, receiver=receiver)
