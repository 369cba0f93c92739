"""The link zoo for forty simulated days: nothing alive is called dead, nothing dead stays unnoticed."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from archive_watch.services.asking.network import open_network
from archive_watch.services.linking.check_links import check_links
from archive_watch.services.watch import Watch
from archive_watch.storage.links import WatchedLink, due_links, links_in_state
from services.asking import BEGIN, Hands, check, settings, watching
from zoo.all_kinds import KINDS, linked_zoo
from zoo.fragments import FRAGMENTS
from zoo.kind import Kind, Truth
from zoo.server import NETWORK, Zoo
from zoo.soft import ISSUES_OWN

_DEAD = frozenset({"broken", "gone", "soft_404"})
_HOURS = (0, 1, 7, *range(24, 40 * 24 + 1, 24))
_MAY_BE_DEAD = (Truth.DEAD, Truth.SOFT)
_MOST_ASKED = 3  # in one cycle, where the first answer was "not now"
_NOT_NOW = frozenset(
    "busy-once limited-once reset-once busy busy-for-an-hour gateway timed-out-gateway 429"
    " 429-for-a-day resets closes noise out-for-days dark-for-days reset-in-body odd-header".split()
)
_MOST_PUT_OFF = 50  # rounds in a row, on a machine that stands still again and again
_PUT_OFF = "SELECT id FROM links WHERE next_check_at > ? AND coalesce(checked_at, '') < ?"
_ASKED_OTHERWISE_TOO = {"ok", "cookie"}  # as another's target, and by its own redirect


@dataclass(slots=True)
class Days:
    """What forty days of checks came to: every state that a kind's link ever was in, and the last."""

    zoo: Zoo
    states: dict[str, list[tuple[float, str, str | None]]] = field(default_factory=dict)
    most_asked: Counter[str] = field(default_factory=Counter)
    checked: list[int] = field(default_factory=list)

    def last(self, name: str) -> str:
        """The state of a kind's link in the end."""
        return self.states[name][-1][1]

    def too_soon(self, kind: Kind) -> bool:
        """Whether it was called dead although it is not, or before it could be known."""
        at = [day for day, state, _ in self.states[kind.name] if state in _DEAD]
        may_be = kind.truth in _MAY_BE_DEAD or kind.dead_after_days > 0
        return bool(at) and not (may_be and min(at) >= kind.dead_after_days)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days]:
    with linked_zoo() as zoo:
        lived = Days(zoo=zoo)
        asyncio.run(_live(lived, tmp_path_factory.mktemp("zoo")))
        yield lived


async def _live(days: Days, folder: Path) -> None:
    clock = Hands()
    given = settings(
        days.zoo.connect_to,
        fetch={"allow_networks": (NETWORK,)},
        links={"deadline_seconds": 1.0},
        schedule={"workers": 64},
    )
    with watching(folder, given, clock) as watch:
        await check(watch, *days.zoo.pages)
        for hours in _HOURS:
            clock.moment = BEGIN + timedelta(hours=hours)
            days.zoo.day = hours / 24
            due = _due(watch)
            days.checked.append(len(due))
            await _whole_round(days, watch, clock, due)
        gone = links_in_state(watch.archive, ["gone"], areas=("body",))
        await _whole_round(days, watch, clock, gone)


def _due(watch: Watch) -> list[WatchedLink]:
    return due_links(watch.archive, now=watch.now(), areas=("body",), every=False)


async def _whole_round(days: Days, watch: Watch, clock: Hands, due: list[WatchedLink]) -> None:
    """A round, and what it put off because this machine stood still: that is asked minutes later."""
    for _ in range(_MOST_PUT_OFF):
        began = watch.now()
        await _round(days, watch, clock, due)
        rows = watch.archive.rows(_PUT_OFF, (began, began))
        due = [link for link in due if link.id in {row["id"] for row in rows}]
        if not due:
            return
        clock.move(minutes=6)


async def _round(days: Days, watch: Watch, clock: Hands, due: list[WatchedLink]) -> None:
    before = days.zoo.asked.copy()
    async with open_network(watch, timer=clock.timer()) as network:
        await check_links(watch, network.for_links(watch), due)
    for (name, path), count in (days.zoo.asked - before).items():
        if path == days.zoo.kinds[name].path:
            days.most_asked[name] = max(days.most_asked[name], count)
    rows = watch.archive.rows("SELECT url, state, reason FROM links")
    found = {row["url"]: (row["state"], row["reason"]) for row in rows}
    for name in days.zoo.kinds:
        shown = found.get(days.zoo.href(name))
        if shown is not None:
            days.states.setdefault(name, []).append((days.zoo.day, *shown))


def test_the_zoo_has_at_least_sixty_kinds_of_link_with_names_of_their_own() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 60


def test_no_link_is_called_dead_that_is_not_or_before_it_can_be_known(days: Days) -> None:
    false = {kind.name for kind in KINDS if kind.name in days.states and days.too_soon(kind)}
    assert false == set()


def test_every_dead_link_is_found_out_in_the_end(days: Days) -> None:
    dead = {kind.name for kind in KINDS if kind.truth is Truth.DEAD}
    assert {name for name in dead if days.last(name) not in _DEAD} == set()


def test_of_the_answers_that_only_look_good_all_but_one_at_most_are_found_out(days: Days) -> None:
    soft = {kind.name for kind in KINDS if kind.truth is Truth.SOFT}
    found = {name for name in soft if days.last(name) in _DEAD}
    assert len(found & set(ISSUES_OWN)) >= len(ISSUES_OWN) - 1
    assert {days.last(name) for name in soft - found} <= {"suspected"}, "shown, and not proved"


@pytest.mark.parametrize(
    ("truth", "states"),
    [
        (Truth.ALIVE, {"ok", "redirected"}),
        (Truth.FRAGMENT, {"ok"}),
        (Truth.UNKNOWN, {"suspected", "blocked"}),
        (Truth.MOVED, {"moved"}),
        (Truth.BLOCKED, {"blocked"}),
        (Truth.EXCLUDED, {"excluded"}),
    ],
    ids=lambda given: given.value if isinstance(given, Truth) else "",
)
def test_every_other_link_ends_as_what_it_is(days: Days, truth: Truth, states: set[str]) -> None:
    names = {kind.name for kind in KINDS if kind.truth is truth and kind.name in days.states}
    assert {name for name in names if days.last(name) not in states} == set()


def test_nobody_is_led_to_a_private_address(days: Days) -> None:
    assert days.zoo.canary == 0


def test_a_host_has_one_connection_at_a_time(days: Days) -> None:
    assert {name: most for name, most in days.zoo.at_once.items() if most > 1} == {}


def test_an_address_is_asked_once_a_cycle_and_thrice_where_it_says_not_now(days: Days) -> None:
    assert {name for name, most in days.most_asked.items() if most > _MOST_ASKED} == set()
    patient = {name for name, most in days.most_asked.items() if most > 1} - _ASKED_OTHERWISE_TOO
    assert patient - _NOT_NOW == set()


def test_a_place_that_is_not_on_its_page_is_told_and_every_other_is_found(days: Days) -> None:
    told = {
        kind.name: days.states[kind.name][-1][2] for kind in FRAGMENTS if kind.name in days.states
    }
    missing = {kind.name for kind in FRAGMENTS if kind.truth is Truth.FRAGMENT}
    assert {name for name, reason in told.items() if reason == "fragment"} == missing


def test_what_is_confirmed_is_asked_less_and_less(days: Days) -> None:
    assert sum(days.checked[-21:-1]) < 20 * len(KINDS) / 4
