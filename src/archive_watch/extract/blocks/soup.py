"""Markup as BeautifulSoup reads it.

Its own ``html.parser`` spends more on finding tags than BeautifulSoup on the tree.  A slice is
written by lexbor, so its tags are found by one pattern and handed to BeautifulSoup by its interface
for tree builders, without what no reader asks for: attributes but the addresses of links, and what
stands in elements that say nothing.  Any other markup goes through ``html.parser``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from bs4.element import Tag

from archive_watch.extract.blocks.serialised import TAG, VOID, href_in, unescaped
from archive_watch.extract.blocks.walk import PREFORMATTED, SILENT, TELLING

# BeautifulSoup keeps every void element that does not close itself in a list, and searches that
# list at every end tag: 20,000 <br> took half a minute.  lexbor escapes the > in attributes.
_VOID = re.compile(
    r"<((?:area|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b[^>]*)>"
)
_CELL = re.compile(r"<t[dh][ >]")
_PARTING = "\0"  # stands in no markup that lexbor writes


def soup_of(markup: str) -> BeautifulSoup:
    """Any markup, read by ``html.parser``."""
    closed = _VOID.sub(r"<\1/>", markup)
    return BeautifulSoup(
        closed,
        "html.parser",
        multi_valued_attributes=None,
        preserve_whitespace_tags=PREFORMATTED,
    )


def soups_of(stretches: Sequence[str]) -> list[Tag]:
    """Each of the stretches of serialised markup in an element of its own, all in one soup.

    What ends in a stretch without having begun there says nothing; what does not end ends with it.
    """
    if not stretches:
        return []
    builder = _Builder(multi_valued_attributes={}, preserve_whitespace_tags=set(PREFORMATTED))
    soup = BeautifulSoup(_PARTING.join(stretches), builder=builder)
    return [child for child in soup.contents if isinstance(child, Tag)]


class _Builder(HTMLTreeBuilder):
    """Tells BeautifulSoup of the tags and texts of stretches."""

    def feed(self, markup: object) -> None:
        """Called by BeautifulSoup with the markup that it was given."""
        assert self.soup is not None
        for stretch in str(markup).split(_PARTING):
            self.soup.handle_starttag("stretch", None, None, {})
            _tell(self.soup, stretch)
            self.soup.handle_endtag("stretch")


def _tell(soup: BeautifulSoup, markup: str) -> None:
    """Tell ``soup`` of the tags and texts of one stretch."""
    telling = _Telling(soup, tells_all=_CELL.search(markup) is not None)
    at = 0
    for tag in TAG.finditer(markup):
        if at < tag.start() and not telling.silent:
            soup.handle_data(unescaped(markup[at : tag.start()]))
        at = tag.end()
        closing, name, attributes = tag.groups()
        if closing:
            telling.end(name)
        else:
            telling.start(name, attributes)
    if at < len(markup) and not telling.silent:
        soup.handle_data(unescaped(markup[at:]))
    telling.end_all()


class _Telling:
    """What of a stretch was told: the elements that are open, and how many from a silent one on.

    An element that says nothing of its words is not told; but ``tells_all`` in a row, where it
    counts what a cell holds.
    """

    def __init__(self, soup: BeautifulSoup, *, tells_all: bool) -> None:
        self.silent = 0
        self._soup, self._tells_all = soup, tells_all
        self._opened: list[str] = []

    def start(self, name: str, attributes: str) -> None:
        """An element begins."""
        if not self.silent and (self._tells_all or name in TELLING):
            href = href_in(attributes) if name == "a" else None
            self._soup.handle_starttag(name, None, None, {} if href is None else {"href": href})
            if name in VOID:
                self._soup.handle_endtag(name)
        if name not in VOID:
            self._opened.append(name)
            self.silent += self.silent > 0 or name in SILENT

    def end(self, name: str) -> None:
        """An element ends; one that began before the stretch says nothing."""
        if not self._opened or self._opened[-1] != name:
            return
        self._opened.pop()
        self.silent = max(0, self.silent - 1)
        if not self.silent and (self._tells_all or name in TELLING):
            self._soup.handle_endtag(name)

    def end_all(self) -> None:
        """Whatever is open ends."""
        while self._opened:
            self.end(self._opened[-1])
