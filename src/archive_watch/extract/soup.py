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

from archive_watch.extract.serialised import TAG, VOID, href_in, unescaped
from archive_watch.extract.walk import SILENT

# BeautifulSoup keeps every void element that does not close itself in a list, and searches that
# list at every end tag: 20,000 <br> took half a minute.  lexbor escapes the > in attributes.
_VOID = re.compile(
    r"<((?:area|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b[^>]*)>"
)
_PARTING = "\0"  # stands in no markup that lexbor writes


def soup_of(markup: str) -> BeautifulSoup:
    """Any markup, read by ``html.parser``."""
    closed = _VOID.sub(r"<\1/>", markup)
    return BeautifulSoup(closed, "html.parser", multi_valued_attributes=None)


def soups_of(stretches: Sequence[str]) -> list[Tag]:
    """Each of the stretches of serialised markup in an element of its own, all in one soup.

    What ends in a stretch without having begun there only parts texts; what does not end ends with it.
    """
    if not stretches:
        return []
    builder = _Builder(multi_valued_attributes={})
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
    opened: list[str] = []
    at = silent = 0  # silent: how many are open from the first that says nothing on
    for tag in TAG.finditer(markup):
        if at < tag.start() and not silent:
            soup.handle_data(unescaped(markup[at : tag.start()]))
        at = tag.end()
        closing, name, attributes = tag.groups()
        if closing:
            if opened and opened[-1] == name:
                opened.pop()
                silent = max(0, silent - 1)
                if not silent:
                    soup.handle_endtag(name)
            elif not silent:
                soup.endData()  # a text ends at any tag
            continue
        if not silent:
            href = href_in(attributes) if name == "a" else None
            soup.handle_starttag(name, None, None, {} if href is None else {"href": href})
        if name not in VOID:
            opened.append(name)
            silent += silent > 0 or name in SILENT
        elif not silent:
            soup.handle_endtag(name)
    if at < len(markup):
        soup.handle_data(unescaped(markup[at:]))
    for name in reversed(opened):
        soup.handle_endtag(name)
