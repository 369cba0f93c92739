"""A hostile page is watched, and every page that shows it is opened in a real browser: words stay words.

No script runs and none is refused either (nothing becomes one), no element comes of a text, no link
leads to a script, nothing is asked of anybody else.  The words go through the real import; what no
page can bring (notes, details, states of links) is written as rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import suppress
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request

from chromium import needs_chromium, patient
from cli.program import Program
from datasette_plugin.asked import VIEWS
from datasette_plugin.hostile_words import ADDRESSES, PAYLOADS
from datasette_plugin.served_here import served_here

pytestmark = needs_chromium

_PAGES = 6
_FREE_TEXT = frozenset(
    "title detail note speaker place role person label labels link_text name marked_by reason".split()
)
_OURS = (
    "", "/search?q=window", f"/search?q={quote(PAYLOADS[0])}", f"/search?speaker={quote(PAYLOADS[4])}",
    "/changes", f"/changes?words={quote(PAYLOADS[1])}", "/incidents", "/links", "/links?by=page",
    "/questions", f"/page?url={quote(ADDRESSES[0])}", "/nothing", f"/{quote(PAYLOADS[2], safe='')}",
    f"/changes?host={quote(PAYLOADS[36])}", f"/links?state={quote(PAYLOADS[36])}",
)  # fmt: skip
_DATASETTES = (
    "/", "/archive", *(f"/archive/{view}" for view in VIEWS),
    "/archive/pages", "/archive/links", "/archive/turns", "/archive/incidents",
    f"/archive/find_words?words={quote(PAYLOADS[0])}", "/archive/who_speaks",
    f"/archive?sql={quote('select ' + repr(PAYLOADS[0]) + ' as a')}",
    f"/archive/recent_changes?_search={quote(PAYLOADS[36])}", f"/archive/{quote(PAYLOADS[0], safe='')}",
)  # fmt: skip
_FAULTS = """() => ({
  ran: window.__hit === 1,
  elements: [...document.querySelectorAll("[data-hit]")].map(it => it.outerHTML.slice(0, 120)),
  links: [...document.querySelectorAll("[href],[src],[action]")]
    .map(it => it.href || it.src || it.action || "").filter(it => typeof it === "string")
    .filter(it => /^(javascript|data|vbscript):/i.test(it)),
  made: document.body.innerText.includes("49hit"),
})"""
_NONE = {"ran": False, "elements": [], "links": [], "made": False}


def _html(place: int, edited: bool) -> str:
    """A page whose headline, labels, words and links are all hostile."""
    mine = PAYLOADS[place::_PAGES]
    said = "".join(
        f"<p><strong>{escape(words[:200])}:</strong> {escape(words)} {'Edited.' if edited else 'Said.'}</p>"
        f"<p><b>MR. {escape(words[:60])}:</b> And the words go on.</p>"
        for words in mine
    )
    links = "".join(
        f'<a href="{escape(to)}">{escape(words[:300])}</a> '
        for to, words in zip(ADDRESSES, mine * len(ADDRESSES), strict=False)
    )
    title = escape(mine[0][:300] + (" now" if edited else ""))
    return f"<title>{title}</title><main><h1>{title}</h1>{said}<p>{links}</p></main>"


@pytest.fixture(scope="module")
def hostile_archive(demo_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    archive = folder / "archive.db"  # where the program has it
    with sqlite3.connect(demo_archive) as conn:
        conn.execute("VACUUM INTO ?", (str(archive),))
    conn.close()
    program = Program(folder)
    for place in range(_PAGES):
        url = f"https://hostile.example/a/{place}?q=%22%3E%3Cimg%20data-hit%20src=x%3E&b='{place}"
        for day, edited in enumerate((False, True)):
            saved = folder / f"{place}-{day}.html"
            saved.write_text(_html(place, edited), encoding="utf-8")
            seen = ["--url", url, "--at", f"2026-03-0{6 + day}T09:00:00Z"]
            assert program.run("-q", "import", str(saved), *seen).code == 0
    _write_what_no_page_brings(archive)
    return archive


def _write_what_no_page_brings(archive: Path) -> None:
    with sqlite3.connect(archive) as conn:
        tables = conn.execute(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND m.sql NOT LIKE '%WITHOUT ROWID%'"
            " AND c.type = 'TEXT' AND m.name NOT LIKE '%fts%'"
        ).fetchall()
        for number, (table, column) in enumerate(tables):
            if column in _FREE_TEXT:
                said = PAYLOADS[number % len(PAYLOADS)]
                with suppress(sqlite3.IntegrityError):  # a closed set of words cannot hold it
                    conn.execute(f"UPDATE {table} SET {column} = ? WHERE rowid % 2 = 0", (said,))
        for number, address in enumerate(ADDRESSES):
            conn.execute("UPDATE OR IGNORE links SET url = ? WHERE id = ?", (address, number + 1))
    conn.close()


@pytest.fixture(scope="module")
def hostile_site(hostile_archive: Path) -> Generator[str]:
    with served_here(hostile_archive) as (archive, _):
        yield archive.removesuffix("/archive")


def _rows_of(archive: Path) -> list[str]:
    """The pages of ours about what the hostile host was seen to say."""
    with sqlite3.connect(archive) as conn:
        pages = conn.execute("SELECT id FROM pages WHERE url LIKE '%hostile%'").fetchall()
        found = [f"/page/{page}" for (page,) in pages]
        for (page,) in pages[:3]:
            first, last = conn.execute(
                "SELECT min(id), max(id) FROM versions WHERE page_id = ?", (page,)
            ).fetchone()
            found += [f"/version/{last}", f"/diff/{first}/{last}"]
        changes = conn.execute("SELECT max(id) FROM changes").fetchone()
        [(capture,)] = conn.execute("SELECT sha256 FROM captures ORDER BY id DESC LIMIT 1")
    conn.close()
    sha = capture.hex() if isinstance(capture, bytes) else capture
    return [*found, f"/change/{changes[0]}", f"/capture/{sha}"]


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(set(PAYLOADS)) >= 60


def test_what_would_become_more_than_words_is_seen(browser: Browser) -> None:
    page = patient(browser.new_page())
    for words in (PAYLOADS[0], PAYLOADS[4], f"<a href='{ADDRESSES[0]}'>a</a>", "49hit"):
        page.set_content(f"<p>{words}</p>")
        assert _seen(page) != _NONE, words
    page.close()


@pytest.mark.parametrize("part", ["ours", "datasette's"])
def test_nothing_a_page_says_becomes_more_than_words(
    hostile_site: str, hostile_archive: Path, browser: Browser, part: str
) -> None:
    home = "/-/archive-watch"
    ours = [f"{home}{path}" for path in (*_OURS, *_rows_of(hostile_archive))]
    faults: dict[str, list[object]] = {}
    for path in ours if part == "ours" else _DATASETTES:
        if found := _faults_of(browser, hostile_site, path):
            faults[path] = found
    assert faults == {}


def _faults_of(browser: Browser, hostile_site: str, path: str) -> list[object]:
    found: list[object] = []
    page = patient(browser.new_page())
    page.on("dialog", lambda dialog: _put_away(dialog, found))
    page.on("console", lambda said: found.append(said.text) if _is_a_fault(said.text) else None)
    page.on(
        "request", lambda asked: found.append(asked.url) if _is_away(asked, hostile_site) else None
    )
    try:
        answer = page.goto(f"{hostile_site}{path}")
        if answer is None or answer.status >= 500:
            found.append(answer.status if answer else "no answer")
        seen = _seen(page)
        return found + ([seen] if seen != _NONE else [])
    finally:
        page.close()


def _put_away(dialog: Dialog, found: list[object]) -> None:
    found.append(dialog.message)
    dialog.dismiss()


def _seen(page: Page) -> object:
    return page.evaluate(_FAULTS)


def _is_a_fault(said: str) -> bool:
    """Whether a console says that something was refused, or failed: a 404 it was asked for is none."""
    return "status of 4" not in said


def _is_away(asked: Request, hostile_site: str) -> bool:
    return not asked.url.startswith((hostile_site, "data:image/"))
