"""An archive, made by real checks of a real server, of nine days on which most things happened that
can happen to pages: a 304, an edit, a revert, a takedown and a return, redirects, documents, tokens.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from archive_watch.services.watch import Watch
from servers import Answer, PageServer, conditional
from services.asking import HOST, Hands, article, check, settings, watching

PAGES = tuple(f"http://{HOST}/{name}" for name in ("a/", "b/", "moved/", "led/", "doc.pdf", "j"))
FIRST, SECOND = article("first optimistic words"), article("second pessimistic words")
CONTACT = "watch@harbour.example"
DAYS = (
    conditional(FIRST, etag='"1"'),
    conditional(FIRST, etag='"1"'),  # 304
    conditional(SECOND, etag='"2"'),
    Answer(body=SECOND),
    Answer(body=FIRST),
    Answer(status=404, body="gone"),
    Answer(status=404, body="gone"),
    Answer(status=503, body="busy"),
    Answer(body=FIRST, content_type="text/html; charset=windows-1252"),
)


def nine_days(folder: Path) -> Path:
    """The archive's file, in ``folder``."""
    asyncio.run(_watched(folder))
    return folder / "archive.db"


async def _watched(folder: Path) -> None:
    clock = Hands(moment=datetime(2025, 3, 1, 12, tzinfo=UTC))
    with PageServer() as server:
        given = settings(server.connect_to(HOST), fetch={"contact": CONTACT})
        with watching(folder, given, clock) as watch:
            for number in range(len(DAYS)):
                await _day(watch, server, clock, number)
                clock.move(days=1)


async def _day(watch: Watch, server: PageServer, clock: Hands, number: int) -> None:
    nonce = f"<script nonce='{number * 7919:08x}'></script>"
    server.routes |= {
        "/a/": DAYS[number],
        "/b/": Answer(body=nonce + article("Words beside a nonce.")),
        "/moved/": Answer(status=301, headers=(("Location", "/there/"),)),
        "/led/": Answer(status=302, headers=(("Location", "/here/"),)),
        "/there/": Answer(body=article("Words that have moved.")),
        "/here/": Answer(body=article("Words that stand elsewhere today.")),
        "/doc.pdf": Answer(body=b"%PDF-1.4" + bytes([number // 4]), content_type="application/pdf"),
        "/j": Answer(body=b'{"a": 1}', content_type="application/json"),
    }
    await check(watch, *PAGES, timer=clock.timer())
