"""The list of links: what broke, what is in doubt or good again, where it stands, and taken away."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from archive_watch.storage.database import open_archive
from archive_watch.storage.link_answers import LinkFilter, links
from datasette_plugin.asked import page, serving
from servers import Answer, PageServer
from services.asking import HOST, Hands, article, check, settings, watching
from services.test_links import asked, linking

_LIST = "/-/archive-watch/links"
_GONE = "http://2021-2025.state.example/history-of-the-lights/"


def _entries(text: str) -> list[str]:
    return re.findall(r"<article.*?</article>", text, re.DOTALL)


def _shown(text: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article[^>]* id="link-(\d+)"', text)]


async def test_a_link_that_broke_stands_with_its_page_its_words_and_where_to_look(
    demo_archive: Path,
) -> None:
    [entry] = _entries(await page(await serving(demo_archive), _LIST))
    told = unescape(re.sub(r"<[^>]+>", " ", entry))
    told = " ".join(told.split())
    assert _GONE in told
    assert "Not found (404)" in told
    assert "within the same archive" in told
    assert "Failing since 2026-03-04 09:00 UTC · last good 2026-03-03 09:00 UTC" in told
    assert "“history of the lights” on Fact Sheet: The Eight Lights Today" in told
    assert "Perhaps now at http://2017-2021.state.example/history-of-the-lights/" in told
    assert "the host says of an invented address that it is not there" in told
    assert 'href="/-/archive-watch/page/' in entry


async def test_the_broken_links_are_exported_with_one_visible_button(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    text = await page(served, _LIST)
    found = re.search(r'<a class="button" href="([^"]+)">Export the broken links', text)
    assert found is not None
    answer = await served.client.get(unescape(found[1]))
    assert 'filename="links.csv"' in answer.headers["content-disposition"]
    [row] = csv.DictReader(io.StringIO(answer.text))
    assert (row["url"], row["state"], row["link_text"]) == (_GONE, "gone", "history of the lights")
    assert row["found_on_url"] == "http://2021-2025.state.example/fact-sheet-the-nine-lights-today/"
    assert row["suggestion_url"] == "http://2017-2021.state.example/history-of-the-lights/"


async def test_the_json_is_that_of_the_command_and_the_page_needs_nothing(
    demo_archive: Path,
) -> None:
    served = await serving(demo_archive)
    with open_archive(demo_archive) as archive:
        told = links(archive, LinkFilter(broke=True))
    assert (await served.client.get(f"{_LIST}.json")).json() == told
    kept = await served.client.get(f"{_LIST}.html?by=page")
    assert "attachment" in kept.headers["content-disposition"]
    assert _GONE in kept.text
    assert not re.search(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="', kept.text)


@pytest.mark.parametrize("state", ["moved", "blocked", "suspected", "recovered", "soft_404"])
async def test_a_list_without_links_says_so(demo_archive: Path, state: str) -> None:
    text = await page(await serving(demo_archive), _LIST, state=state)
    assert "No link fits." in text
    assert _entries(text) == []


@pytest.mark.parametrize("asked", ["state=rotten", "by=wind", "target=moon", "since=once", "after=x",
                                   "page=one", "after=2026-03-04T09:00:00Z~-1"])  # fmt: skip
async def test_what_cannot_be_understood_of_links_is_said(demo_archive: Path, asked: str) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_LIST}?{asked}")
    assert answer.status_code == 400
    assert "Back to the first page" in answer.text


@pytest.fixture
def many(demo_archive: Path, tmp_path: Path) -> Path:
    """An archive with 130 more dead links to another host on the page of the one that broke."""
    copy = tmp_path / "archive.db"
    shutil.copy(demo_archive, copy)
    with closing(sqlite3.connect(copy)) as conn, conn:
        [(version,)] = conn.execute(
            "SELECT max(k.version_id) FROM page_links k JOIN links l ON l.id = k.link_id"
            " WHERE l.url = ?",
            (_GONE,),
        )
        for number in range(130):
            host = "one.example" if number % 2 else "<b>two</b>.example"
            [(link,)] = conn.execute(
                "INSERT INTO links (url, host, state, reason, status, first_seen_at, last_ok_at,"
                " failing_since, checks) VALUES (?, ?, 'broken', 'http', 404, ?, ?, ?, 3) RETURNING id",
                (
                    f"http://{host}/{number}", host, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z",
                    f"2026-02-{1 + number // 10:02}T00:00:00Z",
                ),
            )  # fmt: skip
            conn.execute(
                "INSERT INTO page_links VALUES (?, ?, ?, '=cmd()', 'body', '<i>around</i>', 1)",
                (version, 1000 + number, link),
            )
    return copy


async def test_what_leads_within_the_archives_comes_first_and_every_link_is_reached(
    many: Path,
) -> None:
    served = await serving(many)
    text = await page(served, _LIST)
    titles = re.findall(r"<h2>([^<]+?) <span>", text)
    assert titles == ["Within the archives", "Elsewhere"]
    met = set(_shown(text))
    for _ in range(9):
        more = re.search(r'<a href="([^"]+)">More of them', text)
        if more is None:
            break
        text = await page(served, unescape(more[1]))
        assert not met & set(_shown(text))
        met |= set(_shown(text))
    assert len(met) == 131


async def test_links_are_put_together_by_host_and_by_page(many: Path) -> None:
    served = await serving(many)
    by_host = await page(served, _LIST, target="elsewhere")
    names = re.findall(r'<h3 class="group-name"[^>]*><a [^>]*>([^<]+)</a>', by_host)
    assert {unescape(name) for name in names} == {"one.example", "<b>two</b>.example"}
    by_page = await page(served, _LIST, target="elsewhere", by="page")
    names = re.findall(r'<h3 class="group-name"[^>]*><a [^>]*>([^<]+)</a>', by_page)
    assert names == ["Fact Sheet: The Eight Lights Today"]
    assert "<i>around" not in by_page + by_host


async def test_no_cell_of_the_export_is_a_formula(many: Path) -> None:
    answer = await (await serving(many)).client.get(f"{_LIST}.csv?host=one.example")
    found = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(found) == 65
    assert {row["link_text"] for row in found} == {"'=cmd()"}


async def test_old_rot_is_apart_and_what_works_again_is_told(tmp_path: Path) -> None:
    hands = Hands()
    there, never = "http://other.example/there/it/is", "http://other.example/never/was"
    with PageServer() as server:
        server.page("/remarks/", linking(there, never))
        server.routes["other.example", "/there/it/is"] = Answer(body=article("It is there."))
        server.routes["other.example", "/never/was"] = Answer(status=404)
        given = settings(server.connect_to(HOST, "other.example"))
        with watching(tmp_path, given, hands) as watch:
            await check(watch, f"http://{HOST}/remarks/")
            database = watch.archive.path
            seen: list[dict[str, Any]] = []
            for status in (200, 410, 410, 200):
                body = article("It is there.")
                server.routes["other.example", "/there/it/is"] = Answer(status=status, body=body)
                await asked(watch)
                served = await serving(database)
                states = ("broke", "dead", "suspected", "recovered")
                seen.append({state: await _urls(served, state) for state in states})
                hands.move(days=2)
    assert seen[0] == {"broke": [], "dead": [], "suspected": [never], "recovered": []}
    assert seen[1]["suspected"] == [there]
    assert (seen[2]["broke"], sorted(seen[2]["dead"])) == ([there], [never, there])
    assert (seen[3]["broke"], seen[3]["dead"]) == ([], [never])
    assert seen[3]["recovered"] == [there]


async def _urls(served: Any, state: str) -> list[str]:
    answer = await served.client.get(f"{_LIST}.json?state={state}")
    urls = [link["url"] for link in answer.json()]
    assert len(_shown(await page(served, _LIST, state=state))) == len(urls)
    return urls
