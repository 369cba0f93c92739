"""A journalist finds the edit, a historian reads the transcript: in a real browser.

Needs a Chromium on the machine; without one these tests are skipped, and say so; in CI its absence
is a failure.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from chromium import fits, follow, needs_chromium, patient

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def address(site: str) -> str:
    """Where Datasette's own pages of the archive are."""
    return f"{site}/archive"


def test_a_journalist_finds_the_edit_in_three_clicks(address: str, reader: Page) -> None:
    reader.goto(address)
    follow(reader.get_by_role("link", name="What changed").first)
    follow(reader.get_by_role("link", name="Interview With Dana Osei of The Harbour Post"))
    assert "optimistic" in reader.locator(".inline del").first.inner_text()
    assert "pessimistic" in reader.locator(".inline ins").first.inner_text()
    follow(reader.get_by_role("link", name="All of this page"))
    assert "optimistic" in reader.inner_text("main")


def test_a_historian_searches_and_reads_the_whole_transcript(address: str, reader: Page) -> None:
    reader.goto(address)
    reader.get_by_role("searchbox").fill("lighthouses")
    follow(reader.get_by_role("button", name="Search"))
    follow(reader.get_by_role("link", name="Interview on Radio Veldania"))
    read = reader.inner_text("main")
    assert read.index("MR. ANSELM") < read.index("The other half is the lighthouses.")
    assert read.index("lighthouses") < read.index("And who pays?")


def test_a_difference_is_stepped_through_by_keyboard(address: str, reader: Page) -> None:
    reader.goto(f"{address.removesuffix('/archive')}/-/archive-watch/diff/19/34")
    steps = reader.locator(".step").count()
    assert steps > 3
    for key, at in (("n", "#c1"), ("n", "#c2"), ("n", "#c3"), ("p", "#c2")):
        reader.keyboard.press(key)
        assert reader.evaluate("location.hash") == at
    assert not reader.locator("#c2 .side").is_visible()
    reader.keyboard.press("s")
    assert reader.locator("#c2 .side").is_visible()
    assert not reader.locator("#c2 .inline").is_visible()
    assert fits(reader)


def test_a_difference_needs_no_script(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    reader = patient(context.new_page())
    reader.goto(f"{address.removesuffix('/archive')}/-/archive-watch/diff/4/34")
    reader.get_by_text("5 unchanged paragraphs").click()
    assert reader.get_by_text("the talks on the strait resume").is_visible()
    reader.locator("label.switch").click()
    assert reader.locator("#c1 .side").is_visible()
    follow(reader.get_by_role("link", name="Open side by side"))
    assert reader.locator("#c1 .side").is_visible()
    follow(reader.locator(".at-turn a").first)
    assert "/version/4?from=" in reader.url
    context.close()


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
    assert len(paths) == 35
    for path in ("/", "/archive?_show_hidden=1", "/archive/versions/1", *paths):
        answer = reader.goto(address.removesuffix("/archive") + str(path))
        assert answer is not None
        assert answer.status == 200
