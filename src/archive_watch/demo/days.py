"""Three days in the life of the invented archive: what each address answers on each of them.

Between the days the banner of every page is reworded, and every answer of the newest eras carries
a nonce of its own: neither may ever be told as a change.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from archive_watch.demo.dress import content_type, dressed, template
from archive_watch.demo.pages import DemoPage, demo_pages

DAYS = ("2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z", "2026-03-05T09:00:00Z")
"""When the three rounds are made."""

_HTML = "text/html; charset=utf-8"
_BANNERS = (
    "This is a demonstration of an archive. It is not updated.",
    "You are viewing a DEMONSTRATION. Content is NOT UPDATED, and links may not function.",
)
_HISTORY = (
    b"<title>History of the Lights</title><main><h1>History of the Lights</h1>"
    b"<p>The first of the nine was lit in 1789, by two brothers and a borrowed match.</main>"
)
_INSTEAD = {"gone": (404, "missing"), "soft_missing": (200, "missing"), "block": (200, "block")}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAnswer:
    """What an address answers: status, body, content type, where a redirect leads."""

    status: int = 200
    body: bytes = b""
    content_type: str = _HTML
    location: str | None = None
    etag: str | None = None


def answer_on(day: int, key: str, nonce: str) -> DemoAnswer:
    """What the address ``key`` (host and path) answers on ``day`` (1, 2 or 3)."""
    page = _pages_on(day).get(key)
    if page is None:
        return _beside(day, key)
    event = _events_on(day).get(page.key, {})
    if "moved_to" in event and key == page.key:
        return DemoAnswer(status=301, location=event["moved_to"])
    if event.get("answer") == "error":
        return DemoAnswer(status=503, body=b"down for the day", content_type="text/plain")
    if "answer" in event:
        return _instead(event["answer"])
    return _page(_edited(page, event), _BANNERS[min(day, 2) - 1], nonce)


def _page(page: DemoPage, banner: str, nonce: str) -> DemoAnswer:
    body = dressed(page, banner=banner, nonce=nonce)
    etag = f'"{sha256(body).hexdigest()[:16]}"' if page.skin == "responsive" else None
    return DemoAnswer(body=body, content_type=content_type(page), etag=etag)


def _instead(name: str) -> DemoAnswer:
    status, skin = _INSTEAD[name]
    return DemoAnswer(status=status, body=template(skin).template.encode())


def _beside(day: int, key: str) -> DemoAnswer:
    """What is no page of the archive but is linked from one, or asked by every polite reader."""
    path = key[key.index("/") :]
    if path == "/robots.txt":
        return DemoAnswer(body=b"User-agent: *\nDisallow: /search/\n", content_type="text/plain")
    beside = {
        "cable.example/kestrel": DemoAnswer(body=b"<title>The Kestrel cable</title><p>Tides."),
        "fund.example/winter": DemoAnswer(status=301, location="/winter-crossings"),
        "fund.example/winter-crossings": DemoAnswer(body=b"<title>The fund</title><p>Give."),
        "fund.example/donate": DemoAnswer(body=b"<title>The fund</title><p>Give more."),
        "2001-2009.state.example/r/pa/prs/dues.htm": DemoAnswer(
            status=302, location="/p/eur/rls/fs/2007/80110.htm"
        ),
        "2017-2021.state.example/wp-content/uploads/2018/09/strait-map.pdf": DemoAnswer(
            body=b"%PDF-1.4\n% The map\n%%EOF\n", content_type="application/pdf"
        ),
    }
    # The history goes with its archive's reworking, and another archive still has it.
    keeps_it = "2021-2025" if day == 1 else "2017-2021"
    beside[f"{keeps_it}.state.example/history-of-the-lights/"] = DemoAnswer(body=_HISTORY)
    return beside.get(key) or _instead("gone")


@cache
def _pages_on(day: int) -> Mapping[str, DemoPage]:
    """The pages by every address that leads to one on that day."""
    pages = {page.key: page for page in demo_pages()}
    moved = {
        page.host + event["moved_to"]: page
        for page in pages.values()
        if "moved_to" in (event := _events_on(day).get(page.key, {}))
    }
    return pages | moved


@cache
def _events_on(day: int) -> Mapping[str, Mapping[str, Any]]:
    text = files(__package__).joinpath("days.toml").read_text(encoding="utf-8")
    events = tomllib.loads(text)["event"]
    return {event["page"]: event for event in events if day in event["days"]}


def _edited(page: DemoPage, event: Mapping[str, Any]) -> DemoPage:
    old, new = event.get("replace", ("", ""))
    title = event.get("retitle", page.title)
    if page.document:
        return replace(page, title=title.replace(old, new))
    edited = tuple(text.replace(old, new) if old else text for text in page.paragraphs)
    return replace(page, title=title, paragraphs=edited)
