"""What an answer can be; by itself, for profiles name kinds too and need no parser for it."""

from __future__ import annotations

from enum import StrEnum


class PageKind(StrEnum):
    """What an answer is, before its words are read."""

    CONTENT = "content"
    LISTING = "listing"
    NOT_FOUND = "not_found"
    MOVED_NOTICE = "moved_notice"
    BLOCKED = "blocked"
    OUTAGE = "outage"
    EMPTY = "empty"
    NEEDS_REVIEW = "needs_review"
    DOCUMENT = "document"
