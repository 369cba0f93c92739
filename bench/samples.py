"""Real pages and what is known of each: its words, and for the transcripts everything else.

The words of a page with known answers are its known paragraphs.  Of the others they are all that
stands in the element that holds the content, as a browser's parser nests it, without what the
profile takes out.  That the nesting is right is proved with html5lib in ``tests/real``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from archive_watch.extract.profile import profile_for
from archive_watch.model.site import SiteProfile
from known_answers import DATA, RELEASES, captures_in, gold, shipped_profiles

_SILENT = "script, style, noscript, template, #archivebanner"
_BLOCK = re.compile(
    r"</?(?:p|div|section|article|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote|br|hr"
    r"|center|form|pre|figure|figcaption)\b[^>]*>"
)
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_END = re.compile(r"<font[^>]*>\[end of")
_RELEASES = 60
_FURNITURE = (
    "official website", "safely connected", "Here's how you know", "Lessons of 1989",
    "Welcome to the new State.gov", "Cookie Settings", "Skip to content", "View report by",
    "ARCHIVED CONTENT", "permanent electronic archive", "In This Section", "Share this page",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One page; each ``share``-th perturbation is tried on it, all pages of a group in turn."""

    group: str
    url: str
    body: bytes
    words: tuple[str, ...]
    share: int = 1
    known: dict[str, Any] = field(default_factory=dict)
    unwanted: tuple[str, ...] = _FURNITURE

    @property
    def profile(self) -> SiteProfile:
        """The profile of the page's host."""
        return profile_for(self.url.split("/")[2], profiles())


@cache
def profiles() -> tuple[SiteProfile, ...]:
    """The profiles that ship."""
    return shipped_profiles()


def samples() -> list[Sample]:
    """Every page with known answers."""
    return [*_transcripts(), *_older_pages(), *_reports(), *_releases()]


def few(pages: list[Sample]) -> list[Sample]:
    """What the slow readers are measured on, and ours beside them: some of each group but the
    largest tables."""
    reports = [page for page in pages if page.group == "reports"]
    releases = [page for page in pages if page.group == "releases"]
    others = [page for page in pages if page.group == "transcripts"]
    older = [page for page in pages if page.url.startswith("https://1997-2001")][-2:]
    return [*others, *older, *reports[::18], *releases[::6]]


def _transcripts() -> Iterator[Sample]:
    for body, known in gold():
        yield Sample(
            group="transcripts",
            url=known["url"],
            body=body,
            words=tuple(" ".join(known["paragraphs"]).split()),
            known=known,
            unwanted=tuple(known["must_not_contain"]),
        )


def _older_pages() -> Iterator[Sample]:
    for file in sorted((DATA / "pages").glob("*/*.html")):
        host, body = file.parent.name, file.read_bytes()
        url = f"https://{host}/{file.name}"
        share = 2 if host.startswith("1997") else 12
        yield Sample(
            group="older pages",
            url=url,
            body=body,
            words=_words(body, url, "#centerblock", "body > blockquote"),
            share=share,
        )


def _reports() -> Iterator[Sample]:
    for capture in captures_in(DATA / "reports-sample.warc.gz"):
        words = _words(capture.body, capture.url, "#report_content")
        yield Sample(group="reports", url=capture.url, body=capture.body, words=words, share=8)


def _releases() -> Iterator[Sample]:
    first = {capture.url: capture for capture in captures_in(RELEASES)}
    captures = sorted(first.values(), key=lambda capture: capture.url)
    for capture in captures[:: len(captures) // _RELEASES][:_RELEASES]:
        words = _words(capture.body, capture.url, "article .entry-content")
        yield Sample(group="releases", url=capture.url, body=capture.body, words=words, share=4)


def _words(body: bytes, url: str, *roots: str) -> tuple[str, ...]:
    """All words of the first of ``roots`` that is there; head and tail of the oldest left out."""
    tree = LexborHTMLParser(body)
    found = (tree.css_first(root) for root in roots)
    root = next(node for node in found if node is not None)
    profile = profile_for(url.split("/")[2], profiles())
    for unwanted in (_SILENT, *profile.drop, *profile.related):
        for node in root.css(unwanted):
            node.decompose()
    if root.tag == "blockquote" and (head := root.css_first("table")) is not None:
        head.decompose()
    markup = _END.split(root.html or "")[0]
    return tuple(unescape(_MARKUP.sub("", _BLOCK.sub(" ", markup))).split())
