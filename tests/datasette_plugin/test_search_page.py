"""Search: whatever is typed is words, and each hit leads to the turn that has them."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive_watch.datasette_plugin.views.search import A_FILE
from datasette_plugin.asked import page, serving

_SEARCH = "/-/archive-watch/search"


def _ways(told: str) -> list[str]:
    return re.findall(r'<h3[^>]*><a href="([^"]*)"', told)


async def test_a_hit_leads_to_the_turn_that_has_the_words_and_says_whose_it_is(
    demo_archive: Path,
) -> None:
    told = await page(await serving(demo_archive), _SEARCH, q="relight nine")
    assert re.fullmatch(r"/-/archive-watch/version/\d+#turn-\d+", _ways(told)[0])
    assert "<mark>relight</mark>" in told
    assert "SECRETARY MARROW" in told


async def test_words_that_are_gone_lead_to_the_change_that_took_them(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    assert "Nothing found" in await page(served, _SEARCH, q="optimistic")
    told = await page(served, _SEARCH, q="optimistic", **{"in": "removed"})
    assert re.fullmatch(r"/-/archive-watch/change/\d+", _ways(told)[0])
    assert "went" in told


async def test_where_nothing_is_found_the_other_places_to_look_are_offered(
    demo_archive: Path,
) -> None:
    told = await page(await serving(demo_archive), _SEARCH, q="optimistic", speaker="Marlowe")
    assert 'in=ever"' in told
    assert 'in=removed"' in told
    assert "By anyone, anywhere" in told


async def test_speaker_host_and_dates_narrow_the_hits(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    every = _ways(await page(served, _SEARCH, q="the"))
    for narrowed in (
        {"speaker": "Marrow"}, {"host": "1997-2001.state.example"}, {"since": "2011-01-01"},
        {"until": "1999-12-31"},
    ):  # fmt: skip
        some = _ways(await page(served, _SEARCH, q="the", **narrowed))
        assert 0 < len(some) < len(every), narrowed


@pytest.mark.parametrize(
    "words",
    ['"', '""', "AND", "NEAR(", "title:x", "-", "a* OR b", "'; DROP TABLE pages; --", "\x00"],
)
async def test_nothing_that_is_typed_is_a_command(demo_archive: Path, words: str) -> None:
    answer = await (await serving(demo_archive)).client.get(_SEARCH, params={"q": words})
    assert answer.status_code == 200
    assert "found" in answer.text or "no word" in answer.text or "hit" in answer.text


@pytest.mark.parametrize("asked", ["in=nowhere", "page=0", "page=x", "page=51", "since=soon"])
async def test_what_cannot_be_asked_says_how_to_ask(demo_archive: Path, asked: str) -> None:
    answer = await (await serving(demo_archive)).client.get(f"{_SEARCH}?q=the&{asked}")
    assert answer.status_code == 400


async def test_the_hits_are_there_as_json_and_as_csv(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    told = (await served.client.get(f"{_SEARCH}.json", params={"q": "lighthouses"})).json()
    assert {hit["host"] for hit in told} == {"1997-2001.state.example"}
    assert all("page_id" not in hit and "version_id" not in hit for hit in told)
    answer = await served.client.get(f"{_SEARCH}.csv", params={"q": "lighthouses"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["url"] for row in rows] == [hit["url"] for hit in told]
    assert (await served.client.get(f"{_SEARCH}.json")).status_code == 400


async def test_more_hits_than_a_file_holds_are_in_the_next_to_which_the_answer_leads(
    demo_archive: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "archive.db"
    shutil.copy(demo_archive, copy)
    with closing(sqlite3.connect(copy)) as conn, conn:
        edited = [row[1] for row in conn.execute("PRAGMA table_info(change_edits)")]
        [(model,)] = conn.execute("SELECT change_id FROM change_edits WHERE removed = 'nine'")
        chosen = ", ".join("?2" if name == "position" else name for name in edited)
        conn.executemany(
            f"INSERT INTO change_edits SELECT {chosen} FROM change_edits"
            " WHERE change_id = ?1 AND position = 0",
            [(model, 1_000 + number) for number in range(A_FILE)],
        )
    served = await serving(copy)
    asked = {"q": "nine", "in": "removed"}
    first = await served.client.get(f"{_SEARCH}.json", params=asked)
    assert len(first.json()) == A_FILE
    following = first.headers["link"].removeprefix("<").removesuffix('>; rel="next"')
    assert "page=2" in following
    second = await served.client.get(following)
    assert 0 < len(second.json()) < A_FILE
    assert "link" not in second.headers
    assert "5,000 hits a file" in await page(served, _SEARCH, **asked)
    assert "hits a file" not in await page(served, _SEARCH, q="lighthouses")


async def test_what_is_typed_comes_back_as_text(demo_archive: Path) -> None:
    typed = '"><script>alert(1)</script>\u202e'
    told = await page(await serving(demo_archive), _SEARCH, q=typed, speaker=typed, host=typed)
    assert "<script>alert" not in told
    assert "\u202e" not in told.split("<form")[0]
