"""The lists in a real browser: narrowed by hand, on a desk and on a telephone, without a script too."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from chromium import fits, follow, needs_chromium, patient

pytestmark = needs_chromium


@pytest.fixture(params=[(1280, True), (390, True), (360, False)])
def reader(browser: Browser, request: pytest.FixtureRequest) -> Generator[Page]:
    """A page on which nothing may be said in the console, nor scrolled sideways."""
    width, runs = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=runs
    )
    page = patient(context.new_page())
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []
    context.close()


def test_a_journalist_narrows_the_changes_to_the_edit(site: str, reader: Page) -> None:
    reader.goto(f"{site}/-/archive-watch/changes")
    reader.get_by_label("Words in the edit").fill("pessimistic")
    reader.get_by_label("Severity", exact=True).select_option("60")
    follow(reader.get_by_role("button", name="Show"))
    assert reader.locator("article").count() == 1
    assert "pessimistic" in reader.locator("article ins").first.inner_text()
    assert fits(reader)
    follow(reader.get_by_role("link", name="Show all"))
    assert reader.locator("article").count() > 10


def test_a_new_user_exports_the_broken_links(site: str, reader: Page) -> None:
    reader.goto(f"{site}/-/archive-watch")
    follow(reader.get_by_role("navigation", name="The archive").get_by_role("link", name="Links"))
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Export the broken links").click()
    assert download.value.suggested_filename == "links.csv"
    assert "history-of-the-lights" in Path(download.value.path()).read_text(encoding="utf-8")
    assert fits(reader)


def test_incidents_and_questions_lead_on(site: str, reader: Page) -> None:
    reader.goto(f"{site}/-/archive-watch/incidents")
    assert (
        reader.get_by_role("heading", level=2).first.inner_text().startswith("Pages that are gone")
    )
    assert fits(reader)
    ways = reader.get_by_role("navigation", name="The archive")
    follow(ways.get_by_role("link", name="Questions"))
    assert fits(reader)
    form = reader.locator("article", has_text="Who said").first
    form.get_by_label("Speaker").fill("marrow")
    follow(form.get_by_role("button"))
    assert "SECRETARY MARROW" in reader.inner_text("table")
