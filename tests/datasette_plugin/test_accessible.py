"""axe-core finds no fault in any page of ours: on a desk, on a telephone, in the dark.

The rules are those of WCAG 2.2, levels A and AA, and axe's own best practices.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from chromium import needs_chromium, patient

pytestmark = needs_chromium

_PATHS = (
    "",
    "?days=all",
    "/search",
    "/search?q=lighthouses&speaker=Marrow",
    "/search?q=optimistic&in=removed",
    "/changes",
    "/incidents",
    "/questions",
    "/links",
    "/links?by=page",
    "/changes?kind=text&words=optimistic",
    "/change/1",
    "/change/13",
    "/change/15",
    "/page/1?proof=now",
    "/page/15",
    "/version/34?turn=5",
    "/version/34?blame=1",
    "/version/23",
    "/page?url=https://nowhere.example/remarks-at-the-strait/",
)
_LOOKS = {
    "desk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "telephone": {"viewport": {"width": 390, "height": 800}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}


@pytest.mark.parametrize("path", _PATHS)
@pytest.mark.parametrize("look", _LOOKS)
def test_no_page_keeps_anyone_from_reading_it(
    site: str, browser: Browser, path: str, look: str
) -> None:
    page = patient(browser.new_page(**_LOOKS[look]))  # type: ignore[arg-type]
    page.goto(f"{site}/-/archive-watch{path}")
    found = Axe().run(page).response["violations"]
    told = [
        (fault["id"], fault["help"], [node["html"][:160] for node in fault["nodes"][:3]])
        for fault in found
    ]
    page.close()
    assert told == []


@pytest.mark.parametrize("look", ["desk", "dark"])
def test_the_words_on_datasettes_own_pages_stand_out_from_their_ground(
    site: str, browser: Browser, look: str
) -> None:
    page = patient(browser.new_page(**_LOOKS[look]))  # type: ignore[arg-type]
    for path in ("/", "/archive", "/archive/recent_changes", "/archive/edits_that_matter", "/no"):
        page.goto(f"{site}{path}")
        only = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
        found = Axe().run(page, options=only).response["violations"]
        told = [node["html"][:160] for fault in found for node in fault["nodes"][:5]]
        assert told == [], path
    page.close()
