"""An archive of pages as nobody wants them: hostile, from right to left, without end, never read."""

from __future__ import annotations

from pathlib import Path

from archive_watch.services.add_pages import add_pages
from archive_watch.services.proving.retract_version import retract_version
from servers import Answer, PageServer
from services.asking import HOST, Hands, check, settings, watching

HOSTILE = f"http://{HOST}/hostile/"
ARABIC = f"http://{HOST}/arabic/"
LONG = f"http://{HOST}/long/"
UNREAD = f"http://{HOST}/unread/"
RICH = f"http://{HOST}/rich/"
ASIDE = f"http://{HOST}/aside/"
EDITED = f"http://{HOST}/edited/"
BAD = "<img src=x onerror=alert(1)>\u202e&amp;\"'{{ 7*7 }}"


def _page(title: str, words: str, *, language: str = "en") -> Answer:
    return Answer(
        body=f"<html lang='{language}'><head><title>{title}</title></head><body><main>"
        f"<h1>{title}</h1>{words}</main></body></html>".encode()
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _paragraphs(many: int) -> str:
    return "".join(
        f"<p>{'QUESTION' if n % 2 else 'MR. VANCE'}: Answer {n} of many, and the words go on"
        f" and on about the harbour and its ropes, {'again ' * 12}.</p>"
        for n in range(many)
    )


_RICH = (
    "<h2>Ropes</h2><ul><li>hemp<ul><li>old hemp</li></ul></li><li>wire</li></ul>"
    "<table><tr><th>Year</th><th>Ropes</th></tr><tr><td>1999</td><td>40</td></tr></table>"
    "<blockquote>So be it.</blockquote><p>The name of [REDACTED] stands. (Laughter.)</p>"
    f"<p>See <a href='/{'x' * 300}'>{'w' * 200}</a>.</p>"
)


async def watched(folder: Path) -> Path:
    """The archive in ``folder``, watched with the real program on loopback."""
    clock = Hands()
    bad = _escaped(BAD)
    with PageServer() as server:
        routes = server.routes
        routes["/hostile/"] = _page(bad, f"<p>MR. {bad}: {bad}</p><p>QUESTION: {bad}</p>")
        routes["/arabic/"] = _page(
            "مؤتمر صحفي", "<p>الوزير: الميناء مفتوح اليوم.</p>", language="ar"
        )
        routes["/long/"] = _page("w" * 400, _paragraphs(1_000))
        routes["/rich/"] = _page("Ropes &amp; Wires", _RICH)
        with watching(folder, settings(server.connect_to(HOST)), clock) as watch:
            await check(watch, HOSTILE, ARABIC, LONG, RICH)
            for number in range(30):
                routes["/edited/"] = _page("Edited", f"<p>The harbour has {number} ropes.</p>")
                await check(watch, EDITED)
                clock.move(hours=12)
            for words in ("The harbour is open.", "The harbour is for sale."):
                routes["/aside/"] = _page("Aside", f"<p>{words}</p>")
                (seen,) = await check(watch, ASIDE)
            poisoned = watch.archive.number(
                "SELECT v.id FROM versions v JOIN pages p ON p.id = v.page_id"
                " WHERE p.url = ? AND v.number = ?",
                (ASIDE, seen.version),
            )
            retract_version(watch, poisoned, reason="a prank, served for a minute")
            add_pages(watch, [UNREAD])
    return folder / "archive.db"
