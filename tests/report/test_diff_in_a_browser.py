"""The page of a diff in a real browser: its keys, its moves, its two columns, and nothing hostile.

Needs a Chromium on the machine; without one these tests are skipped, and say so; in CI its absence
is a failure.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from archive_watch.report.diff_page import diff_as_html
from chromium import fits, needs_chromium, opened_browser, patient
from told import hostile_diff

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    with opened_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page in which every text is hostile."""
    file: Path = tmp_path_factory.mktemp("drawn") / "diff.html"
    file.write_text(diff_as_html(hostile_diff()), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(params=[1280, 390])
def reader(browser: Browser, drawn: str, request: pytest.FixtureRequest) -> Generator[Page]:
    """The page on a desk or on a telephone, on which nothing is refused, asked for or run."""
    page = patient(browser.new_page(viewport={"width": request.param, "height": 500}))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda asked: said.append(asked.url))
    page.goto(drawn)
    assert said == [drawn]
    said.clear()
    yield page
    assert [told for told in said if told.partition("#")[0] != drawn] == []
    assert fits(page)
    page.close()


def _here(page: Page) -> tuple[str, str]:
    """The change that the address names, and the one that has the focus."""
    return page.evaluate("location.hash"), page.evaluate("document.activeElement.id")


def test_n_and_p_lead_from_change_to_change_and_stop_at_the_ends(reader: Page) -> None:
    count = reader.locator(".step").count()
    for number in (1, 2, 3):
        reader.keyboard.press("n")
        assert _here(reader) == (f"#c{number}", f"c{number}")
    reader.keyboard.press("p")
    assert _here(reader) == ("#c2", "c2")
    for _ in range(count + 2):
        reader.keyboard.press("n")
    assert _here(reader) == (f"#c{count}", f"c{count}")


def test_from_where_the_reader_scrolled_to_n_leads_on_and_not_back(reader: Page) -> None:
    reader.keyboard.press("n")
    reader.evaluate("document.documentElement.scrollTo(0, document.documentElement.scrollHeight)")
    reader.keyboard.press("n")
    assert _here(reader)[0] != "#c2"


def test_keys_with_a_modifier_or_turned_off_do_nothing(reader: Page) -> None:
    reader.keyboard.press("Control+n")
    reader.locator("#letters").evaluate("box => box.checked = false")
    reader.keyboard.press("n")
    assert _here(reader)[0] == ""


def test_s_puts_before_beside_after(reader: Page) -> None:
    edited = reader.locator(".step.edited").first
    assert edited.locator(".inline").is_visible()
    reader.keyboard.press("s")
    assert not edited.locator(".inline").is_visible()
    before, after = (edited.locator(".side > div").nth(at).bounding_box() for at in (0, 1))
    assert before is not None
    assert after is not None
    is_wide = (reader.viewport_size or {"width": 0})["width"] > 700
    assert (before["y"] == after["y"]) == is_wide
    assert (edited.locator(".side del").count(), edited.locator(".side ins").count()) == (1, 0)
    reader.keyboard.press("s")
    assert edited.locator(".inline").is_visible()


def test_each_end_of_a_move_leads_to_the_other(reader: Page) -> None:
    ends = reader.locator(".step.moved")
    names = [ends.nth(at).get_attribute("id") for at in (0, 1)]
    for at in (0, 1):
        ends.nth(at).locator("h2 span a").click()
        assert _here(reader)[0] == f"#{names[1 - at]}"


def test_without_its_script_the_page_still_folds_turns_and_leads(
    browser: Browser, drawn: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = patient(context.new_page())
    page.goto(drawn)
    assert page.locator("button").first.is_hidden()
    page.locator("label.switch").click()
    assert page.locator(".step.edited .side").first.is_visible()
    page.locator("summary", has_text="unchanged").first.click()
    assert page.locator("details .same").first.is_visible()
    context.close()
