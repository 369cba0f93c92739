"""How the archive grows: bytes for each check that finds nothing new, by how that was known, at a
million checks, and folded.

Every row is written by the program itself, but for the million: that is one such row, repeated for
a thousand pages in turn, as a daemon would write them.  The room that SQLite has free is not counted.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import shown
from archive_watch.config import load
from archive_watch.model.capture import Response
from archive_watch.model.clock import utc_text
from archive_watch.services.add_pages import add_pages
from archive_watch.services.checking.check import Check
from archive_watch.services.checking.judge_answer import Judgement, judge_answer
from archive_watch.services.checking.keep_check import keep_check
from archive_watch.services.checking.know_answer import answer_digest, mark_of
from archive_watch.services.copying.fold_checks import fold_checks
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.watch import Watch
from archive_watch.storage.database import Archive, open_archive
from archive_watch.storage.pages import page_by_id

_CHECKS = 400
_MILLION = 1_000_000
_PAGES = 1_000
_FOLDED_PAGES = 20
_START = datetime(2026, 1, 1, tzinfo=UTC)
_NEVER = "9999-12-31T23:59:59Z"
_URL = "https://bench.example/page-{}"
_HEADERS = (("content-type", "text/html; charset=utf-8"),)
_WORDS = "the committee met and agreed to publish what it had found of the matter in full".split()
_draw = random.Random(4)

_PARAGRAPHS = "".join(
    f"<p>{' '.join(_draw.choice(_WORDS) for _ in range(90))}.</p>" for _ in range(100)
)


def _page(*, token: str = "", footer: str = "", inside: str = "") -> bytes:
    return (
        f"<html><head><title>A report</title><script nonce='{token}'>go()</script>"
        f"<meta name='csrf-token' content='{token}'></head>"
        f"<body><nav><a href='/'>Home</a></nav><main><h1>A report</h1><div data-id='{inside}'>"
        f"{_PARAGRAPHS}</div></main><footer>Made in {footer} s</footer></body></html>"
    ).encode()


_CASES: dict[str, Callable[[str], bytes | None]] = {
    "a 304": lambda _: None,
    "the same bytes, no validators": lambda _: _page(),
    "another nonce each time": lambda number: _page(token=number),
    "another footer each time (its bytes are kept)": lambda number: _page(footer=number),
    "another attribute inside of the words (its bytes are kept)": lambda n: _page(inside=n),
}


def measure(folder: Path) -> None:
    """Print what a check costs on the disk."""
    with open_archive(folder / "growth.db", create=True) as archive:
        given = load(config_path=None, db_path=None, environ={}, cwd=folder)
        watch = Watch(
            archive=archive,
            settings=given.settings,
            profiles=load_profiles(given),
            clock=lambda: _START,
        )
        for number, (name, body) in enumerate(_CASES.items(), start=1):
            shown.line(f"bytes for a check: {name}", f"{_grown(watch, number, body):,.0f}")
        _measure_million(watch)


def _grown(watch: Watch, number: int, body: Callable[[str], bytes | None]) -> float:
    add_pages(watch, [_URL.format(number)], due=False)
    for check in range(20):
        _keep(watch, number, _page() if check == 0 else body(_token(check)), check)
    before = _used(watch.archive)
    for check in range(20, 20 + _CHECKS):
        _keep(watch, number, body(_token(check)), check)
    return (_used(watch.archive) - before) / _CHECKS


def _token(number: int) -> str:
    return f"{random.Random(number).getrandbits(64):016x}"


def _keep(watch: Watch, page_id: int, body: bytes | None, number: int) -> None:
    page = page_by_id(watch.archive, page_id)
    response = Response(
        url=page.url, final_url=page.url, status=304 if body is None else 200, elapsed_ms=180,
        body=body or b"", headers=_HEADERS,
    )  # fmt: skip
    at = utc_text(_START + timedelta(days=number))
    judgement = _judged(watch, page_id, response)
    keep_check(
        watch, Check(page=page, response=response, judgement=judgement, at=at, source="live")
    )


def _judged(watch: Watch, page_id: int, response: Response) -> Judgement:
    page = page_by_id(watch.archive, page_id)
    digest = answer_digest(watch, page, response)
    if digest is not None and digest == page.answer_sha256:
        return Judgement(answer_sha256=digest, is_known=True)
    judgement = judge_answer(response, page, watch.profile(page.origin))
    return replace(judgement, answer_sha256=mark_of(page, response, judgement.cut, digest))


def _measure_million(watch: Watch) -> None:
    archive = watch.archive
    with archive.writing() as conn:
        conn.execute(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO pages (id, site_id, url, key, state_since, added_at, added_by)"
            " SELECT 100 + i, 1, 'https://bench.example/' || i, '//bench.example/' || i, ?, ?, 'command'"
            " FROM n",
            (_PAGES - 1, utc_text(_START), utc_text(_START)),
        )
    paged = _used(archive)
    began = time.process_time()
    with archive.writing() as conn:
        conn.execute(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
            " INSERT INTO fetches (page_id, observed_at, source, outcome, status, elapsed_ms,"
            "   version_id, how) SELECT 100 + i % :pages,"
            "   strftime('%Y-%m-%dT%H:%M:%SZ', 1767225600 + 86 * i + abs(random()) % 50, 'unixepoch'),"
            "   'live', 'not_modified', 304, 120 + abs(random()) % 400, 1, '304' FROM n",
            {"last": _MILLION - 1, "pages": _PAGES},
        )
    grown = _used(archive) - paged
    shown.line("a million unchanged checks in the file", f"{grown / 1e6:,.0f} MB", "stated")
    shown.line("  written in CPU seconds", f"{time.process_time() - began:.0f}")
    _measure_folding(watch)


def _measure_folding(watch: Watch) -> None:
    """Fold the first pages of the million, and say what all of it would come to."""
    began = time.process_time()
    folded = 0
    for number, checks in enumerate(_folding(watch), start=1):
        folded += checks
        if number == _FOLDED_PAGES:
            break
    spent = time.process_time() - began
    packed = watch.archive.number("SELECT sum(length(packed) + length(alike) + 150) FROM folds")
    shown.line("the same million, folded", f"{packed / folded:,.1f} MB", "<= 1/10 of it")
    shown.line("  CPU milliseconds for a page of a thousand", f"{1e3 * spent / _FOLDED_PAGES:.0f}")


def _folding(watch: Watch) -> Iterator[int]:
    folded = fold_checks(watch, before=_NEVER, fewest=_MILLION // _PAGES // 2)
    yield from filter(None, folded)


def _used(archive: Archive) -> int:
    """The bytes that hold something."""
    pages = archive.number("PRAGMA page_count") - archive.number("PRAGMA freelist_count")
    return pages * archive.number("PRAGMA page_size")


def main() -> None:
    """Measure and print, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder))


if __name__ == "__main__":
    main()
