"""Our pages as the web meets them: what each answer forbids, and what is said where nothing can be told."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from archive_watch.datasette_plugin.assets import SCRIPT, STYLE
from datasette_plugin.asked import page, serving, started

_HOME = "/-/archive-watch"
_FIRST_PAINT_BYTES = 60_000


async def test_a_page_runs_and_wears_only_what_carries_its_own_number(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    numbers = set()
    for _ in range(2):
        answer = await served.client.get(_HOME)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        number = re.search(r"'nonce-([\w-]+)'", policy)
        assert number is not None
        assert set(re.findall(r'nonce="([^"]*)"', answer.text)) == {number[1]}
        assert answer.headers["x-content-type-options"] == "nosniff"
        numbers.add(number[1])
    assert len(numbers) == 2


async def test_the_stylesheet_and_the_script_are_there_to_be_kept(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    told = await page(served, _HOME)
    assert STYLE.address in told
    sizes = []
    for asset in (STYLE, SCRIPT):
        answer = await served.client.get(asset.address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        sizes.append(len(answer.content))
    assert sum(sizes) < _FIRST_PAINT_BYTES


@pytest.mark.parametrize("path", [f"{_HOME}?archive=other", f"{_HOME}?archive="])
async def test_an_archive_that_is_not_served_is_not_found(demo_archive: Path, path: str) -> None:
    answer = await (await serving(demo_archive)).client.get(path)
    if path.endswith("other"):
        assert answer.status_code == 404
        assert "no such archive" in answer.text


async def test_where_datasette_serves_no_archive_the_page_says_so(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as conn:
        conn.execute("CREATE TABLE mine (words TEXT)")
    served = await started(Datasette(files=[str(tmp_path / "other.db")]))
    answer = await served.client.get(_HOME)
    assert answer.status_code == 404
    assert 'href="/"' in answer.text


async def test_one_of_several_archives_is_asked_for_by_name(
    demo_archive: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        shutil.copy(demo_archive, tmp_path / f"{name}.db")
    served = await started(
        Datasette(files=[str(tmp_path / f"{name}.db") for name in ("one", "two")])
    )
    told = await page(served, _HOME, archive="two")
    assert 'href="/-/archive-watch?archive=two"' in told
    assert 'href="/two"' in told


async def test_an_archive_that_an_actor_may_not_see_is_not_told_about(demo_archive: Path) -> None:
    closed: dict[str, Any] = {"databases": {"archive": {"allow": {"id": "editor"}}}}
    served = await started(Datasette(files=[str(demo_archive)], metadata=closed))
    assert (await served.client.get(_HOME)).status_code == 403
    editor = {"ds_actor": served.sign({"a": {"id": "editor"}}, "actor")}
    assert (await served.client.get(_HOME, cookies=editor)).status_code == 200


@pytest.mark.parametrize(
    ("applied", "told"),
    [("0034_links_by_host", "earlier archive-watch"), (None, "newer archive-watch")],
)
async def test_an_archive_of_another_program_says_what_to_do(
    demo_archive: Path, tmp_path: Path, applied: str | None, told: str
) -> None:
    other = tmp_path / "other.db"
    shutil.copy(demo_archive, other)
    with closing(sqlite3.connect(other)) as conn, conn:
        if applied is not None:
            conn.execute("DELETE FROM _sqlite_migrations WHERE name = ?", (applied,))
        else:
            conn.execute(
                "INSERT INTO _sqlite_migrations SELECT max(id) + 1, migration_set, '9999_later',"
                " applied_at FROM _sqlite_migrations"
            )
    served = await started(Datasette(files=[str(other)]))
    before = other.read_bytes()
    answer = await served.client.get(_HOME)
    assert answer.status_code == 503
    assert told in answer.text
    assert answer.headers["retry-after"]
    assert other.read_bytes() == before


async def test_a_page_is_read_and_nothing_else(demo_archive: Path) -> None:
    served = await started(Datasette(files=[str(demo_archive)]))
    answer = await served.client.post(_HOME, cookies={"ds_csrftoken": "t"}, data={"csrftoken": "t"})
    assert answer.status_code in (403, 405)


async def test_a_cookie_that_makes_no_sense_is_as_none(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    for told in ("", "yesterday", "2026-13-40T00:00:00Z", "<script>", "9999-01-01T00:00:00Z"):
        answer = await served.client.get(_HOME, cookies={"archive_watch_seen": told})
        assert answer.status_code == 200


@pytest.mark.parametrize("path", ["version/abc", "change/x", "nothing", "page/1/2"])
async def test_an_address_of_ours_where_nothing_is_leads_back(
    demo_archive: Path, path: str
) -> None:
    served = await serving(demo_archive)
    answer = await served.client.get(f"/-/archive-watch/{path}")
    assert answer.status_code == 404
    assert "There is no such page here." in answer.text
    assert 'href="/-/archive-watch"' in answer.text
