"""The list of incidents: what is gone first, what stands open, what is over, each with its proof."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

from datasette_plugin.asked import page, serving

_LIST = "/-/archive-watch/incidents"


def _shown(text: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article[^>]* id="incident-(\d+)"', text)]


@pytest.fixture
def troubled(demo_archive: Path, tmp_path: Path) -> Path:
    """An archive with 90 incidents more, of which every other one is over."""
    copy = tmp_path / "archive.db"
    shutil.copy(demo_archive, copy)
    with closing(sqlite3.connect(copy)) as conn, conn:
        for number in range(90):
            at = f"2026-01-{1 + number // 3:02}T00:00:00Z"
            conn.execute(
                "INSERT INTO incidents (kind, host, opened_at, last_seen_at, closed_at, detail)"
                " VALUES ('blocked_host', ?, ?, ?, ?, '=<b>refused</b>')",
                (f"h{number}.example", at, at, "2026-02-01T00:00:00Z" if number % 2 else None),
            )
    return copy


async def test_what_is_gone_comes_first_then_each_incident_with_its_proof(
    demo_archive: Path,
) -> None:
    text = await page(await serving(demo_archive), _LIST)
    assert text.index("Pages that are gone") < text.index(">Incidents <")
    assert len(re.findall(r'<article class="change gone"', text)) == 2
    assert sorted(_shown(text)) == [1, 2, 3, 4, 5]
    assert "“seven” became “nine”" in text
    assert "between 2026-03-04 09:00 UTC and 2026-03-05 09:00 UTC" in text
    assert 'href="/-/archive-watch/change/12"' in text


@pytest.mark.parametrize(
    ("asked", "count"),
    [({}, 50), ({"state": "over"}, 45), ({"state": "all"}, 95), ({"host": "h1.example"}, 0),
     ({"host": "h1.example", "state": "all"}, 1), ({"kind": "blocked_host"}, 45),
     ({"kind": "needs_review"}, 0), ({"since": "2026-03-01"}, 5), ({"until": "2026-01-01"}, 2)],
)  # fmt: skip
async def test_incidents_are_narrowed_counted_and_paged(
    troubled: Path, asked: dict[str, str], count: int
) -> None:
    served = await serving(troubled)
    text = await page(served, _LIST, **asked)
    met = set(_shown(text))
    while more := re.search(r'rel="next" href="([^"]+)"', text):
        text = await page(served, unescape(more[1]))
        assert not met & set(_shown(text))
        met |= set(_shown(text))
    assert len(met) == count
    assert len((await served.client.get(f"{_LIST}.json", params=asked)).json()) == count


async def test_an_incident_of_a_hostile_host_runs_nothing_and_is_no_formula(troubled: Path) -> None:
    served = await serving(troubled)
    assert "<b>" not in await page(served, _LIST, host="h0.example")
    answer = await served.client.get(f"{_LIST}.csv?host=h0.example")
    [row] = csv.DictReader(io.StringIO(answer.text))
    assert row["detail"].startswith("'=")


async def test_where_nothing_stands_in_the_way_the_page_says_so(
    demo_archive: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "archive.db"
    shutil.copy(demo_archive, copy)
    with closing(sqlite3.connect(copy)) as conn, conn:
        conn.execute("DELETE FROM incidents")
        conn.execute("UPDATE pages SET state = 'live'")
    text = await page(await serving(copy), _LIST)
    assert "Nothing stands in the way of the watch." in text
    assert "No incident fits." in await page(await serving(copy), _LIST, state="over")


@pytest.mark.parametrize("asked", ["state=shut", "kind=war", "since=x", "after=1", "page=-1"])
async def test_what_cannot_be_understood_of_incidents_is_said(
    demo_archive: Path, asked: str
) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_LIST}?{asked}")
    assert answer.status_code == 400
    assert "Back to the first page" in answer.text
