"""Draw the README's pictures from the demo: ``python docs/picture.py`` (needs chromium)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

TOP = Path(__file__).resolve().parents[1]
_COMMAND = (sys.executable, "-m", "archive_watch")
_EDIT = "Interview With Dana Osei of The Harbour Post"
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: its file, the page, its size in pixels, and whether it is drawn in the dark."""

    name: str
    address: str
    width: int
    height: int
    dark: bool = False


def main() -> None:
    """Run the demo; keep the upper part of its report and of the pages that the README shows."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*_COMMAND, "demo"], cwd=folder, check=True, capture_output=True)
        demo = Path(folder) / "demo"
        report = Picture(
            name="report.png", address=(demo / "report.html").as_uri(), width=860, height=1130
        )
        with _served(demo / "archive.db") as site, _browser() as browser:
            for picture in (report, *_pages(f"{site}/-/archive-watch", browser)):
                _draw(browser, picture)


def _pages(home: str, browser: Browser) -> tuple[Picture, ...]:
    """What the README shows of the pages in Datasette."""
    diff = _found(browser, f"{home}/changes", "Word by word", _EDIT)
    reader = _found(browser, diff, "version 2", "")
    return (
        Picture(name="home.png", address=home, width=1180, height=1000),
        Picture(name="diff.png", address=diff, width=1180, height=820),
        Picture(name="reader.png", address=reader, width=420, height=820, dark=True),
    )


def _found(browser: Browser, address: str, words: str, beside: str) -> str:
    """Where the link with these words leads, in the entry that holds the others."""
    page = browser.new_page()
    page.goto(address)
    entry = page.locator("article, main").filter(has_text=beside).last
    found: str = entry.get_by_role("link", name=words).first.evaluate("(link) => link.href")
    page.close()
    return found


def _draw(browser: Browser, picture: Picture) -> None:
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.dark else "light",
    )
    page.goto(picture.address)
    page.screenshot(path=TOP / "docs/images" / picture.name)
    page.close()


@contextmanager
def _browser() -> Generator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(_QUIET)
        )
        yield opened
        opened.close()


@contextmanager
def _served(database: Path) -> Generator[str]:
    asked = [*_COMMAND, "--db", str(database), "serve", "--port", "0"]
    with subprocess.Popen(asked, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        yield server.stderr.readline().split()[4].removesuffix("/archive")
        server.terminate()
        server.communicate()


if __name__ == "__main__":
    main()
