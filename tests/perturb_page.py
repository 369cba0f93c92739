"""A page's markup as text to be cut into, and where in it the words are.

Nothing is parsed: the broken nesting of real pages stays as it is.  Every byte is one character
(ISO-8859-1 both ways), so what is not touched comes back as it was; what is put in is ASCII.
"""

from __future__ import annotations

import random
import re
import zlib
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

_CONTENT = re.compile(
    r'<div[^>]*\bid="report_content"[^>]*>|<div[^>]*\bid="centerblock"[^>]*>|<span id="content">'
    r'|<div class="entry-content[^"]*">|<blockquote>',
    re.IGNORECASE,
)
_NAMED_FIRST = ('id="report_content"', 'id="centerblock"', 'id="content">', "entry-content")
_HEAD = re.compile(
    r"<blockquote>\s*<table>.*?</table>|<span id=\"content\">\s*<h2>.*?</h2>\s*<p>.*?</p>",
    re.IGNORECASE | re.DOTALL,
)
_END = re.compile(
    r'<div class="report__tags|<div[^>]*class="[^"]*\brelated-tags\b|</article>|<aside\b|</main>'
    r"|<!-- CENTERBLOCK END|<p>\d{4}/\d+</p>|<font size=\"1\">\[end of|</blockquote>",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"<!--.*?-->|<(script|style|noscript|template|select|svg)\b.*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_TEXT = re.compile(r">([^<>]*[A-Za-z0-9][^<>]*)<")
_PARAGRAPH = re.compile(
    r"<p\b[^>]*>((?:(?!</?(?:p|div|section|table|td|tr|ul|ol|li|h[1-6]|span|blockquote)\b)[\s\S])*)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_FEWEST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page's markup."""

    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Page:
    """The markup of a page, where its content is, and what in it nobody reads."""

    markup: str
    content: Part
    silent: tuple[Part, ...]
    is_utf_8: bool

    def draw(self, name: str) -> random.Random:
        """The chance of the edit ``name`` on this page: the same every time."""
        return random.Random(f"{name} {zlib.crc32(self.markup.encode('latin-1'))}")

    @cached_property
    def texts(self) -> list[Part]:
        """The stretches of text in the content."""
        found = _TEXT.finditer(self.markup, self.content.start, self.content.end)
        return [part for one in found if self.is_read(part := Part(*one.span(1)))]

    @cached_property
    def paragraphs(self) -> list[Part]:
        """The inner markup of the paragraphs of some length in the content."""
        found = _PARAGRAPH.finditer(self.markup, self.content.start, self.content.end)
        parts = [_stripped(self.markup, Part(*one.span(1))) for one in found]
        return [one for one in parts if self.is_read(one) and len(self.words(one)) >= _FEWEST_WORDS]

    def words(self, part: Part) -> list[str]:
        """The words of a stretch, its tags left out."""
        return _TAG.sub(" ", self.markup[part.start : part.end]).split()

    def is_read(self, part: Part) -> bool:
        """Whether no script, comment or list of options reaches into ``part``."""
        before = bisect_left(self.silent, part.end, key=lambda one: one.start)
        return before == 0 or self.silent[before - 1].end <= part.start

    def put(self, start: int, end: int, new: str) -> bytes:
        """The page with ``new`` in place of what stands between ``start`` and ``end``."""
        return (self.markup[:start] + new + self.markup[end:]).encode("latin-1")


@lru_cache(maxsize=4)
def page_of(body: bytes) -> Page | None:
    """``body`` as a page; None where nothing shows where its content is."""
    markup = body.decode("latin-1")
    starts = list(_CONTENT.finditer(markup))
    if not starts:
        return None
    chosen = min(starts, key=lambda one: (_rank(one[0]), one.start()))
    head = _HEAD.match(markup, chosen.start())
    start = head.end() if head else chosen.end()
    end = _END.search(markup, start)
    silent = tuple(Part(*one.span()) for one in _SILENT.finditer(markup))
    content = Part(start, end.start() if end else len(markup))
    return Page(markup=markup, content=content, silent=silent, is_utf_8=_is_utf_8(body))


def on_page(change: Callable[[Page], bytes | None]) -> Callable[[bytes], bytes | None]:
    """A change of a page as one of its bytes; None where it does not apply or changes nothing."""

    def changed(body: bytes) -> bytes | None:
        page = page_of(body)
        new = None if page is None else change(page)
        return None if new == body else new

    return changed


def _stripped(markup: str, part: Part) -> Part:
    text = markup[part.start : part.end]
    left = len(text) - len(text.lstrip())
    return Part(part.start + left, part.start + max(left, len(text.rstrip())))


def _rank(tag: str) -> int:
    return next((at for at, name in enumerate(_NAMED_FIRST) if name in tag), len(_NAMED_FIRST))


def _is_utf_8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
