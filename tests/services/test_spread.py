"""Pages that were added together are not asked together for ever.  Weeks pass by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive_watch.model.clock import parse_utc
from archive_watch.services.add_pages import add_pages
from archive_watch.services.watch import Watch
from services.asking import HOST, Hands, settings, watching
from services.test_refresh import Year

_PACE_SECONDS = 5
_WEEKS = 3


def _urls(count: int) -> list[str]:
    return [f"https://{HOST}/remarks/{number:03}.htm" for number in range(count)]


class Days:
    """A daemon's days: what is due is looked at in its order, at the host's pace."""

    def __init__(self, watch: Watch, hands: Hands) -> None:
        self.watch, self.hands = watch, hands
        self.year = Year(watch, hands, lambda url, _: f"The words of {url}.")
        self.looks: list[tuple[str, float]] = []

    def go_on(self, days: int) -> list[tuple[str, float]]:
        """The looks of so many days: page, and days since 1970."""
        until = self.hands.moment.timestamp() + days * 86_400
        before = len(self.looks)
        while True:
            row = self.watch.archive.row(
                "SELECT url, next_fetch_at FROM pages ORDER BY next_fetch_at, id LIMIT 1"
            )
            assert row is not None
            wait = (parse_utc(row["next_fetch_at"]) - self.hands.moment).total_seconds()
            if self.hands.moment.timestamp() + max(wait, 0) >= until:
                self.hands.move(seconds=until - self.hands.moment.timestamp())
                return self.looks[before:]
            self.hands.move(seconds=max(wait, 0))
            self.looks.append((row["url"], self.hands.moment.timestamp() / 86_400))
            self.year.ask(row["url"])
            self.hands.move(seconds=_PACE_SECONDS)

    def gaps(self) -> list[float]:
        """The days between two looks at one page, all of them."""
        last: dict[str, float] = {}
        found = []
        for url, at in self.looks:
            found += [at - last[url]] if url in last else []
            last[url] = at
        return found


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def watch(tmp_path: Path, hands: Hands) -> Iterator[Watch]:
    with watching(tmp_path, settings(fetch={"min_delay_seconds": 5.0}), hands) as opened:
        yield opened


def _in_busiest_hour(looks: list[tuple[str, float]]) -> int:
    return max(Counter(int(at * 24) for _, at in looks).values())


def test_fifty_pages_added_at_once_are_spread_over_the_day_after_weeks(
    watch: Watch, hands: Hands
) -> None:
    add_pages(watch, _urls(50))
    days = Days(replace(watch, keeps_watching=True), hands)
    first = days.go_on(1)
    days.go_on(7 * _WEEKS)
    last = days.go_on(1)
    assert (_in_busiest_hour(first), len(first)) == (50, 50)
    assert _in_busiest_hour(last) <= 6
    assert len({int(at * 24) for _, at in last}) >= 15, "hours of the day with a look"
    assert 48 <= len(last) <= 52
    assert min(days.gaps()) >= 1
    assert max(days.gaps()) <= 1.06


def test_two_pages_and_those_with_an_interval_of_their_own_keep_it_to_the_second(
    watch: Watch, hands: Hands
) -> None:
    add_pages(watch, _urls(2))
    add_pages(watch, [url.replace("remarks", "daily") for url in _urls(12)], every_seconds=86_400)
    days = Days(replace(watch, keeps_watching=True), hands)
    days.go_on(5)
    own = [gap for gap in days.gaps() if gap > 1.001]
    assert own == []


def test_who_looks_once_a_night_finds_every_page_due(watch: Watch, hands: Hands) -> None:
    """`run --once` from cron, and `fetch` by hand: a page moved by an hour would be missed."""
    add_pages(watch, _urls(12))
    days = Days(watch, hands)
    for _ in range(5):
        assert len(days.go_on(1)) == 12
    assert max(days.gaps()) < 1.001
