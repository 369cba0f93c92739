"""Months of watching with a budget that binds: the looks go where change is, and takedowns are seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive_watch.model.capture import Failure, Refusal, Response
from archive_watch.model.clock import days_between
from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.checking.check import Check
from archive_watch.services.checking.judge_answer import judge_answer
from archive_watch.services.checking.keep_check import keep_check
from archive_watch.services.discovering.note_lastmod import note_lastmod
from archive_watch.services.watch import Watch
from archive_watch.storage import answers
from archive_watch.storage.pages import known_page
from services.asking import HOST, Hands, article, settings, watching

Answering = Callable[[str, int], str | None]
_BUDGET = 5


class Year:
    """Days of a host that is asked for so many pages a day; ``says`` is what a page says on a day."""

    def __init__(self, watch: Watch, hands: Hands, says: Answering) -> None:
        self.watch, self.hands, self.says = watch, hands, says
        self.day = 0
        self.looks: Counter[str] = Counter()
        self.seen_gone: dict[str, int] = {}

    def go_on(self, days: int, *, budget: int = _BUDGET) -> None:
        """Let days pass, each with as many looks as the budget has."""
        for _ in range(days):
            for _ in range(budget):
                self._look()
                self.hands.move(minutes=30)
            self.hands.move(days=1, minutes=-30 * budget)
            self.day += 1

    def _look(self) -> None:
        row = self.watch.archive.row(
            "SELECT url FROM pages WHERE next_fetch_at <= ? ORDER BY next_fetch_at, id LIMIT 1",
            (self.watch.now(),),
        )
        if row is not None:
            self.ask(row["url"])

    def ask(self, url: str, refusal: Refusal | None = None) -> Visit:
        """One check of a page now."""
        words = self.says(url, self.day)
        self.looks[url] += 1
        if words is None:
            self.seen_gone.setdefault(url, self.day)
        page = known_page(self.watch.archive, url)
        response = Response(
            url=url, final_url=url, status=200 if words else 404,
            headers=(("content-type", "text/html"),), body=article(words or "Not found").encode(),
        ) if refusal is None else Response(
            url=url, final_url=url, status=None, headers=(), body=b"", refusal=refusal
        )  # fmt: skip
        judgement = judge_answer(response, page, self.watch.profile(page.host))
        check = Check(
            page=page, response=response, judgement=judgement, at=self.watch.now(), source="live"
        )
        return keep_check(self.watch, check)

    def plan(self, url: str) -> tuple[float, str]:
        """In how many days a page is due, and why."""
        row = self.watch.archive.row(
            "SELECT next_fetch_at, next_why FROM pages WHERE url = ?", (url,)
        )
        assert row is not None
        return days_between(self.watch.now(), row["next_fetch_at"]), row["next_why"]


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def watch(tmp_path: Path, hands: Hands) -> Iterator[Watch]:
    scarce = settings(
        fetch={"min_delay_seconds": 5.0}, schedule={"budget_per_host_per_day": _BUDGET}
    )
    with watching(tmp_path, scarce, hands) as opened:
        yield opened


def _urls(folder: str, count: int) -> list[str]:
    return [f"https://{HOST}/{folder}/{number:03}.htm" for number in range(count)]


def _always(url: str, _: int) -> str | None:
    return f"The words of {url}."


def test_a_page_that_changes_each_week_is_asked_more_often_than_its_still_siblings(
    watch: Watch, hands: Hands
) -> None:
    urls = _urls("remarks", 40)
    add_pages(watch, urls)
    year = Year(watch, hands, lambda url, day: f"{url} {day // 7 if url == urls[7] else 0}")
    year.go_on(90)
    still = [year.looks[url] for url in urls if url != urls[7]]
    assert min(still) >= 3
    assert year.looks[urls[7]] > 1.5 * sum(still) / len(still)
    assert year.plan(urls[7])[1] == "rate"


def test_pages_are_told_with_their_rate_and_why_they_are_due_when_they_are(
    watch: Watch, hands: Hands
) -> None:
    add_pages(watch, _urls("remarks", 12))
    new = list(answers.pages(watch.archive))
    assert {(page["rate"], page["next_why"]) for page in new} == {(None, None)}
    Year(watch, hands, _always).go_on(5)
    for page in answers.pages(watch.archive):
        assert page["next_why"] in {"rate", "every"}
        assert 0 < page["rate"] < 0.01


def test_a_takedown_of_a_section_is_seen_within_days(watch: Watch, hands: Hands) -> None:
    taken, kept = _urls("a", 20), _urls("b", 60)
    add_pages(watch, taken + kept)
    year = Year(watch, hands, lambda url, day: None if day >= 40 and url in taken else url)
    year.go_on(60)
    first = min(year.seen_gone.values())
    assert set(year.seen_gone) == set(taken)
    assert (
        max(year.seen_gone.values()) - first <= 6
    )  # twenty pages and their second looks, at 5 a day


def test_a_small_archive_is_checked_each_every_and_no_sooner(watch: Watch, hands: Hands) -> None:
    (url,) = _urls("remarks", 1)
    add_pages(watch, [url])
    year = Year(watch, hands, _always)
    for _ in range(30):
        year.ask(url)
        assert year.plan(url) == (1.0, "every")
        hands.move(days=1)


def test_a_page_with_a_pace_of_its_own_keeps_it(watch: Watch, hands: Hands) -> None:
    urls = _urls("remarks", 60)
    add_pages(watch, urls)
    add_pages(watch, urls[:1], every_seconds=3 * 86_400)
    year = Year(watch, hands, _always)
    year.go_on(30)
    year.ask(urls[0])
    assert year.plan(urls[0]) == (3.0, "every")


def test_a_page_that_was_seen_gone_once_has_its_second_look_after_a_day(
    watch: Watch, hands: Hands
) -> None:
    urls = _urls("remarks", 60)
    add_pages(watch, urls)
    year = Year(watch, hands, lambda url, day: None if day >= 30 and url == urls[3] else url)
    year.go_on(30)
    year.ask(urls[3])
    assert year.plan(urls[3]) == (1.0, "confirm")
    hands.move(days=1)
    year.ask(urls[3])
    assert year.plan(urls[3])[1] != "confirm"


def test_a_failed_check_is_tried_again_soon_then_less_and_less_and_teaches_nothing(
    watch: Watch, hands: Hands
) -> None:
    urls = _urls("remarks", 60)
    add_pages(watch, urls)
    year = Year(watch, hands, _always)
    year.go_on(30)
    learnt = "SELECT changes_met, days_watched FROM pages WHERE url = ?"
    before = watch.archive.row(learnt, (urls[5],))
    waits = []
    for _ in range(4):
        year.ask(urls[5], Refusal(failure=Failure.TIMEOUT, detail=""))
        waits.append(round(year.plan(urls[5])[0] * 24))
        hands.move(hours=12)
    assert waits == [1, 2, 4, 8]
    after = watch.archive.row(learnt, (urls[5],))
    assert before is not None
    assert after is not None
    assert tuple(before) == tuple(after)


def test_a_sitemaps_word_brings_a_page_forward_until_it_has_lied_too_often(
    watch: Watch, hands: Hands
) -> None:
    urls = _urls("remarks", 60)
    add_pages(watch, urls)
    year = Year(watch, hands, _always)
    year.go_on(30)

    def said() -> float:
        """How much sooner the word of the sitemap has a page looked at, in days."""
        url = watch.archive.row("SELECT url FROM pages ORDER BY next_fetch_at DESC LIMIT 1")
        assert url is not None
        page = known_page(watch.archive, url["url"])
        before = year.plan(page.url)[0]
        with watch.archive.writing():
            assert note_lastmod(watch.archive, page.id, watch.now(), at=watch.now())
            assert not note_lastmod(watch.archive, page.id, watch.now(), at=watch.now())
        sooner = before - year.plan(page.url)[0]
        year.ask(page.url)
        hands.move(hours=3)
        return sooner

    first = said()
    assert first > 1
    for _ in range(120):
        last = said()
    assert last < first
    row = watch.archive.row("SELECT lastmod_right, lastmod_wrong FROM sites")
    assert row is not None
    assert row["lastmod_right"] / row["lastmod_wrong"] < 0.02
