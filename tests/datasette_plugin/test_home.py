"""The first page: what happened since the reader was here, and whether anyone looked."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from datasette.app import Datasette

from archive_watch.datasette_plugin.answering import asks_with
from archive_watch.storage.database import open_archive
from archive_watch.storage.heartbeat import begin_heartbeat, end_heartbeat
from datasette_plugin.asked import page, serving, started

_HOME = "/-/archive-watch"
_COOKIE = "archive_watch_seen"


async def _on(database: Path, day: int, hour: int = 12) -> Datasette:
    """The archive as it is read on a day of March 2026; the demo's days are the 3rd to the 5th."""
    served = await serving(database)
    asks_with(served, lambda: datetime(2026, 3, day, hour, tzinfo=UTC))
    return served


def _titles(told: str) -> list[str]:
    return [title.strip() for title in re.findall(r"<h3[^>]*>(?:<a[^>]*>)?([^<]*)", told)]


def _lead(told: str) -> str:
    found = re.search(r'<p class="lead">(.*?)</p>', told, re.DOTALL)
    assert found is not None
    return " ".join(found[1].split())


async def test_the_weightiest_change_comes_first_with_its_words_marked(demo_archive: Path) -> None:
    told = await page(await _on(demo_archive, 5), _HOME)
    assert _titles(told)[:3] == [
        "Press Statement: Cable Repair Completed",
        "Notice to the Press: Lamplighters’ Dinner",
        "Interview With Joss Marlin of Channel Nine",
    ]
    assert re.search(r"<del><span[^>]*>\[removed: </span>not</del>", told)
    assert re.search(r"optimistic</del>.*?pessimistic</ins>", told, re.DOTALL)


async def test_without_a_visit_it_tells_the_last_days_with_something_in_them(
    demo_archive: Path,
) -> None:
    served = await serving(demo_archive)
    asks_with(served, lambda: datetime(2031, 1, 1, tzinfo=UTC))
    lead = _lead(await page(served, _HOME))
    assert lead.startswith("The last 7 days with something in them: 2026-02-27 to 2026-03-05:")
    assert "2 pages gone, 9 changes" in lead


async def test_what_was_new_stays_new_for_a_sitting_and_is_old_at_the_next(
    demo_archive: Path,
) -> None:
    served = await _on(demo_archive, 4)
    first = await served.client.get(_HOME)
    assert "The last 7 days" in _lead(first.text)
    kept = {_COOKIE: first.cookies[_COOKIE]}
    asks_with(served, lambda: datetime(2026, 3, 5, 12, tzinfo=UTC))
    second = await served.client.get(_HOME, cookies=kept)
    assert _lead(second.text).startswith("Since your last visit, 2026-03-04 12:00 UTC:")
    assert "Interview With Dana Osei" not in second.text
    assert "Statement on the Winter Crossings" in second.text
    kept = {_COOKIE: second.cookies[_COOKIE]}
    asks_with(served, lambda: datetime(2026, 3, 5, 12, 20, tzinfo=UTC))
    again = await served.client.get(_HOME, cookies=kept)
    assert _lead(again.text) == _lead(second.text)
    kept = {_COOKIE: again.cookies[_COOKIE]}
    asks_with(served, lambda: datetime(2026, 3, 5, 12, 55, tzinfo=UTC))
    third = await served.client.get(_HOME, cookies=kept)
    assert "nothing was checked, so that there is nothing to tell" in _lead(third.text)
    assert "2026-03-05 12:20 UTC" in _lead(third.text)


async def test_a_look_at_another_page_lengthens_a_visit_and_begins_none(
    demo_archive: Path,
) -> None:
    served = await _on(demo_archive, 5)
    alone = await served.client.get(f"{_HOME}/search")
    assert _COOKIE not in alone.cookies
    kept = {_COOKIE: (await served.client.get(_HOME)).cookies[_COOKIE]}
    asks_with(served, lambda: datetime(2026, 3, 5, 12, 20, tzinfo=UTC))
    within = await served.client.get(f"{_HOME}/search", cookies=kept)
    assert within.cookies[_COOKIE].endswith("_2026-03-05T12:20:00Z")


async def test_any_stretch_of_time_can_be_asked_for(demo_archive: Path) -> None:
    served = await _on(demo_archive, 5)
    one_day = await page(served, _HOME, since="2026-03-04", until="2026-03-04")
    assert _lead(one_day).startswith("2026-03-04:")
    assert "Interview With Dana Osei" in one_day
    assert "Statement on the Winter Crossings" not in one_day
    assert "nothing changed" in _lead(await page(served, _HOME, until="2026-03-01"))
    assert "9 changes" in _lead(await page(served, _HOME, days="all"))
    assert "9 changes" in _lead(await page(served, _HOME, days="30"))


@pytest.mark.parametrize(
    "asked",
    ["days=0", "days=-1", "days=x", "days=99999999", "since=yesterday", "until=2026-02-30",
     "since=2026-03-05&until=2026-03-01", "days=%D9%A7"],
)  # fmt: skip
async def test_a_stretch_that_cannot_be_says_how_to_ask(demo_archive: Path, asked: str) -> None:
    answer = await (await _on(demo_archive, 5)).client.get(f"{_HOME}?{asked}")
    assert answer.status_code == 400
    assert "Ask for" in answer.text or "Write it as" in answer.text


async def test_what_was_found_since_is_told_though_it_happened_before(
    demo_archive: Path, tmp_path: Path
) -> None:
    late = tmp_path / "late.db"
    shutil.copy(demo_archive, late)
    with closing(sqlite3.connect(late)) as conn, conn:
        conn.execute(
            "UPDATE changes SET detected_at = '2026-03-08T09:00:00Z' WHERE id ="
            " (SELECT max(id) FROM changes WHERE page_id IS NOT NULL)"
        )
    served = await serving(late)
    asks_with(served, lambda: datetime(2026, 3, 9, tzinfo=UTC))
    kept = {_COOKIE: "-_2026-03-07T00:00:00Z"}
    told = (await served.client.get(_HOME, cookies=kept)).text
    assert len(re.findall(r'<article id="change-', told)) == 1


async def test_where_the_daemon_let_a_day_pass_it_says_so_first(
    demo_archive: Path, tmp_path: Path
) -> None:
    watched = tmp_path / "watched.db"
    shutil.copy(demo_archive, watched)
    with closing(open_archive(watched)) as archive:
        begin_heartbeat(archive, pid=1, at="2026-03-03T09:00:00Z")
        end_heartbeat(archive, at="2026-03-05T09:00:00Z")
    assert "Nobody is looking" not in await page(await _on(watched, 5), _HOME)
    told = await page(await _on(watched, 25), _HOME)
    assert told.index("Nobody is looking") < told.index("Press Statement")


async def test_where_no_daemon_ever_watched_it_says_calmly_when_the_last_check_was(
    demo_archive: Path,
) -> None:
    assert "no\ndaemon keeps this watch" not in await page(await _on(demo_archive, 5), _HOME)
    told = await page(await _on(demo_archive, 25), _HOME)
    assert "The last check was 20 days ago" in told
    assert "Nobody is looking" not in told


async def test_every_bar_leads_to_its_days_and_stands_in_the_table_too(demo_archive: Path) -> None:
    told = await page(await _on(demo_archive, 5), _HOME)
    way = "/-/archive-watch?since=2026-03-04&amp;until=2026-03-04"
    assert told.count(f'href="{way}"') == 4
    table = told[told.index("<table") : told.index("</table>")]
    assert way in table


async def test_an_empty_archive_says_how_to_begin(tmp_path: Path) -> None:
    open_archive(tmp_path / "empty.db", create=True).close()
    told = await page(await serving(tmp_path / "empty.db"), _HOME)
    assert "archive-watch add URL" in told
    assert "<svg" not in told
    assert "Nobody is looking" not in told


async def test_that_nothing_happened_is_said_only_where_somebody_looked(
    demo_archive: Path, tmp_path: Path
) -> None:
    open_archive(tmp_path / "none.db", create=True).close()
    unread = await (await _on(tmp_path / "none.db", 4)).client.get(_HOME)
    assert "nothing was checked" in _lead(unread.text)
    assert "Nobody has looked yet" in unread.text
    served = await _on(demo_archive, 5, hour=23)
    seen = await served.client.get(f"{_HOME}?since=2026-03-05T08:59:00Z&until=2026-03-05T08:59:30Z")
    assert "nothing changed, nothing vanished, no link broke" in _lead(seen.text)
    after = await served.client.get(f"{_HOME}?since=2026-03-05T20:00:00Z")
    assert "nothing was checked" in _lead(after.text)


async def test_every_page_of_datasette_leads_home_first(demo_archive: Path, tmp_path: Path) -> None:
    served = await serving(demo_archive)
    for path in ("/", served.urls.database("archive")):
        told = await page(served, path)
        assert told.index(f'href="{_HOME}"') < told.index("What changed")
    for name in ("one", "two"):
        shutil.copy(demo_archive, tmp_path / f"{name}.db")
    several = await started(Datasette(files=[str(tmp_path / f"{n}.db") for n in ("one", "two")]))
    assert f'href="{_HOME}?archive=two"' in await page(several, "/two")


async def test_what_pages_and_hosts_wrote_is_shown_and_does_nothing(
    demo_archive: Path, tmp_path: Path
) -> None:
    hostile, wrote = tmp_path / "hostile.db", "<script>alert(1)</script>\u202e{{ 7*7 }}"
    shutil.copy(demo_archive, hostile)
    with closing(sqlite3.connect(hostile)) as conn, conn:
        conn.execute("UPDATE versions SET title = ?, speaker = ?", (wrote, wrote))
        conn.execute("UPDATE change_edits SET speaker = ?", (wrote,))
        conn.execute("UPDATE turns SET speaker = ?", (wrote,))
        conn.execute(
            "INSERT INTO incidents (kind, host, opened_at, last_seen_at, detail)"
            " VALUES ('blocked_host', 'h.example', '2026-03-05', '2026-03-05T00:00:00Z', ?)",
            (wrote,),
        )
    served = await serving(hostile)
    for told in (
        await page(served, _HOME, days="all"),
        await page(served, f"{_HOME}/search", q="the"),
    ):
        assert "<script>alert" not in told
        assert "\u202e" not in told
        assert "&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}{{ 7*7 }}" in told
