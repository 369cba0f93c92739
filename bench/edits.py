"""Which of the real edits are found, and how often is there a false alarm?

A peer here is a watcher that compares what it takes for the words of the page: the bytes, the text
of the whole page, or what trafilatura takes for the article.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from trafilatura import extract

import shown
from known_answers import RELEASES, captures_in, imported, truth, watching, whole_text

_Seen = tuple[str, str]


def measure(folder: Path) -> None:
    """Print what each finds."""
    known = truth()
    edited = {(t["url"], t["at"]) for t in known if t["event"] not in {"first", "unchanged"}}
    quiet = {(t["url"], t["at"]) for t in known if t["event"] == "unchanged"}

    def tell(name: str, told: set[_Seen], target: str = "") -> None:
        found, false = len(told & edited), len(told & quiet)
        value = f"{found} of {len(edited)}, {false}"
        shown.line(f"{name}: found, false alarms in {len(quiet)}", value, target)

    tell("archive-watch", _changes(folder), f"{len(edited)} of {len(edited)}, 0")
    tell("bytes compared", _alarms(lambda body: body))
    tell("text of the whole page compared", _alarms(lambda body: whole_text(body).encode()))
    tell("trafilatura's text compared", _alarms(_article))


def _changes(folder: Path) -> set[_Seen]:
    with watching(folder, imported(folder, RELEASES, "edits.db")) as watch:
        rows = watch.archive.rows("SELECT url, observed_at FROM recent_changes")
    return {(row["url"], row["observed_at"]) for row in rows}


def _article(body: bytes) -> bytes:
    return (extract(body, include_comments=False) or "").encode()


def _alarms(said: Callable[[bytes], bytes]) -> set[_Seen]:
    """When a watcher that compares ``said`` of neighbouring captures would have called."""
    last: dict[str, bytes] = {}
    told = set()
    for capture in sorted(captures_in(RELEASES), key=lambda capture: capture.at):
        digest = sha256(said(capture.body)).digest()
        if last.setdefault(capture.url, digest) != digest:
            told.add((capture.url, capture.at))
        last[capture.url] = digest
    return told
