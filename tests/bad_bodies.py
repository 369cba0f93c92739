"""Bodies that no reader should trust, each with what must come of it.

``BAD`` maps a name to a
``Bad``: the bytes, how they are declared, and the outcome and reason that a check documents.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

GOOD = (
    "<!DOCTYPE html><html><head><title>Ferry times</title></head><body><main><h1>Ferry times</h1>"
    "<p>The ferry leaves at nine, and again at noon: {words}</p>"
    '<p>Ask at <a href="/office/">the office</a>.</p></main></body></html>'
)
_LONG = "The harbour office keeps the list. " * 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A body and how it is declared; the outcome and reason of its first check.

    ``imports``: a WARC file can hold it, with the same outcome.  ``says`` are words that the stored
    text must hold, where it is read.
    """

    body: bytes
    outcome: str
    reason: str | None = None
    content_type: str = "text/html; charset=utf-8"
    coding: str | None = None
    imports: bool = True
    says: str | None = None


def page(words: str) -> str:
    """A good page that says ``words`` too."""
    return GOOD.format(words=words)


def _read(body: bytes | str, says: str, content_type: str = "text/html; charset=utf-8") -> Bad:
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    return Bad(body=raw, outcome="new", says=says, content_type=content_type)


def _review(body: str) -> Bad:
    return Bad(body=body.encode(), outcome="needs_review", reason="over_budget")


def _half(body: bytes | str) -> Bad:
    raw = body.encode() if isinstance(body, str) else body
    return Bad(body=raw, outcome="needs_review", reason="half_page")


def _mistaken(body: bytes) -> Bad:
    return Bad(body=body, outcome="needs_review", reason="not_a_page")


def _zip() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("page.html", page("packed"))
    return packed.getvalue()


_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8

CHARACTERS: dict[str, Bad] = {
    "undecodable": _read(page("caf\xe9 \xff\xfe").encode("latin-1"), "The ferry leaves at nine"),
    "surrogates-in-bytes": _read(page("a\ud800b\udfffc"), "The ferry leaves at nine"),
    "surrogates-in-entities": _read(page("a&#xD800;b&#57343;c"), "The ferry leaves at nine"),
    "surrogate-in-link": _read(
        page('<a href="/x\ud800y">one</a> <a href="/&#xD800;">two</a>'), "one two"
    ),
    "nuls": _read(page("a\0b&#0;c"), "The ferry leaves at nine"),
    "only-nuls-in-words": _read(page("\0" * 5_000), "The ferry leaves at nine"),
    "utf-16-with-mark": _read(b"\xff\xfe" + page("“wide”").encode("utf-16-le"), "“wide”"),
    "utf-16-big-with-mark": _read(b"\xfe\xff" + page("“wide”").encode("utf-16-be"), "“wide”"),
    "utf-16-without-mark": _read(page("“wide”").encode("utf-16-le"), "“wide”"),
    "utf-16-odd-byte": _read(b"\xff\xfe" + page("“wide”").encode("utf-16-le") + b"\x0a", "“wide”"),
    "utf-7-is-not-believed": _read(
        page("+ADw-script+AD4-"), "+ADw-script+AD4-", "text/html; charset=utf-7"
    ),
    "charset-of-a-codec": _read(page("plain"), "plain", "text/html; charset=zip"),
    "controls": _read(page("a\x01\x02\x1bb\x7f\x85c\u202ed"), "The ferry leaves at nine"),
}

SIZES: dict[str, Bad] = {
    "twenty-megabytes": _review(page("word " * (20 * 1024 * 1024 // 5 - 100))),
    "above-the-cap": Bad(
        body=page("word " * (21 * 1024 * 1024 // 5)).encode(),
        outcome="rejected",
        reason="too_large",
        imports=False,
    ),
    "nested-tags": _review(page("<div>" * 100_000)),
    "nested-tables": _review(page("<table><tr><td>" * 60_000)),
    "many-links": _review(page('<a href="/there/">there</a> ' * 100_000)),
    "one-long-line": _review(page("word " * (10 * 1024 * 1024 // 5))),
    "many-attributes": _review(
        page("<b " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</b>")
    ),
    "many-less-thans": _review(page("<" * 1_000_000)),
    "unclosed-formatting": _review(
        page("".join(f"<p><b class=c{n}>" for n in range(2_000)) + "<p>x" * 2_000)
    ),
    "dear-but-read": _read(
        page("</p>" + "<p><a href='/a/'>there</a> and back</p>" * 3_000), "there and back"
    ),
    "svg-hides-tags": _review(page("<svg><style>" + "<div>" * 60_000)),
}

HALVES: dict[str, Bad] = {
    "cut-in-a-tag": _half(page(_LONG).partition("</p>")[0] + "<a hre"),
    "cut-in-an-entity": _half(page(_LONG).partition("</p>")[0] + "&am"),
    "cut-in-a-comment": _half(page(_LONG).partition("</p>")[0] + "<!-- the rest"),
    "cut-in-a-character": _half(page(_LONG).partition("</p>")[0].encode() + b"\xe2\x80"),
    "cut-in-the-head": _half(page(_LONG).partition("</title>")[0]),
    "cut-in-gzip": Bad(
        body=gzip.compress(page(_LONG).encode(), mtime=0)[:-40],
        coding="gzip",
        imports=False,
        outcome="network_error",
        reason="truncated",
    ),
    "no-gzip-at-all": Bad(
        body=page(_LONG).encode(),
        coding="gzip",
        imports=False,
        outcome="network_error",
        reason="truncated",
    ),
    "damaged-deflate": Bad(
        body=zlib.compress(page(_LONG).encode())[:20] + b"\xff" * 40,
        coding="deflate",
        imports=False,
        outcome="network_error",
        reason="truncated",
    ),
}

FOREIGN: dict[str, Bad] = {
    "image-as-html": _mistaken(_PNG),
    "pdf-as-html": Bad(body=b"%PDF-1.7\n" + bytes(range(256)), outcome="new"),
    "zip-as-html": Bad(body=_zip(), outcome="new"),
    "json-as-html": _mistaken(b'{"error": "no", "items": [1, 2, 3]}'),
    "html-as-image": Bad(  # a crawl holds images to draw its pages with: they are left alone
        body=page("drawn").encode(),
        content_type="image/png",
        outcome="new",
        says="drawn",
        imports=False,
    ),
    "jpeg-as-html": _mistaken(b"\xff\xd8\xff\xe0" + bytes(range(256))),
    "gzip-twice": _mistaken(gzip.compress(page("packed").encode(), mtime=0)),
    "html-as-octets": _read(page("octets"), "octets", "application/octet-stream"),
    "html-as-nothing": _read(page("untold"), "untold", ""),
}

EMPTIES: dict[str, Bad] = {
    "empty": Bad(body=b"", outcome="soft_missing", reason="empty"),
    "white-space": Bad(body=b" \r\n\t\x0c" * 500, outcome="soft_missing", reason="empty"),
    "a-mark-alone": Bad(body=b"\xef\xbb\xbf", outcome="soft_missing", reason="empty"),
    "a-comment": Bad(body=b"<!-- nothing here -->", outcome="soft_missing", reason="empty"),
    "a-frameset": Bad(
        body=b'<html><head><title>Frames</title></head><frameset cols="20%,80%">'
        b'<frame src="a.html"><frame src="b.html"></frameset></html>',
        outcome="needs_review",
        reason="no_selector_matched",
    ),
    "an-empty-frame": Bad(
        body=b"<html><body><main></main></body></html>", outcome="soft_missing", reason="empty"
    ),
}

BAD = {**CHARACTERS, **SIZES, **HALVES, **FOREIGN, **EMPTIES}
