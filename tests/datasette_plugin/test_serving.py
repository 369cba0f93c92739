"""What ``serve`` answers: the archive, to be read and nothing else."""

from __future__ import annotations

import asyncio
import shutil
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from archive_watch.datasette_plugin.guarding import guarded
from archive_watch.datasette_plugin.meanings import meanings
from archive_watch.datasette_plugin.serving import datasette_on, listening_socket
from archive_watch.errors import CallerError
from datasette_plugin.asked import VIEWS, asks_sql_at, page, rows, serving


@pytest.mark.parametrize("view", VIEWS)
async def test_every_view_opens_with_its_title(demo_archive: Path, view: str) -> None:
    assert meanings()["tables"][view]["title"] in await page(
        await serving(demo_archive), f"/archive/{view}"
    )


async def test_the_archive_is_all_that_is_served(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    assert [name for name in served.databases if name != "_internal"] == ["archive"]
    assert "What changed" in await page(served, "/")


@pytest.mark.parametrize("path", ["/nowhere", "/archive/nothing", "/archive/pages/9999"])
async def test_what_is_not_there_is_a_404_and_no_fault(demo_archive: Path, path: str) -> None:
    answer = await (await serving(demo_archive)).client.get(path)
    assert (answer.status_code, "Error 404" in answer.text) == (404, True)
    assert '<a href="/">Back to the first page</a>' in answer.text


async def test_every_table_beneath_can_be_opened_row_by_row(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    beneath = await page(served, "/archive", _show_hidden=1)
    for table, meaning in meanings()["tables"].items():
        if table not in VIEWS:
            assert meaning["description"] in beneath.replace("&#39;", "'"), table
            await page(served, f"/archive/{table}")
    assert "SECRETARY MARLOWE" in await page(served, "/archive/turns", speaker="SECRETARY MARLOWE")
    assert "The bytes that it was first read from" in await page(served, "/archive/versions/1")


async def test_the_search_box_finds_current_words_and_only_those(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    found = {word: await _searched(served, word) for word in ("pessimistic", "optimistic")}
    assert [len(hits) for hits in found.values()] == [1, 0]
    assert "pessimistic" in found["pessimistic"][0]["text"]


@pytest.mark.parametrize(
    "typed", ['"unclosed', "a* OR NOT (", "U.S.-North", "'", "title:", "NEAR("]
)
async def test_whatever_is_typed_into_the_search_box_is_only_words(
    demo_archive: Path, typed: str
) -> None:
    served = await serving(demo_archive)
    for view in ("current_transcripts", "removed_text"):
        await _searched(served, typed, view)


async def test_words_that_are_gone_have_a_search_box_of_their_own(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    assert 'name="_search"' in await page(served, "/archive/removed_text")
    (gone,) = await _searched(served, "Optimistic", "removed_text")
    assert (gone["removed"], gone["added"]) == ("optimistic", "pessimistic")
    only_came = {"_search_removed": "pessimistic"}
    assert await rows(served, "/archive/removed_text", **only_came) == []


async def _searched(
    served: Any, words: str, view: str = "current_transcripts"
) -> list[dict[str, Any]]:
    return await rows(served, f"/archive/{view}", _search=words)


@pytest.mark.parametrize(
    "sql",
    [
        "delete from pages",
        "with one as (select 1) delete from pages",
        "pragma journal_mode = delete",
        "attach '{folder}/other.db' as other",
        "vacuum into '{folder}/other.db'",
        "select writefile('{folder}/other.db', 'x')",
        "select load_extension('x')",
    ],
)
async def test_no_question_can_write_or_reach_another_file(
    demo_archive: Path, tmp_path: Path, sql: str
) -> None:
    before = _bytes(demo_archive)
    served = await serving(demo_archive)
    asked = {"sql": sql.format(folder=tmp_path)}
    answer = await served.client.get(f"{asks_sql_at(served)}.json", params=asked)
    assert (answer.status_code, answer.json()["ok"]) == (400, False)
    assert (_names(tmp_path), _bytes(demo_archive)) == ([], before)


def _bytes(file: Path) -> bytes:
    return file.read_bytes()


def _names(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


async def test_even_code_inside_cannot_write_or_attach(demo_archive: Path, tmp_path: Path) -> None:
    database = datasette_on(demo_archive).databases["archive"]
    with pytest.raises(PermissionError):
        database.connect(write=True)
    conn = database.connect()
    for sql in ("DELETE FROM pages", f"ATTACH '{tmp_path}/other.db' AS other"):
        with pytest.raises(sqlite3.OperationalError):
            conn.execute(sql)
    database.close()


async def test_a_path_with_a_question_mark_is_that_file_read_only(
    demo_archive: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "a?mode=rwc#b %20"
    folder.mkdir()
    shutil.copy(demo_archive, folder / "ar?chive.db")
    assert await rows(await serving(folder / "ar?chive.db"), "/archive/pages_now")
    assert _names(tmp_path) == [folder.name]


async def test_a_connection_reads_on_while_another_writes(
    demo_archive: Path, tmp_path: Path
) -> None:
    live = tmp_path / "archive.db"
    shutil.copy(demo_archive, live)
    served = await serving(live)
    before = len(await rows(served, "/archive/check_log"))
    writer = sqlite3.connect(live, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute(
        "INSERT INTO fetches(page_id, observed_at, source, outcome)"
        " VALUES (1, '2026-03-06T09:00:00Z', 'live', 'unchanged')"
    )
    assert len(await rows(served, "/archive/check_log")) == before
    writer.execute("COMMIT")
    assert len(await rows(served, "/archive/check_log")) == before + 1
    assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    writer.close()


def test_a_port_in_use_is_told_with_its_remedy() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(CallerError, match="cannot listen") as told,
    ):
        listening_socket("127.0.0.1", taken.getsockname()[1])
    assert "--port" in str(told.value)


def test_no_answer_waits_for_the_acknowledgement_of_the_one_before() -> None:
    with listening_socket("127.0.0.1", 0) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def test_the_rows_of_a_large_file_are_not_counted(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    assert (await served.databases["archive"].table_counts())["sites"]
    served.databases["archive"].most_counted_bytes = 1000
    assert "many rows" in await page(served, "/archive", _show_hidden=1)


def test_every_answer_forbids_other_sources_and_framing(demo_archive: Path) -> None:
    status, headers = asyncio.run(_sent(demo_archive, "GET"))
    policy = headers["content-security-policy"]
    assert status == 200
    assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_only_reading_is_answered(demo_archive: Path, method: str) -> None:
    assert asyncio.run(_sent(demo_archive, method))[0] == 405


async def _sent(database: Path, method: str) -> tuple[int, dict[str, str]]:
    """The status and headers that the served application sends for a saved question."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": method, "path": "/archive/takedowns", "raw_path": b"/archive/takedowns",
        "query_string": b"", "headers": [(b"host", b"127.0.0.1")], "scheme": "http",
        "http_version": "1.1",
    }  # fmt: skip
    served = await serving(database)
    await guarded(served.app())(scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers
