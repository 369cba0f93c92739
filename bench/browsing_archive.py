"""A large invented archive to read in: ``python bench/browsing_archive.py [PAGES]`` (100,000).

The real schema with its triggers and search indexes; for 100,000 pages 110,000 versions, their turns
and paragraphs, some 400,000 checks, 40,000 changes, 60,000 links on 300,000 places, 500 incidents.
All of it is drawn from one seed but for the hour, since what is due is due by the clock.  It is made
once, in ``bench/out``, and again when it is a week old.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import shown
from archive_watch.services.indexing.index_past import index_past
from archive_watch.storage.database import open_archive
from browsing_changes import Changes
from browsing_links import Links
from browsing_pages import HEADER_SETS, Pages
from browsing_rows import Rows, ago, digest
from browsing_words import HOSTS, language

OUT = Path(__file__).parent / "out"
PAGES = 100_000
_SEED = 7
_CHUNK = 2_000
_OLDEST_DAYS = 7
_ASKED = '[["host", "large.example"], ["user-agent", "archive-watch/0 (+bench@large.example)"]]'
_ANSWERED = '[["content-type", "text/html"], ["date", null], ["server", "invented/{}"]]'
_INCIDENTS = (
    "blocked_host", "unreachable_host", "needs_review", "page_suspect", "edited_after_freeze",
    "page_withheld", "template_drift",
)  # fmt: skip


def large_archive(pages: int = PAGES) -> Path:
    """The archive of so many pages, made where there is none or only an old one."""
    path = OUT / f"browsing-{pages}.db"
    if path.exists() and time.time() - path.stat().st_mtime < _OLDEST_DAYS * 86_400:
        return path
    OUT.mkdir(exist_ok=True)
    made = path.with_suffix(".new")
    for file in made.parent.glob(f"{made.name}*"):
        file.unlink()
    make_archive(made, pages)
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    made.rename(path)
    for file in made.parent.glob(f"{made.name}*"):
        file.unlink()
    return path


def make_archive(path: Path, pages: int, **kept: int) -> None:
    """Fill a new archive at ``path``; ``kept``: how the language is drawn."""
    now = datetime.now(tz=UTC).replace(microsecond=0)
    draw, words = random.Random(_SEED), language(_SEED, **kept)
    links = Links(words, draw, count=max(60, pages * 6 // 10), hosts=HOSTS)
    changes = Changes(draw, now)
    with open_archive(path, create=True) as archive:
        archive.conn.execute("PRAGMA synchronous = OFF")
        rows = Rows()
        _ground(rows, now, pages)
        links.write(rows, now)
        rows.flush(archive)
        making = Pages(words, draw, now, links=links, changes=changes)
        for first in range(1, pages + 1, _CHUNK):
            for number in range(first, min(first + _CHUNK, pages + 1)):
                making.write(rows, number)
            rows.flush(archive)
        changes.of_templates(rows, len(HOSTS), 60)
        changes.count_pages(rows)
        _incidents(rows, draw, now, pages)
        rows.flush(archive)
        for _indexed in index_past(archive):
            pass
        archive.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _ground(rows: Rows, now: datetime, pages: int) -> None:
    for number, host in enumerate(HOSTS, start=1):
        rows.add("sites", id=number, host=host, added_at=ago(now, 800))
        rows.add("known_hosts", host=host, archive=host, is_live=int(host.startswith("www.")))
        rows.add(
            "discovery_sources", id=number, start=f"https://{host}/", url=f"https://{host}/sitemap.xml",
            kind="sitemap", first_asked_at=ago(now, 800), last_asked_at=ago(now, 1),
            last_read_at=ago(now, 1), named=pages // len(HOSTS), in_scope=pages // len(HOSTS),
        )  # fmt: skip
    rows.add("header_sets", id=1, sha256=digest("asked"), headers=_ASKED)
    for number in range(HEADER_SETS):
        headers = _ANSWERED.format(number)
        rows.add("header_sets", id=2 + number, sha256=digest(headers), headers=headers)
    for number in range(1, 3_001):
        at = now - timedelta(hours=6 * (3_001 - number))
        rows.add(
            "runs", id=number, trigger="schedule", kind=("fetch", "fetch", "links")[number % 3],
            started_at=ago(at, 0), finished_at=ago(at, -0.2), outcome="ok", checked=400 + number % 90,
            changed=number % 7, failed=number % 3, software="archive-watch 0",
        )  # fmt: skip


def _incidents(rows: Rows, draw: random.Random, now: datetime, pages: int) -> None:
    """Five hundred of them; one in eight is open."""
    for number in range(1, 501):
        kind = _INCIDENTS[number % len(_INCIDENTS)]
        of_host = kind.endswith("_host") or kind == "template_drift"
        opened = draw.uniform(0.1, 500)
        is_open = number % 8 == 0 and not of_host
        rows.add(
            "incidents", id=number, kind=kind, host=HOSTS[number % len(HOSTS)],
            page_id=None if of_host else min(number * 150, pages) if pages >= 75_000 else number % pages + 1,
            opened_at=ago(now, opened), last_seen_at=ago(now, opened * 0.1),
            closed_at=None if is_open else ago(now, opened * 0.1), occurrences=draw.randint(1, 40),
            detail="what was met there, with its evidence",
        )  # fmt: skip


def main(pages: int) -> None:
    """Make it and say what it took."""
    began = time.process_time()
    path = large_archive(pages)
    shown.line(
        f"{path.name}, made in CPU seconds",
        f"{time.process_time() - began:.0f}",
    )
    shown.line("  its size", f"{path.stat().st_size / 1e6:,.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
