"""Which databases the plugin speaks about, in a plain Datasette that only has it installed."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.utils import tilde_encode

from archive_watch.datasette_plugin.meanings import saved_questions
from archive_watch.datasette_plugin.worlds import keeps_what_it_is_told
from datasette_plugin.asked import VIEWS, page, serving, started, told_of
from fresh import fresh_archive


@pytest.mark.parametrize("name", ["archive", "my archive", "2017-2021.state", "über & <b>"])
async def test_a_plain_datasette_knows_an_archive_whatever_it_is_called(
    demo_archive: Path, tmp_path: Path, name: str
) -> None:
    file = tmp_path / f"{name}.db"
    shutil.copy(demo_archive, file)
    served = await started(Datasette([str(file)]))
    at = f"/{tilde_encode(name)}"
    assert "Saved questions" in await page(served, at)
    changes = await page(served, f"{at}/recent_changes")
    assert "What changed" in changes
    assert re.search(r'href="/-/archive-watch/change/1(\?archive=[^"]+)?"', changes)


async def test_an_immutable_copy_reads_the_same(demo_archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with sqlite3.connect(demo_archive) as conn:
        conn.execute("VACUUM INTO ?", (str(copy),))
    conn.close()
    served = await started(Datasette([], immutables=[str(copy)]))
    assert "pessimistic" in await page(served, "/copy/current_transcripts", _search="pessimistic")
    assert "What changed" in await page(served, "/copy/recent_changes")


async def test_an_archive_that_is_locked_when_the_server_starts_is_known_when_it_is_free(
    demo_archive: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "archive.db"
    with sqlite3.connect(demo_archive) as conn:
        conn.execute("VACUUM INTO ?", (str(copy),))
    conn.close()
    holding = sqlite3.connect(copy, isolation_level=None)
    holding.execute("PRAGMA journal_mode = DELETE")
    holding.execute("BEGIN EXCLUSIVE")
    if keeps_what_it_is_told(Datasette):  # 1.0 itself does not start beside it
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await serving(copy)
        holding.close()
        return
    served = await serving(copy)
    holding.close()
    assert "What happened" in await page(served, "/-/archive-watch")
    assert "Saved questions" in await page(served, "/archive")


async def test_an_archive_without_a_page_opens_everywhere(tmp_path: Path) -> None:
    fresh_archive(tmp_path / "archive.db").close()
    served = await serving(tmp_path / "archive.db")
    for place in (*VIEWS, *saved_questions()):
        await page(served, f"/archive/{place}")
    assert "0 rows" in await page(served, "/archive/current_transcripts", _search="words")


async def test_other_databases_look_as_if_the_plugin_were_not_there(
    demo_archive: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as conn:
        conn.execute("CREATE TABLE recent_changes (change_id, title, flags, url, text)")
        conn.execute("INSERT INTO recent_changes VALUES (1, 'a', '[]', 'https://a.example/', 'b')")
        conn.execute("CREATE VIEW current_transcripts AS SELECT * FROM recent_changes")
    conn.close()
    beside = await started(Datasette([str(other), str(demo_archive)]))
    assert "What changed" in await page(beside, "/archive/recent_changes")
    for place in ("/other", "/other/recent_changes", "/other/current_transcripts"):
        alone = await page(await started(Datasette([str(other)])), place)
        assert _without_times(await page(beside, place)) == _without_times(alone)
        assert not [
            ours for ours in ("archive-watch", "archive-rows", "one_change") if ours in alone
        ]


def _without_times(html: str) -> str:
    return re.sub(r"Queries took [\d.]+ms", "", html)


async def test_a_database_that_cannot_be_read_does_not_stop_datasette(
    demo_archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "junk.db").write_bytes(b"no database at all" * 100)
    served = Datasette([str(demo_archive), str(tmp_path / "junk.db")])
    if keeps_what_it_is_told(served):
        pytest.skip("Datasette 1.0 reads every database before it asks a plugin anything")
    await started(served)
    assert "title" in await told_of(served, "archive")
    assert await told_of(served, "junk") == {}
