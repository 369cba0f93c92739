"""A page, a transcript and its bytes in a real browser: on a desk, on a telephone, without a script."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from chromium import follow, needs_chromium, patient
from datasette_plugin.odd_pages import ARABIC, EDITED, HOSTILE, LONG, RICH, UNREAD
from datasette_plugin.served_here import served_here

pytestmark = needs_chromium
_HERE = "/-/archive-watch"


@pytest.fixture(scope="module")
def odd_site(odd_archive: Path) -> Generator[str]:
    with served_here(odd_archive) as (archive, _):
        yield archive.removesuffix("/archive")


def test_a_historian_goes_from_a_page_to_a_turn_its_citation_and_its_bytes(
    site: str, reader: Page
) -> None:
    reader.goto(f"{site}{_HERE}/page/19")
    follow(reader.get_by_role("link", name="Read it", exact=True))
    turn = reader.locator("#turn-5")
    turn.hover()
    follow(turn.get_by_role("link", name="cite turn 6"))
    assert "We are pessimistic." in reader.get_by_label("The digests find").input_value()
    assert reader.get_by_role("button", name="Copy").is_visible()
    follow(reader.get_by_role("link", name="Back to turn 6"))
    assert reader.url.endswith("#turn-5")
    assert reader.locator("#turn-5").evaluate("one => one.matches(':target')")
    follow(reader.get_by_role("link", name="The bytes it was read from"))
    with reader.expect_download() as kept:
        reader.get_by_role("link", name="Download the bytes").click()
    assert "pessimistic" in kept.value.path().read_text("utf-8")


def test_a_reader_asks_for_another_day_and_goes_back_to_now(site: str, reader: Page) -> None:
    reader.goto(f"{site}{_HERE}/version/34")
    reader.get_by_label("What it said on").fill("2026-03-03")
    follow(reader.get_by_role("button", name="Show"))
    assert "We are optimistic." in reader.inner_text("main")
    assert "something else now" in reader.inner_text("header.top")
    follow(reader.get_by_role("link", name="version 2", exact=True))
    assert "We are pessimistic." in reader.inner_text("main")


@pytest.mark.parametrize("url", [HOSTILE, ARABIC, RICH, EDITED, UNREAD])
def test_a_page_as_nobody_wants_it_is_quiet_and_can_be_read_by_all(
    odd_site: str, reader: Page, url: str
) -> None:
    reader.goto(f"{odd_site}{_HERE}/page?url={url}")
    faults = Axe().run(reader).response["violations"]
    ways = reader.get_by_role("link", name="Read it", exact=True)
    if url != UNREAD:
        follow(ways)
        faults += Axe().run(reader).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:160]) for fault in faults] == []


def test_a_turn_in_another_part_of_a_long_transcript_is_found(odd_site: str, reader: Page) -> None:
    reader.goto(f"{odd_site}{_HERE}/page?url={LONG}")
    way = reader.get_by_role("link", name="Read it", exact=True).get_attribute("href")
    reader.goto(f"{odd_site}{way}#turn-950")
    reader.wait_for_url(re.compile("from=950"))
    assert reader.locator("#turn-950").evaluate("one => one.matches(':target')")


def test_without_a_script_nothing_is_missing_but_a_button(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = patient(context.new_page())
    page.goto(f"{site}{_HERE}/version/34?turn=5")
    assert "We are pessimistic." in page.get_by_label("The digests find").input_value()
    assert page.get_by_role("button", name="Copy").count() == 0
    follow(page.get_by_role("link", name="Which version brought which words"))
    assert page.locator("mark").inner_text() == "pessimistic"
    context.close()
