"""The text of a robots.txt before its rules are read: is it one at all, and what would it cost?

Promises linear time in the length of the text, whatever is in it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import unescape

_AGENT_LINE = re.compile(r"user[ -]?agent\b", re.IGNORECASE)
_SITE_WIDE_LINE = re.compile(r"site-?maps?\b|host\b", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*(?:html|head|body|title|script|!doctype)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"<(?P<element>title|h1)\b[^>]*>(?P<words>[^<]{1,200})</(?P=element)", re.IGNORECASE
)
_NOT_THERE = re.compile(
    r"(?:^|[|:»–—-] *)(?:(?:http )?(?:error )?404|(?:404 )?"
    r"(?:(?:the )?(?:requested )?(?:web ?)?(?:page|file|document|resource|url) )?"
    r"(?:was |is |could |can )?(?:not be |not )found)\b",
    re.IGNORECASE,
)
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_AGENT_FIELDS = frozenset({"user-agent", "useragent", "user agent"})
_DELAY_FIELDS = frozenset({"crawl-delay", "crawl delay"})
_FIELDS = _AGENT_FIELDS | _DELAY_FIELDS | {"allow", "disallow", "sitemap", "host", "request-rate"}


def decoded_text(body: bytes) -> str:
    """``body`` as text: UTF-8 by RFC 9309, UTF-16 where a byte order mark says so."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace")
    return body.decode("utf-8-sig", errors="replace")


def is_robots_text(text: str, content_type: str | None) -> bool:
    """Whether ``text`` may be read as rules: it has some, or says nothing, or is plain text."""
    lines = list(_lines(text))
    if not lines:
        return True
    if "\x00" in text or lines[0].startswith("<") or any(map(_MARKUP.search, lines)):
        return False
    return _is_plain(content_type) or any(name in _FIELDS for name, _ in _fields(text))


def is_page(text: str, content_type: str | None) -> bool:
    """Whether ``text`` is a page for people: HTML by its label or its looks, and not XML."""
    start = text.lstrip()[:4096].lower()
    if not start or start.startswith("<?xml"):
        return False
    return "html" in (content_type or "").lower() or _MARKUP.search(start) is not None


def says_not_there(text: str) -> bool:
    """Whether ``text`` is a page that says in its title or headline that there is no such file: a
    server that answers so with a good status has no rules, and is not shutting anyone out."""
    if not text.lstrip().startswith("<"):
        return False
    said = (" ".join(unescape(found["words"]).split()) for found in _NAMED.finditer(text[:65_536]))
    return any(map(_NOT_THERE.search, said))


def parsing_work(text: str) -> int:
    """How many times a line is handed to an agent, which is what parsing costs.

    Real files stay below 100,000; half a megabyte of agents and rules makes 500 million.
    """
    work, group, in_agents = 0, 0, False
    for line in _lines(text):
        if _AGENT_LINE.match(line):
            group, in_agents = (group + 1 if in_agents else 1), True
        elif ":" in line and not _SITE_WIDE_LINE.match(line):
            in_agents = False
        work += group
    return work


def leading_delay_seconds(text: str) -> float | None:
    """The crawl-delay that stands before the first user-agent line; None if none does."""
    for name, value in _fields(text):
        if name in _AGENT_FIELDS:
            return None
        if name in _DELAY_FIELDS:
            return float(value) if _SECONDS.fullmatch(value) else None
    return None


def _lines(text: str) -> Iterator[str]:
    """The lines that say something, without comments."""
    bare = (line.partition("#")[0].strip() for line in text.splitlines())
    return filter(None, bare)


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in _lines(text):
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _is_plain(content_type: str | None) -> bool:
    return content_type is None or content_type.lower().lstrip().startswith("text/plain")
