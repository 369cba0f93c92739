"""No page and no saved question reads a large table from one end to the other.

Every statement that is asked of SQLite is noted, and its plan read.  To walk an index in its order as far
as a LIMIT is no such reading; what is allowed beside that stands here with its reason.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from archive_watch.datasette_plugin.meanings import meanings, saved_questions
from archive_watch.datasette_plugin.question import NotThere, Question, Ways
from archive_watch.datasette_plugin.views import changes, diff, home, links, page, search, version
from archive_watch.storage.database import open_for_reading

_BENCH = Path(__file__).resolve().parents[2] / "bench"
_LARGE = frozenset({
    "versions", "texts", "fetches", "spans", "changes", "change_edits", "page_links", "links",
    "link_checks", "captures", "turns", "text_blocks", "transitions", "exchanges", "edit_marks",
})  # fmt: skip
# Indexes of a few rows of a large table: what failed, what was before, what should not have changed,
# what waits to be indexed.
_FEW = frozenset(
    {
        "links_dead",
        "versions_old",
        "changes_after_freeze",
        "changes_unmarked",
        "versions_unsearched",
    }
)
_NOW = "2026-11-26T10:00:00Z"
_VIEWS = {
    "home": (home.home, {}, {}),
    "search": (search.search, {}, {"q": "har"}),
    "search of a host": (search.search, {}, {"q": "har", "host": "www.large.example"}),
    "search ever": (search.search, {}, {"q": "har", "in": "ever"}),
    "search removed": (search.search, {}, {"q": "har", "in": "removed"}),
    "page": (page.page, {"page_id": "7"}, {}),
    "page by address": (page.page_by_address, {}, {"url": "https://www.large.example/none"}),
    "transcript": (version.version, {"version_id": "5"}, {}),
    "diff": (diff.diff, {"from_id": "8", "to_id": "9"}, {}),
    "changes": (changes.changes, {}, {}),
    "changes of a host": (changes.changes, {}, {"host": "www.large.example"}),
    "changes of a kind": (changes.changes, {}, {"kind": "removed"}),
    "links": (links.links, {}, {}),
    "links of a host": (links.links, {}, {"host": "www.large.example"}),
}
_ALLOWED = {
    (
        "home",
        "changes",
    ): "its timeline counts all that changed, in one covering index: 27 ms of 50,000",
    ("home", "versions"): "it counts the current ones, in an index of theirs: 5 ms of 100,000",
    ("search removed", "versions"): "pages that are gone are few",
    ("who_speaks", "turns"): "it counts all turns",
    ("who_speaks", "versions"): "it counts all turns",
    ("read_a_transcript", "versions"): "a part of an address may stand in any: 24 ms of 100,000",
    ("check_log", "fetches"): "walked in its index; what is sorted is the folded checks",
}
_PARAMETERS = {
    "words": "har", "speaker": "mr", "url": "https://www.large.example/none", "days": "7",
    "severity": "60", "change_id": "5", "version_id": "5", "since": "2026-01-01",
}  # fmt: skip
_SORTS = re.compile(r"USE TEMP B-TREE FOR (?!RIGHT PART|LAST)")
_SCAN = re.compile(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive as large ones are, but for how much there is of each."""
    sys.path.append(str(_BENCH))
    try:
        from browsing_archive import make_archive
    finally:
        sys.path.remove(str(_BENCH))
    path = tmp_path_factory.mktemp("large") / "archive.db"
    make_archive(path, 100, sentences=400)
    return path


def _asked(large: Path, name: str) -> list[str]:
    """The statements that a page asks."""
    view, path, asked = _VIEWS[name]
    found: list[str] = []
    with open_for_reading(large) as archive:
        archive.conn.set_trace_callback(found.append)
        every = {key: (value,) for key, value in asked.items()}
        ways = Ways(base="", data="/archive")
        with suppress(NotThere):  # looking for it counts as well
            view(archive, Question(path=path, asked=asked, every=every, now=_NOW, ways=ways))
        archive.conn.set_trace_callback(None)
    assert found
    return [
        sql for sql in dict.fromkeys(found) if sql.lstrip().upper().startswith(("SELECT", "WITH"))
    ]


def _read_whole(large: Path, sql: str, values: dict[str, str] | None = None) -> Iterator[str]:
    """The large tables that a statement reads from one end to the other."""
    with sqlite3.connect(large) as conn:
        plan = [
            row[3]
            for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", defaultdict(str, values or {}))
        ]
        indexes = dict(
            conn.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'")
        )
        views = [
            row[0] for row in conn.execute("SELECT sql FROM sqlite_master WHERE type = 'view'")
        ]
    conn.close()
    is_ended = "LIMIT" in sql.upper() and not any(map(_SORTS.match, plan))
    for found in filter(None, map(_SCAN.match, plan)):
        name, index = found.groups()
        if index in _FEW:
            continue
        tables = {indexes[index]} if index in indexes else {name}
        if index is None and {f"CO-ROUTINE {name}", f"MATERIALIZE {name}"} & {*plan}:
            continue
        if index is None:
            texts = (sql, "\n".join(views))  # by its own names first
            tables |= next(filter(None, (_named(name, text) for text in texts)), set())
        if not is_ended:
            yield from sorted(one for one in tables & _LARGE if not _is_the_end_of(one, sql))


def _named(alias: str, sql: str) -> set[str]:
    """The tables that have this name in a statement."""
    return set(re.findall(rf"(?:FROM|JOIN|,)\s+(\w+)\s+(?:AS\s+)?{alias}\b", sql, re.IGNORECASE))


def _is_the_end_of(table: str, sql: str) -> bool:
    """Whether only the last rows of a table are read, from its end."""
    last = rf"FROM {table} (?:\w+ )?ORDER BY (?:\w+\.)?id DESC\s+LIMIT"
    return re.search(last, sql, re.IGNORECASE) is not None


@pytest.mark.parametrize("name", _VIEWS)
def test_no_page_of_ours_reads_a_large_table_whole(large: Path, name: str) -> None:
    for sql in _asked(large, name):
        found = [table for table in _read_whole(large, sql) if (name, table) not in _ALLOWED]
        assert found == [], sql


def test_what_stood_in_the_way_of_a_page_is_found_without_the_rest(large: Path) -> None:
    asked = [sql for sql in _asked(large, "page") if re.search(r"FROM incidents\b", sql)]
    with sqlite3.connect(large) as conn:
        plan = [row[3] for sql in asked for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    conn.close()
    assert plan
    assert [step for step in plan if re.search(r"SCAN incidents\b", step)] == []


@pytest.mark.parametrize("name", saved_questions())
def test_no_saved_question_reads_a_large_table_whole(large: Path, name: str) -> None:
    found = _read_whole(large, saved_questions()[name]["sql"], _PARAMETERS)
    assert [table for table in found if (name, table) not in _ALLOWED] == []


@pytest.mark.parametrize(
    "view", [name for name, told in meanings()["tables"].items() if not told.get("hidden")]
)
def test_the_first_rows_of_a_view_are_found_without_the_others(large: Path, view: str) -> None:
    told = meanings()["tables"][view]
    order = f"{told['sort_desc']} DESC" if "sort_desc" in told else told.get("sort")
    found = _read_whole(
        large, f"SELECT * FROM {view} {f'ORDER BY {order}' if order else ''} LIMIT 51"
    )
    assert [table for table in found if (view, table) not in _ALLOWED] == []
