"""The list of what changed: narrowed, paged, counted, and taken away in other forms."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import pytest

from archive_watch.storage.answers import ChangeFilter, changes
from archive_watch.storage.database import open_archive
from datasette_plugin.asked import page, serving

_LIST = "/-/archive-watch/changes"


def _shown(text: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article[^>]* id="change-(\d+)"', text)]


def _all(archive: Path, **wanted: Any) -> list[dict[str, Any]]:
    with open_archive(archive) as opened:
        return list(changes(opened, ChangeFilter(**wanted)))


async def test_every_change_is_listed_the_latest_first(demo_archive: Path) -> None:
    told = _all(demo_archive)
    shown = _shown(await page(await serving(demo_archive), _LIST))
    order = {one["id"]: (one["not_after"], one["id"]) for one in told}
    assert sorted(shown) == sorted(order)
    assert shown == sorted(shown, key=order.__getitem__, reverse=True)


async def test_the_words_themselves_are_shown_and_marked(demo_archive: Path) -> None:
    text = await page(await serving(demo_archive), _LIST, words="pessimistic")
    [entry] = re.findall(r"<article.*?</article>", text, re.DOTALL)
    assert re.search(r"<del>.*optimistic</del>", entry)
    assert re.search(r"<ins>.*pessimistic</ins>", entry)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"kind": "removed"}, {"kind": "removed"}),
        ({"min_severity": "60"}, {"min_severity": 60}),
        ({"severity": "60"}, {"min_severity": 60}),
        ({"host": "1997-2001.state.example"}, {"host": "1997-2001.state.example"}),
        ({"site": "1997-2001.state.example"}, {"host": "1997-2001.state.example"}),
        ({"since": "2026-03-05"}, {"since": "2026-03-05T00:00:00Z"}),
        ({"until": "2026-03-04"}, {"until": "2026-03-04T23:59:59Z"}),
        ({"until": "2026-03-04T08:00:00Z"}, {"until": "2026-03-04T08:00:00Z"}),
        ({"reviewed": "no"}, {"reviewed": False}),
        ({"reviewed": "yes"}, {"reviewed": True}),
        ({"page": "1"}, {"page_id": 1}),
        ({"host": "nobody.example"}, {"host": "nobody.example"}),
        ({"kind": "", "words": " ", "since": ""}, {}),
    ],
)
async def test_the_list_is_narrowed_as_the_command_narrows_it(
    demo_archive: Path, asked: dict[str, str], wanted: dict[str, Any]
) -> None:
    served = await serving(demo_archive)
    told = {one["id"] for one in _all(demo_archive, **wanted)}
    assert set(_shown(await page(served, _LIST, **asked))) == told
    sent = (await served.client.get(f"{_LIST}.json", params=asked)).json()
    assert {one["id"] for one in sent} == told
    feed = feedparser.parse((await served.client.get(f"{_LIST}.atom", params=asked)).content)
    assert len(feed.entries) == len(told)


@pytest.mark.parametrize(
    "asked",
    ["since=yesterday", "kind=unheard", "min_severity=much", "min_severity=-1", "reviewed=perhaps",
     "after=1", "after=2026-03-04T09:00:00Z~x", "page=99999999999999999999"],
)  # fmt: skip
async def test_what_cannot_be_understood_is_said_with_how_to_ask(
    demo_archive: Path, asked: str
) -> None:
    served = await serving(demo_archive)
    for form in ("", ".atom", ".csv", ".json"):
        if asked.startswith("after") and form:
            continue
        answer = await served.client.get(f"{_LIST}{form}?{asked}")
        assert answer.status_code == 400, form
        assert "Back to the first page" in answer.text


@pytest.mark.parametrize(
    "typed", ['"', "'", "*", "a OR b", "NEAR(", "\u202ex", "%", "中", "x" * 5000]
)
async def test_words_are_words_whatever_is_typed(demo_archive: Path, typed: str) -> None:
    served = await serving(demo_archive)
    for name in ("words", "host", "flag", "tag", "label", "cluster"):
        assert (await served.client.get(_LIST, params={name: typed})).status_code == 200, name


async def test_facets_lead_to_lists_as_long_as_they_say(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    text = await page(served, _LIST)
    found = re.findall(r'<dd><a href="([^"]+)".*?class="count">(\d+)<', text)
    assert len(found) > 8
    for address, count in found:
        assert len(_shown(await page(served, unescape(address)))) == int(count), address


async def test_the_feed_stands_in_the_head_and_says_where_it_is(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    text = await page(served, _LIST, kind="text")
    found = re.search(
        r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)"', text
    )
    assert found is not None
    answer = await served.client.get(unescape(found[1]))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    links = {link.rel: link.href for link in feed.feed.links}
    assert links["self"].endswith(unescape(found[1]))
    assert links["alternate"] == links["self"].replace(".atom", "")
    assert {entry.tags[0].term for entry in feed.entries} == {"text"}
    assert all("/-/archive-watch/change/" in entry.links[1].href for entry in feed.entries)


async def test_a_feed_that_is_known_already_is_not_sent_again(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    first = await served.client.get(f"{_LIST}.atom")
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await served.client.get(f"{_LIST}.atom", headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b""), known
    other = await served.client.get(f"{_LIST}.atom?kind=text", headers={"if-none-match": tag})
    assert other.status_code == 200


async def test_the_rows_for_a_spreadsheet_are_those_of_the_list(demo_archive: Path) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_LIST}.csv?kind=text")
    assert "attachment" in answer.headers["content-disposition"]
    found = list(csv.DictReader(io.StringIO(answer.text)))
    told = _all(demo_archive, kind="text")
    assert {(row["id"], row["url"]) for row in found} == {
        (str(one["id"]), one["url"]) for one in told
    }


async def test_a_list_without_changes_says_so_and_leads_on(demo_archive: Path) -> None:
    text = await page(await serving(demo_archive), _LIST, words="unheard of")
    assert "No change fits." in text
    assert 'href="/-/archive-watch/changes">Show all changes' in text
