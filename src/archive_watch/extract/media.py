"""Whether a body is a page with words, or a document that is kept as bytes."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"ID3",
    b"RIFF",
    b"\xd0\xcf\x11\xe0",
)
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_PAGE_BEGINS = (b"<!doctype html", b"<html", b"<head", b"<body")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # https://mimesniff.spec.whatwg.org
_HEAD_BYTES = 1024


class Media(StrEnum):
    """What a body is."""

    PAGE = "page"
    PLAIN_TEXT = "plain text"
    DOCUMENT = "document"


def media_of(body: bytes, content_type: str | None) -> Media:
    """What ``body`` is, by its first bytes and then by its declared type."""
    declared = (content_type or "").partition(";")[0].strip().lower()
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
