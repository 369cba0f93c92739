"""The real browser of the tests: the machine's own Chromium.

Without one the tests that need it are skipped, and say so; in CI its absence is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_PATIENCE_MS = 180_000.0  # all takes a second at most, but on a busy machine
_MISSING = "there is no chromium on this machine"
_MAY_BE_MISSING = os.environ.get("CI") != "true"

needs_chromium = pytest.mark.skipif(_CHROMIUM is None and _MAY_BE_MISSING, reason=_MISSING)


@contextmanager
def opened_browser() -> Generator[Browser]:
    """A browser that asks the network nothing by itself."""
    if _CHROMIUM is None:
        pytest.fail(_MISSING)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=_QUIET, timeout=_PATIENCE_MS
        )
        yield opened
        opened.close()


def patient(page: Page) -> Page:
    """The page, which from now on waits for what is to come as long as a busy machine may take."""
    page.set_default_timeout(_PATIENCE_MS)
    return page


def follow(way: Locator) -> None:
    """Press what leads to another page, and wait until that page is whole.

    A click alone returns when the next page has begun: what is asked then may be asked of half a page.
    """
    with way.page.expect_navigation():
        way.click()


def fits(page: Page) -> bool:
    """Whether nothing reaches beyond the right edge."""
    assert page.viewport_size is not None
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= page.viewport_size["width"]
