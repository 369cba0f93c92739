"""The words in which an explanation tells what became of a page, its blocks and its fields."""

from __future__ import annotations

from archive_watch.extract.heading.metadata import BY_HEAD, BY_SELECTORS, BY_TAIL
from archive_watch.extract.page import PageKind
from archive_watch.extract.words.taken import Why
from archive_watch.model.block import BlockKind, TextBlock

_IN_WORDS = frozenset({BY_HEAD, BY_SELECTORS, BY_TAIL})
FATES = {
    Why.KEPT: "the content",
    Why.OUTSIDE: "outside the content",
    Why.UNREAD: "not read",
    Why.SILENT: "what {} holds is no words",
    Why.DROPPED: "dropped by {}",
    Why.RELATED: "links of the site, not of the words, by {}",
    Why.KNOWN_FURNITURE: "furniture by its name: {}",
    Why.LEARNT: "learnt: {} says the same on other pages",
    Why.FURNITURE: "what archives say of themselves",
    Why.POPUP: "the whole site's pop-up",
    Why.TITLE_AGAIN: "the title again",
    Why.HEAD_LINE: "head line",
    Why.END_MARK: "end mark, by {}",
    Why.AFTER_THE_END: "after the end mark",
    Why.TAIL: "no words at the end, by {}",
    Why.WAY_ON: "only links: the way on",
}
PAGE_KINDS = {
    PageKind.CONTENT: "a page of words",
    PageKind.LISTING: "a list of other pages",
    PageKind.NOT_FOUND: "a page that says “not found”",
    PageKind.MOVED_NOTICE: "a notice that the page has moved",
    PageKind.BLOCKED: "a block page",
    PageKind.OUTAGE: "a site that says it is out of order",
    PageKind.EMPTY: "a page without words",
    PageKind.NEEDS_REVIEW: "a page that needs a person",
    PageKind.DOCUMENT: "a document, kept as bytes without text",
}


def found_by(by: str) -> str:
    """What found a field: words of ours, or a selector."""
    return by if set(by.split(", ")) <= _IN_WORDS else f"`{by}`"


def block_kind(read: TextBlock) -> str:
    """What a paragraph is, with the level of a heading and the depth of a nested item."""
    told = field_name(read.kind.value)
    return f"{told} {read.level}" if read.kind is BlockKind.HEADING or read.level > 1 else told


def field_name(field: str) -> str:
    """A field, or a kind, as a reader is told of it."""
    return "other facts" if field == "lines" else field.replace("_", " ")
