"""What ships about the tables says something about each of them, and about each column."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from datasette.utils import derive_named_parameters

from archive_watch.datasette_plugin.meanings import meanings, saved_questions
from archive_watch.datasette_plugin.worlds import keeps_what_it_is_told
from datasette_plugin.asked import VIEWS, serving


def test_every_column_of_every_view_and_table_has_its_meaning(demo_archive: Path) -> None:
    with sqlite3.connect(demo_archive) as conn:
        found = {
            name: {column for (column,) in conn.execute("SELECT name FROM pragma_table_info(?)", (name,))}
            for (name,) in conn.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
                " AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'transcripts_fts%'"
                " AND name NOT LIKE 'edits_fts%' AND name NOT LIKE 'past_fts%'"
            )
        }  # fmt: skip
    conn.close()
    told = {name: set(told["columns"]) for name, told in meanings()["tables"].items()}
    assert told.pop("transcripts_fts") == {"title", "text"}
    assert told.pop("past_fts") == {"title", "text"}
    assert told.pop("edits_fts") == {"removed", "added"}
    assert told == found


@pytest.mark.parametrize("table", meanings()["tables"])
def test_every_table_has_a_title_a_description_and_orders_by_its_own_columns(table: str) -> None:
    told = meanings()["tables"][table]
    assert told["title"]
    assert told["description"].endswith(".")
    named = {
        *told.get("facets", ()),
        *told.get("units", ()),
        told.get("sort"),
        told.get("sort_desc"),
    }
    named |= {told.get("label_column")}
    assert named - {None} <= set(told["columns"])


def test_only_the_views_stand_in_the_front() -> None:
    shown = [name for name, told in meanings()["tables"].items() if not told.get("hidden")]
    assert sorted(shown) == sorted(VIEWS)


async def test_units_are_shown(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    text = (await served.client.get("/archive/captures")).text
    assert ("(byte)" if keeps_what_it_is_told(served) else "kB") in text


@pytest.mark.parametrize("name", saved_questions())
async def test_every_saved_question_says_what_it_answers(demo_archive: Path, name: str) -> None:
    question = saved_questions()[name]
    database = (await serving(demo_archive)).databases["archive"]
    asked = set(await derive_named_parameters(database, question["sql"]))
    assert question["title"]
    assert question["description"].endswith(".")
    assert asked <= {
        "words",
        "speaker",
        "url",
        "days",
        "severity",
        "change_id",
        "version_id",
        "since",
        "month",
    }
