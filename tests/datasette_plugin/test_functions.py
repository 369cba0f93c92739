"""The SQL functions of an archive, asked through a real Datasette."""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from archive_watch.datasette_plugin.serving import ReadOnly
from datasette_plugin.asked import asks_sql_at, page, serving, started

_EDITED = "2017-2021.state.example/interview-with-dana-osei-of-the-harbour-post"
_BEFORE, _AFTER = "2026-03-03T10:00:00Z", "2026-03-04T10:00:00Z"
_EDIT = "<del>optimistic</del><ins>pessimistic</ins>"


async def _asked(served: Datasette, sql: str, **given: object) -> Any:
    """The first value that a question gives, as JSON."""
    answer = await served.client.get(
        f"{asks_sql_at(served)}.json", params={"sql": sql, "_shape": "arrays", **given}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["rows"][0][0]


async def _versions(served: Datasette) -> tuple[int, int]:
    sql = "select version_at(:url, :at)"
    both = [await _asked(served, sql, url=f"http://{_EDITED}", at=at) for at in (_BEFORE, _AFTER)]
    return both[0], both[1]


@pytest.mark.parametrize("url", ["http://{}/", "https://{}/index.html", "HTTP://{}/#top"])
async def test_the_words_that_stood_at_a_time_are_found_by_any_spelling_of_the_address(
    demo_archive: Path, url: str
) -> None:
    served = await serving(demo_archive)
    sql = "select transcript_at(:url, :at)"
    host, _, path = _EDITED.partition("/")
    given = url.format(f"{host.upper()}/{path}")
    before = await _asked(served, sql, url=given, at=_BEFORE)
    after = await _asked(served, sql, url=given, at=_AFTER)
    assert "We are optimistic." in before
    assert after == before.replace("We are optimistic.", "We are pessimistic.")


async def test_a_time_is_a_day_or_any_spelling_of_a_moment(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    sql = "select version_at(:url, :at)"
    before, after = await _versions(served)
    url = f"http://{_EDITED}"
    assert await _asked(served, sql, url=url, at="2026-03-04") == before
    assert await _asked(served, sql, url=url, at="2026-03-04T11:00:00+02:00") == after
    assert await _asked(served, sql, url=url, at="2026-03-04T10:59:59+02:00") == before


@pytest.mark.parametrize(
    "call",
    [
        "transcript_at('http://nobody.example/', '2026-03-04')",
        f"transcript_at('http://{_EDITED}', '2020-01-01')",
        f"transcript_at('http://{_EDITED}', 'yesterday')",
        f"transcript_at('http://{_EDITED}', null)",
        "transcript_at(null, '2026-03-04')",
        "transcript_at('http://[', '2026-03-04')",
        "transcript_at(7, 7.5)",
        "transcript_at(x'ff00', x'00')",
        "version_at('http://nobody.example/', '2026-03-04')",
        "diff_html(1, 99999)",
        "diff_html(null, 1)",
        "diff_html(1, -1)",
        "diff_html(1.5, 2)",
        "diff_html(x'00', 1)",
        "diff_html(9223372036854775807, 1)",
        "diff_html('99999999999999999999', '1') = ''",
        "words_changed(1, null)",
        "words_changed(0, 1)",
        "page_key(null)",
        "citation(99999)",
        "citation('x')",
        "page_key('http://[')",
    ],
)
async def test_what_is_not_there_or_makes_no_sense_is_null(demo_archive: Path, call: str) -> None:
    assert await _asked(await serving(demo_archive), f"select {call}") in (None, 0)


async def test_a_document_has_no_words_to_tell(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    sql = (
        "select coalesce(diff_html(c.from_version_id, c.to_version_id),"
        " words_changed(c.from_version_id, c.to_version_id)) from changes c"
        " join versions v on v.id = c.to_version_id where v.text_id is null"
    )
    assert await _asked(served, sql) is None


async def test_what_differs_is_the_same_in_json_in_csv_and_on_the_page(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    before, after = await _versions(served)
    sql = "select diff_html(:a, :b) as edit"
    given = {"sql": sql, "a": str(before), "b": str(after)}
    assert _EDIT in await _asked(served, sql, a=before, b=after)
    where = asks_sql_at(served)
    assert _EDIT in (await served.client.get(f"{where}.csv", params=given)).text
    assert _EDIT in (await served.client.get(where, params=given)).text


async def test_versions_that_are_the_same_differ_in_nothing(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    assert await _asked(served, "select diff_html(1, 1)") == ""
    assert await _asked(served, "select words_changed(1, 1)") == 0


async def test_words_are_counted_as_the_changes_count_them(demo_archive: Path) -> None:
    sql = (
        "select count(*) from changes c join versions v on v.id = c.to_version_id"
        " where c.from_version_id <> c.to_version_id and v.text_id is not null"
        " and words_changed(c.from_version_id, c.to_version_id)"
        " is not c.words_added + c.words_removed"
    )
    assert await _asked(await serving(demo_archive), sql) == 0


async def test_two_texts_are_compared_as_two_versions_are(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    texts = {"old": "We are optimistic.", "new": "We are pessimistic."}
    told = await _asked(served, "select diff_html(:old, :new)", **texts)
    assert told == f'<p dir="auto">We are {_EDIT}.</p>'
    assert await _asked(served, "select words_changed(:old, :new)", **texts) == 2


async def test_a_version_is_cited_as_on_its_page(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    told = await _asked(served, "select citation(4)")
    assert told.startswith("“Interview With Dana Osei of The Harbour Post”")
    shown = (await served.client.get("/-/archive-watch/version/4")).text
    assert unescape(shown.partition("readonly>")[2].partition("</textarea>")[0]) == told


async def test_the_key_of_a_page_joins_every_spelling_to_it(demo_archive: Path) -> None:
    sql = f"select url from pages where key = page_key('https://{_EDITED}/index.html#a')"
    assert _EDITED in await _asked(await serving(demo_archive), sql)


async def test_no_value_but_our_own_is_ever_shown_as_html(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    hostile = "<img src=x onerror=alert(1)> <del>a</del>"
    for sql in (
        f"select '{hostile}' as diff_html",
        f"select diff_html('a', 'b') || '{hostile}' as diff_html",
        f"select diff_html('a', '{hostile}') as diff_html",
    ):
        told = (await served.client.get(asks_sql_at(served), params={"sql": sql})).text
        assert "<img" not in told
        assert "&lt;img" in told


async def test_a_question_that_asks_too_much_ends_when_its_time_is_up(demo_archive: Path) -> None:
    served = Datasette(settings={"sql_time_limit_ms": 300})
    served.add_database(ReadOnly(served, path=str(demo_archive)), name="archive")
    await started(served)
    sql = "select sum(length(diff_html(a.id, b.id))) from versions a, versions b, versions c"
    began = time.process_time()
    answer = await served.client.get(f"{asks_sql_at(served)}.json", params={"sql": sql})
    assert answer.status_code == 400
    assert "time limit" in answer.text
    assert time.process_time() - began < 5  # all of it would take a minute


@pytest.mark.parametrize("call", ["randomblob(900000000)", "length(hex(zeroblob(400000000)))"])
async def test_no_value_is_made_that_would_hold_everyone_up(demo_archive: Path, call: str) -> None:
    served = await serving(demo_archive)
    answer = await served.client.get(
        f"{asks_sql_at(served)}.json", params={"sql": f"select {call}"}
    )
    assert (answer.status_code, "too big" in answer.text) == (400, True)


async def test_functions_on_an_archive_of_another_program_are_null_and_nothing_breaks(
    demo_archive: Path, tmp_path: Path
) -> None:
    other = tmp_path / "archive.db"
    shutil.copy(demo_archive, other)
    with closing(sqlite3.connect(other)) as conn, conn:
        conn.execute("ALTER TABLE spans RENAME COLUMN first_seen_at TO seen_first")
    served = await serving(other)
    sql = f"select transcript_at('http://{_EDITED}', '2026-03-04')"
    assert await _asked(served, sql) is None


async def test_a_database_that_is_no_archive_has_none_of_our_functions(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as conn, conn:
        conn.execute("CREATE TABLE mine (words TEXT)")
    served = await started(Datasette(files=[str(tmp_path / "other.db")]))
    answer = await served.client.get(
        f"{asks_sql_at(served, 'other')}.json",
        params={"sql": "select page_key('http://a.example')"},
    )
    assert answer.status_code == 400
    assert "no such function" in answer.text


async def test_where_sql_is_asked_every_function_is_told(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    names = "SELECT DISTINCT name FROM pragma_function_list"
    here = await served.get_database("archive").execute(names)
    elsewhere = await served.add_memory_database("plain").execute(names)
    ours = {row["name"] for row in here.rows} - {row["name"] for row in elsewhere.rows}
    told = await page(served, "/archive")
    assert set(re.findall(r"<dt><code>(\w+)\(", told)) == ours
