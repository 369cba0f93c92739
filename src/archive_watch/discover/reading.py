"""What an answer holds, told by its contents and not by its label: a sitemap, a feed, or neither.

A page in the place of a sitemap is a page: no address is taken from it here.
"""

from __future__ import annotations

import itertools
import re

from archive_watch.discover import feed, sitemap
from archive_watch.discover.entries import entries_of
from archive_watch.discover.source import MAX_BYTES, NoSource, Reading
from archive_watch.discover.unpack import Unpacked, begun, unpacked

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|title)\b", re.IGNORECASE)
_SOURCE_ROOT = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex|rss|rdf|feed)\b", re.IGNORECASE
)
_PROLOGUE = ((b"<?", b"?>"), (b"<!--", b"-->"))
_PROLOGUE_STARTS = (b"<?", b"<!--")
_HEAD_BYTES = 4_096
_CUT = "it is longer than what is read of one source (50 MB, or [fetch] max_bytes)"


def read_source(
    body: bytes, *, url: str, is_cut: bool = False, most_bytes: int = MAX_BYTES
) -> Reading | NoSource:
    """What ``body``, which answered at ``url``, says; packed or not.  Raises nothing.

    ``is_cut``: the answer was longer, and no more of it was taken.
    """
    opened = unpacked(body, most_bytes=most_bytes)
    if is_cut and opened.fault is None:
        opened = Unpacked(body=opened.body, fault=_CUT)
    text = _whole_lines(begun(opened.body), is_cut=opened.fault is not None)
    found = _read(text, url) if text else NoSource(why="it is empty")
    if isinstance(found, NoSource):
        why = f"{found.why}; {opened.fault}" if opened.fault else found.why
        return NoSource(why=why, is_page=found.is_page)
    if opened.fault is None:
        return found
    faults = (opened.fault, *(fault for fault in found.faults if fault != "it is cut short"))
    return Reading(
        kind=found.kind, named=found.named, further=found.further, next_page=found.next_page,
        faults=faults, is_whole=False,
    )  # fmt: skip


def _whole_lines(text: bytes, *, is_cut: bool) -> bytes:
    """``text`` without a line that the end cut in two; markup says itself where it was cut."""
    return text if not is_cut or text.startswith(b"<") else text[: text.rfind(b"\n") + 1]


def _read(text: bytes, url: str) -> Reading | NoSource:
    if _HTML.search(text[:_HEAD_BYTES]) and not _begins_as_source(text):
        return NoSource(why="it is a page, not a sitemap or a feed", is_page=True)
    if text.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _xml(text, url)
    plain = text.decode("utf-8", errors="replace")
    if plain.startswith("{"):
        return feed.json_feed_of(plain, url=url)
    return sitemap.text_sitemap_of(plain, url=url)


def _begins_as_source(text: bytes) -> bool:
    """Whether the first element is a source's: a feed's items may hold a page's markup."""
    return _SOURCE_ROOT.match(_after_prologue(text[:_HEAD_BYTES])) is not None


def _after_prologue(text: bytes) -> bytes:
    """``text`` from its first element on, without declarations and comments."""
    for opened, closed in itertools.cycle(_PROLOGUE):
        if not text.startswith(_PROLOGUE_STARTS):
            return text
        if text.startswith(opened):
            text = text.partition(closed)[2].lstrip()
    return text


def _xml(text: bytes, url: str) -> Reading | NoSource:
    found = entries_of(text)
    if found.root in sitemap.ROOTS:
        return sitemap.sitemap_of(found, url=url)
    if found.root in feed.ROOTS:
        return feed.feed_of(found, url=url)
    if found.root == "html":
        return NoSource(why="it is a page, not a sitemap or a feed", is_page=True)
    if found.root is None:
        return NoSource(why=found.fault or "it is no XML")
    return NoSource(why=f"it is XML, but <{found.root[:40]}> is neither a sitemap nor a feed")
