"""The real browser of the tests: the machine's own Chromium.

Without one the tests that need it are skipped, and say so; in CI its absence is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
_MISSING = "there is no chromium on this machine"
_MAY_BE_MISSING = os.environ.get("CI") != "true"

needs_chromium = pytest.mark.skipif(_CHROMIUM is None and _MAY_BE_MISSING, reason=_MISSING)


@contextmanager
def opened_browser() -> Generator[Browser]:
    """A browser that asks the network nothing by itself."""
    if _CHROMIUM is None:
        pytest.fail(_MISSING)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=_CHROMIUM, args=_QUIET)
        yield opened
        opened.close()
