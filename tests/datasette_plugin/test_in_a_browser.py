"""A journalist finds the edit, a historian reads the transcript: in a real browser.

Needs a Chromium on the machine; without one these tests are skipped, and say so; in CI its absence
is a failure.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from chromium import needs_chromium, opened_browser

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(demo_archive: Path) -> Generator[str]:
    """Where the archive is served."""
    running = subprocess.Popen(
        [sys.executable, "-m", "archive_watch", "--db", str(demo_archive), "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    yield running.stderr.readline().split()[4]
    running.terminate()
    running.communicate(timeout=60)


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    with opened_browser() as opened:
        yield opened


@pytest.fixture(params=[1280, 390])
def reader(browser: Browser, request: pytest.FixtureRequest) -> Generator[Page]:
    """A page on a desk or on a telephone, on which no script may fail and nothing be refused."""
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= request.param
    page.close()


def test_a_journalist_finds_the_edit_in_three_clicks(address: str, reader: Page) -> None:
    reader.goto(address)
    reader.get_by_role("link", name="What changed").first.click()
    reader.get_by_role("link", name="Interview With Dana Osei of The Harbour Post").click()
    assert reader.locator("td del").first.inner_text() == "optimistic"
    assert reader.locator("td ins").first.inner_text() == "pessimistic"
    reader.get_by_role("link", name="interview-with-dana-osei").first.click()
    assert "changed: text" in reader.inner_text("table")


def test_a_historian_searches_and_reads_the_whole_transcript(address: str, reader: Page) -> None:
    reader.goto(address)
    reader.get_by_role("searchbox").fill("lighthouses")
    reader.get_by_role("button", name="Search").click()
    reader.get_by_role("link", name="Interview on Radio Veldania").click()
    read = reader.inner_text("table")
    assert read.index("MR. ANSELM") < read.index("The other half is the lighthouses.")
    assert read.index("lighthouses") < read.index("And who pays?")


def test_what_matters_of_a_change_is_seen_without_scrolling_sideways(
    address: str, reader: Page
) -> None:
    reader.goto(f"{address}/recent_changes")
    assert reader.viewport_size is not None
    for column in ("not_after", "severity", "kind", "title", "summary"):
        box = reader.locator(f"td.col-{column}").first.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= reader.viewport_size["width"], column


def test_every_page_of_the_archive_is_quiet(address: str, reader: Page) -> None:
    reader.goto(address)
    links = reader.locator(".archive-list dt a")
    paths = [links.nth(place).get_attribute("href") for place in range(links.count())]
    assert len(paths) == 34
    for path in ("/", "/archive?_show_hidden=1", "/archive/versions/1", *paths):
        answer = reader.goto(address.removesuffix("/archive") + str(path))
        assert answer is not None
        assert answer.status == 200
