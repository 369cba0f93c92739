"""The archive in a real Datasette: every view, every saved question, search, and silence elsewhere."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from archive_watch.config import load
from archive_watch.datasette_plugin.meanings import meanings, saved_questions
from archive_watch.datasette_plugin.serving import datasette_on, listening_socket
from archive_watch.errors import CallerError
from archive_watch.services.run_demo import run_demo

VIEWS = (
    "pages_now", "current_transcripts", "page_history", "spoken_turns", "recent_changes",
    "removed_text", "broken_links", "check_log", "open_incidents", "run_health",
)  # fmt: skip


@pytest.fixture(scope="module")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    database = folder / "archive.db"
    given = load(config_path=None, db_path=database, environ={}, cwd=folder)
    asyncio.run(run_demo(given, database, lambda _: None))
    return database


@pytest.mark.parametrize("view", VIEWS)
async def test_every_view_opens_with_its_title(demo_archive: Path, view: str) -> None:
    served = datasette_on(demo_archive)
    await served.invoke_startup()
    answer = await served.client.get(f"/archive/{view}")
    assert answer.status_code == 200
    assert meanings()["tables"][view]["title"] in answer.text


@pytest.mark.parametrize("name", saved_questions())
async def test_every_saved_question_is_answered(demo_archive: Path, name: str) -> None:
    served = datasette_on(demo_archive)
    await served.invoke_startup()
    answer = await served.client.get(f"/archive/{name}?words=the&speaker=&days=1&url=http://x/")
    assert answer.status_code == 200
    assert saved_questions()[name]["title"] in answer.text
    assert "error" not in answer.text.lower()


async def test_the_search_box_finds_current_words_and_only_those(demo_archive: Path) -> None:
    assert len(await _found(demo_archive, "pessimistic")) == 1
    assert await _found(demo_archive, "optimistic") == []


async def _found(database: Path, words: str) -> list[dict[str, Any]]:
    served = datasette_on(database)
    await served.invoke_startup()
    path = f"/archive/current_transcripts.json?_shape=array&_search={words}"
    rows: list[dict[str, Any]] = (await served.client.get(path)).json()
    return rows


async def test_words_that_are_gone_are_found_by_their_saved_question(demo_archive: Path) -> None:
    served = datasette_on(demo_archive)
    await served.invoke_startup()
    path = "/archive/words_that_are_gone.json?_shape=array&words=optimistic"
    rows = (await served.client.get(path)).json()
    assert [row["added"] for row in rows] == ["pessimistic"]


async def test_a_plain_datasette_knows_the_archive_too(demo_archive: Path) -> None:
    served = Datasette([str(demo_archive)])
    await served.invoke_startup()
    answer = await served.client.get("/archive/recent_changes")
    assert "What changed" in answer.text


async def test_the_plugin_is_silent_about_other_databases(tmp_path: Path) -> None:
    other = tmp_path / "archive.db"
    with sqlite3.connect(other) as conn:
        conn.execute("CREATE TABLE recent_changes (a)")
    conn.close()
    served = Datasette([str(other)])
    await served.invoke_startup()
    assert "What changed" not in (await served.client.get("/archive/recent_changes")).text
    assert "Who said" not in (await served.client.get("/archive")).text


def test_a_port_in_use_is_told_with_its_remedy() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(CallerError, match="cannot listen") as told,
    ):
        listening_socket("127.0.0.1", taken.getsockname()[1])
    assert "--port" in str(told.value)


def test_every_table_of_the_archive_is_described(demo_archive: Path) -> None:
    with sqlite3.connect(demo_archive) as conn:
        names = {name for (name,) in conn.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_fts%'"
        )}  # fmt: skip
    conn.close()
    assert names - set(meanings()["tables"]) == set()
