"""Whole lists as files: every row once, however many parts they are read in."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_watch.datasette_plugin.question import Part, Sent, Streamed
from archive_watch.datasette_plugin.whole_lists import AT_ONCE, as_csv, as_json
from archive_watch.report.csv_lines import csv_lines
from archive_watch.storage.answers import ChangeFilter, changes
from archive_watch.storage.database import Archive, open_for_reading
from datasette_plugin.asked import serving

_ROWS = st.lists(st.fixed_dictionaries({"a": st.integers(), "b": st.text(max_size=5)}), max_size=4)
_MANY = 2 * AT_ONCE + 7


def _whole(archive: Archive, told: Sent | Streamed) -> str:
    if isinstance(told, Sent):
        return told.body.decode()
    body, part = b"", told.first
    while True:
        body += part.body
        if part.rest is None:
            return body.decode()
        following: Part = part.rest(archive)
        part = following


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(_ROWS, min_size=1, max_size=4))
def test_a_file_in_parts_is_the_file_as_a_whole(
    demo_archive: Path, parts: Sequence[Sequence[dict[str, object]]]
) -> None:
    """Parts without a row too, at the beginning, within and at the end."""

    def read(_: Archive, after: int | None) -> tuple[Sequence[dict[str, object]], int | None]:
        which = after or 0
        return parts[which], which + 1 if which + 1 < len(parts) else None

    rows = [row for part in parts for row in part]
    with open_for_reading(demo_archive) as archive:
        sheet = _whole(archive, as_csv(archive, read, ("a", "b"), name="x.csv"))
        array = _whole(archive, as_json(archive, read, name="x.json"))
    assert sheet == "".join(csv_lines(rows, ("a", "b")))
    assert array == json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


@pytest.fixture(scope="module")
def long(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with more changes, links and incidents than are read at once."""
    copy = tmp_path_factory.mktemp("long") / "archive.db"
    shutil.copy(demo_archive, copy)
    with closing(sqlite3.connect(copy)) as conn, conn:
        changed = [row[1] for row in conn.execute("PRAGMA table_info(changes)")][1:]
        [model] = conn.execute("SELECT min(id) FROM changes WHERE kind = 'text'").fetchone()
        numbers = range(1, _MANY + 1)
        conn.executemany(
            f"INSERT INTO changes SELECT 1000 + ?1, {', '.join(changed)} FROM changes WHERE id = ?2",
            [(number, model) for number in numbers],
        )
        conn.executemany(
            "INSERT INTO incidents (kind, host, opened_at, last_seen_at, detail)"
            " VALUES ('blocked_host', ?, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'x')",
            [(f"h{number}.example",) for number in numbers],
        )
        conn.executemany(
            "INSERT INTO links (id, url, host, state, failing_since, last_ok_at, first_seen_at)"
            " VALUES (?, ?, 'h.example', 'broken', ?, ?, ?)",
            [(9000 + n, f"http://h.example/{n}", *["2026-01-01T00:00:00Z"] * 3) for n in numbers],
        )
        # each stands on one place, but for one, which stands on as many as are read at once
        places = [(9000 + number, 1000 + number) for number in numbers]
        places += [(9005, 5000 + number) for number in range(AT_ONCE)]
        conn.executemany(
            "INSERT INTO page_links"
            " (version_id, position, link_id, text, area, context, scheme_counts)"
            " SELECT version_id, ?2, ?1, text, area, context, scheme_counts FROM page_links"
            " WHERE version_id IN (SELECT id FROM versions WHERE is_current) LIMIT 1",
            places,
        )
    return copy


async def test_every_change_is_in_the_files_once_and_as_the_command_tells_it(long: Path) -> None:
    served = await serving(long)
    with open_for_reading(long) as archive:
        told = {one["id"]: one for one in changes(archive, ChangeFilter(kind="text"))}
    order = sorted(told, key=lambda one: (told[one]["not_after"], one), reverse=True)
    answer = await served.client.get("/-/archive-watch/changes.json?kind=text")
    assert [one["id"] for one in answer.json()] == order
    assert {one["id"]: one for one in answer.json()} == told
    sheet = await served.client.get("/-/archive-watch/changes.csv?kind=text")
    assert [int(row["id"]) for row in csv.DictReader(io.StringIO(sheet.text))] == order


async def test_every_incident_is_in_the_files_once(long: Path) -> None:
    served = await serving(long)
    sheet = await served.client.get("/-/archive-watch/incidents.csv?kind=blocked_host")
    rows = list(csv.DictReader(io.StringIO(sheet.text)))
    hosts = [row["host"] for row in rows if row["host"].startswith("h")]
    assert hosts == [f"h{number}.example" for number in range(_MANY, 0, -1)]
    answer = await served.client.get("/-/archive-watch/incidents.json?kind=blocked_host")
    assert [str(one["id"]) for one in answer.json()] == [row["id"] for row in rows]


async def test_every_place_of_every_link_is_in_the_files_once(long: Path) -> None:
    served = await serving(long)
    answer = await served.client.get("/-/archive-watch/links.json?host=h.example")
    urls = [link["url"] for link in answer.json()]
    assert urls == [f"http://h.example/{number}" for number in range(_MANY, 0, -1)]
    sheet = await served.client.get("/-/archive-watch/links.csv?host=h.example")
    rows = [row["url"] for row in csv.DictReader(io.StringIO(sheet.text))]
    assert len(rows) == _MANY + AT_ONCE
    assert rows.count("http://h.example/5") == AT_ONCE + 1
    assert list(dict.fromkeys(rows)) == urls


@pytest.mark.parametrize(
    ("file", "way", "content_type"),
    [("changes.csv", "attachment", "text/csv"), ("changes.json", "inline", "application/json"),
     ("incidents.csv", "attachment", "text/csv"), ("links.json", "inline", "application/json")],
)  # fmt: skip
async def test_a_file_has_its_name_and_runs_nothing_whatever_its_length(
    long: Path, file: str, way: str, content_type: str
) -> None:
    served = await serving(long)
    for asked in ("", "?host=nobody.example"):
        answer = await served.client.get(f"/-/archive-watch/{file}{asked}")
        headers = answer.headers
        assert headers["content-disposition"] == f'{way}; filename="{file}"'
        assert headers["content-type"] == f"{content_type}; charset=utf-8"
        assert headers["content-security-policy"].startswith("default-src 'none'; sandbox")
        assert headers["x-content-type-options"] == "nosniff"
        head = await served.client.head(f"/-/archive-watch/{file}{asked}")
        assert head.headers["content-disposition"] == headers["content-disposition"]
