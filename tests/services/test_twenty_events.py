"""The events of an archived page: each with an outcome of its own, told once, and its end told once.

A simulated clock, a real server with siblings of the page beside it, and a channel that is told at
once of whatever weighs anything.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import Network, open_network
from archive_watch.services.checking.run_due import run_due
from archive_watch.services.notifying.know_channels import know_channels
from archive_watch.services.notifying.tell_people import is_anything_to_tell, tell_people
from archive_watch.services.watch import Watch
from servers import PageServer
from services.asking import HOST, Hands, changes, incidents, settings, watching
from services.telling_people import Receiver, hook
from services.twenty_events import (
    EVENTS,
    NAMES,
    PATH,
    RESET,
    SIBLINGS,
    Event,
    begin,
    put,
    resets,
)

ROUNDS = 10
URL = f"http://{HOST}{PATH}"


@dataclass(slots=True)
class Room:
    """The watch, the host, and whoever is told."""

    watch: Watch
    clock: Hands
    server: PageServer
    receiver: Receiver
    network: Network

    async def round(self) -> str | None:
        """A day later: what is due is checked, and people are told; what the page's check was."""
        self.clock.move(days=1, minutes=10)
        outcomes: dict[str, str] = {}

        def note(visit: Visit) -> None:
            outcomes.setdefault(visit.url, visit.outcome.value)

        await run_due(self.watch, self.network, owner="me", done=note)
        self.clock.move(minutes=1)
        if is_anything_to_tell(self.watch):
            await tell_people(self.watch, self.network)
        return outcomes.get(URL)

    def told(self) -> list[str]:
        """What was told since this was asked last."""
        subjects = self.receiver.subjects()
        self.receiver.taken.clear()
        return subjects

    def state(self) -> str:
        row = self.watch.archive.row("SELECT state FROM pages WHERE url = ?", (URL,))
        assert row is not None
        return str(row["state"])


@asynccontextmanager
async def room(folder: Path) -> AsyncGenerator[Room, None]:
    clock, receiver = Hands(), Receiver()
    with PageServer() as server:
        given = settings(server.connect_to(HOST), fetch={"min_delay_seconds": 2.0})
        channel = hook(server, digest="off", immediate_severity=1, immediate_every="1s")
        with watching(folder, replace(given, notify={"desk": channel}), clock) as watch:
            know_channels(watch)
            begin(server)
            server.routes["/hook"] = receiver
            add_pages(watch, [URL, *(f"http://{HOST}{path}" for path in SIBLINGS)])
            async with open_network(watch, timer=clock.timer()) as network:
                yield Room(
                    watch=watch, clock=clock, server=server, receiver=receiver, network=network
                )


def begins(subjects: list[str], expected: tuple[str, ...]) -> None:
    """Assert that so much was told and no more, each as expected."""
    assert len(subjects) == len(expected), subjects
    for subject, start in zip(subjects, expected, strict=True):
        assert subject.startswith(start), subject


async def happens(one: Room, event: Event) -> str | None:
    """The event, and all the rounds after it; what the page's first check came to."""
    first = None
    for number in range(ROUNDS + 1):
        put(one.server, {**event.before, **event.then[min(number, len(event.then) - 1)]})
        outcome = await one.round()
        first = outcome if number == 0 else first
    return first


@pytest.mark.parametrize("name", NAMES)
async def test_each_event_is_told_apart_told_once_and_told_when_it_is_over(
    tmp_path: Path, name: str
) -> None:
    async with room(tmp_path) as one:
        event = resets(one.server) if name == RESET else EVENTS[name]
        put(one.server, event.before)
        assert await one.round() == "new"
        assert one.told() == []
        assert await happens(one, event) == event.outcome
        begins(one.told(), event.alerts)
        assert one.state() == event.state
        assert tuple(changes(one.watch.archive)) == event.kinds
        assert tuple(kind for kind, _ in incidents(one.watch.archive)) == event.incidents
        last = "SELECT count(*) FROM versions v JOIN pages p ON p.id = v.page_id WHERE p.url = ?"
        assert one.watch.archive.number(last, (URL,)) == event.versions
        good = f"{last} AND v.is_current = 1"
        assert one.watch.archive.number(good, (URL,)) == 1, "the last good version is current"
        if event.over is not None:
            put(one.server, event.before)
            for _ in range(4):
                await one.round()
            begins(one.told(), event.over)
            assert one.state() == "live"
            assert incidents(one.watch.archive) == []


def test_no_two_kinds_of_trouble_look_alike() -> None:
    troubles = [event for event in EVENTS.values() if event.state != "live" or event.incidents]
    signs = {(event.outcome, event.state, event.kinds, event.incidents) for event in troubles}
    assert len(signs) == 7  # gone, softly gone, moved, blocked, withheld, failing, out of order
    assert len(NAMES) >= 20
