"""Whether a body is a page with words, or a document that is kept as bytes."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum
from urllib.parse import urlsplit

_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # those are watched at any address
_NEVER_PAGES = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a RIFF image or recording",
    b"ID3": "a recording",
    b"\x1f\x8b\x08": "a gzip file",
}
_MAGIC = (*_DOCUMENTS, *_NEVER_PAGES)
_JSON_BEGINS = re.compile(rb"[\s\xef\xbb\xbf]*(?:\{\s*[\"}]|\[\s*[\[{\"])")
_JSON_ENDS = (b"}", b"]")
_TAIL_BYTES = 64
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_PAGE_BEGINS = (b"<!doctype html", b"<html", b"<head", b"<body")
_PAGE_SUFFIXES = frozenset(
    {"", "html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "cfm", "jsp", "do", "cgi"}
)
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # https://mimesniff.spec.whatwg.org
_HEAD_BYTES = 1024


class Media(StrEnum):
    """What a body is."""

    PAGE = "page"
    PLAIN_TEXT = "plain text"
    DOCUMENT = "document"


def mistaken_for_page(body: bytes, content_type: str | None, url: str) -> str | None:
    """What a body is that is declared to be a page and is none; None for all others.

    A picture at an address that names one (``/map.png``) is taken for what it is, and a document
    everywhere: many servers declare every file to be a page.
    """
    declared = _declared(content_type)
    if declared not in _PAGE_TYPES:
        return None
    if _JSON_BEGINS.match(body) and body[-_TAIL_BYTES:].rstrip().endswith(_JSON_ENDS):
        return f"declared {declared}, and its body is JSON"
    if _suffix(url) not in _PAGE_SUFFIXES:
        return None
    head = body[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    name = next((name for magic, name in _NEVER_PAGES.items() if head.startswith(magic)), None)
    return None if name is None else f"declared {declared}, and its bytes are {name}"


def _suffix(url: str) -> str:
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    return name.rpartition(".")[2].lower() if "." in name else ""


def _declared(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def media_of(body: bytes, content_type: str | None) -> Media:
    """What ``body`` is, by its first bytes and then by its declared type."""
    declared = _declared(content_type)
    head = body[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_WIDE_MARKS) or head.startswith((b"<\x00", b"\x00<")):
        head = head.replace(b"\x00", b"").lstrip(b"\xff\xfe \t\r\n")  # UTF-16
    if head.startswith(_MAGIC):
        return Media.DOCUMENT
    if declared in _PAGE_TYPES:
        return Media.PAGE
    if head.lower().startswith(_PAGE_BEGINS):
        return Media.PAGE
    if declared not in {"", "text/plain", "application/octet-stream"} or _NO_TEXT.search(head):
        return Media.DOCUMENT
    if declared == "text/plain":
        return Media.PLAIN_TEXT
    return Media.PAGE if b"<" in head else Media.PLAIN_TEXT
