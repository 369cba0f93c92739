"""The first page and the search in a real browser, its script switched off: on a desk and a telephone."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Page

from chromium import fits, follow, needs_chromium, opened_browser, patient

pytestmark = needs_chromium


@pytest.fixture(scope="module", params=[1280, 390])
def reader(request: pytest.FixtureRequest) -> Generator[Page]:
    """A page on which nothing may be refused, and nothing stand beyond the right edge."""
    with opened_browser() as browser:
        context = browser.new_context(
            viewport={"width": request.param, "height": 900}, java_script_enabled=False
        )
        page = patient(context.new_page())
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        yield page
        assert said == []


def test_a_reader_sees_the_edit_searches_and_stands_before_the_turn(
    site: str, reader: Page
) -> None:
    reader.goto(f"{site}/-/archive-watch?days=all")
    assert reader.locator("article del").first.inner_text().endswith("not")
    assert fits(reader)
    form = reader.locator("form.seek")
    form.get_by_label("Words").fill("relight nine")
    form.get_by_label("Speaker").fill("Marrow")
    follow(form.get_by_role("button", name="Search"))
    assert reader.locator("mark").first.inner_text() == "relight"
    assert fits(reader)
    follow(reader.locator("article.hit h3 a").first)
    assert "#turn-" in reader.url
    assert "relight nine" in reader.locator(":target").inner_text()
    follow(reader.get_by_role("link", name="archive-watch").first)
    assert reader.locator("h1").inner_text() == "What happened"
