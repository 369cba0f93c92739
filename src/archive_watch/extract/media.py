"""Whether a body is a page with words, or a document that is kept as bytes."""

from __future__ import annotations

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
_PAGE_BEGINS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")
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
    if head.startswith(_MAGIC):
        return Media.DOCUMENT
    if declared in _PAGE_TYPES:
        return Media.PAGE
    if head.lower().startswith(_PAGE_BEGINS[:4]):
        return Media.PAGE
    if declared == "text/plain":
        return Media.PLAIN_TEXT
    if declared and declared != "application/octet-stream":
        return Media.DOCUMENT
    return Media.DOCUMENT if b"\x00" in head or b"<" not in head else Media.PAGE
