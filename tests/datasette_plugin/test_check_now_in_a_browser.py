"""A check asked for in a real browser: a button for whom the operator permits, and for nobody else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from chromium import follow, needs_chromium, patient
from datasette_plugin.served_here import served_here

pytestmark = needs_chromium
_LATER = "2099-01-01T00:00:00Z"


@pytest.fixture
def archive(demo_archive: Path, tmp_path: Path) -> Path:
    """An archive of its own, whose first page is not due for a long time."""
    copy = tmp_path / "archive.db"
    with closing(sqlite3.connect(demo_archive)) as conn:
        conn.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as conn, conn:
        conn.execute("UPDATE pages SET next_fetch_at = ? WHERE id = 1", (_LATER,))
    return copy


def _due(archive: Path) -> str:
    with closing(sqlite3.connect(archive)) as conn:
        [(due,)] = conn.execute("SELECT next_fetch_at FROM pages WHERE id = 1")
    return str(due)


@pytest.mark.parametrize("runs_scripts", [True, False])
def test_root_presses_the_button_and_the_page_is_due(
    archive: Path, tmp_path: Path, browser: Browser, runs_scripts: bool
) -> None:
    allowed = tmp_path / "allowed.toml"
    allowed.write_text("[serve]\ncheck_now = true\n")
    with served_here(archive, "--root", config=allowed) as (_, log_in, home):
        context = browser.new_context(java_script_enabled=runs_scripts)
        page = patient(context.new_page())
        page.goto(f"{home}/page/1")
        assert page.get_by_role("button", name="Check now").count() == 0
        page.goto(log_in)
        page.goto(f"{home}/page/1")
        follow(page.get_by_role("button", name="Check now"))
        assert "It is checked next" in page.inner_text("main")
        context.close()
    assert _due(archive) < _LATER


def test_without_the_operators_word_root_has_no_button_and_nothing_is_taken(
    archive: Path, browser: Browser
) -> None:
    with served_here(archive, "--root") as (_, log_in, home):
        page = patient(browser.new_page())
        page.goto(log_in)
        page.goto(f"{home}/page/1")
        assert page.get_by_role("button", name="Check now").count() == 0
        answer = page.request.post(f"{home}/check", form={"page": "1"})
        assert answer.status == 403
        page.close()
    assert _due(archive) == _LATER
