"""Which of the addresses that a source names belong to the watch.

A page or a document of the starting point's own hosts, inside what the operator includes and
outside what they exclude.  Pictures, styles, feeds, searches, log-ins, tags and print views are no
pages to watch; addresses that differ by the visitor, or that wind on for ever, are traps.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from archive_watch.errors import CallerError
from archive_watch.model.url import checked_url, host_of

_NO_PAGE_TYPES = frozenset(
    "jpg jpeg png gif webp svg ico bmp tif tiff avif heic mp3 mp4 m4a m4v m3u m3u8 mov avi wmv wma flv"
    " ogg ogv oga wav webm rm ram ra asf css js mjs map json xml xsl xsd rss rdf atom woff woff2 ttf eot"
    " zip gz tgz tar rar 7z bz2 exe dmg iso swf ics vcf".split()
)
_FURNITURE = re.compile(
    r"/(?:wp-json|wp-admin|wp-login\.php|wp-content/(?:themes|plugins|cache)|wp-includes|xmlrpc\.php"
    r"|cdn-cgi|feed|rss|tags?|search|login|logout|signin|register|cart|author|print|embed|amp|trackback"
    r"|comments/feed)(?:/|$)",
    re.IGNORECASE,
)
_NO_PAGE_KEYS = frozenset(
    {"s", "search", "replytocom", "print", "share", "feed", "rest_route", "preview"}
)
_SESSION_KEYS = frozenset(
    {"phpsessid", "jsessionid", "sid", "sessionid", "session_id", "aspsessionid"}
)
_SESSION_PATH = re.compile(r";jsessionid=", re.IGNORECASE)
_MOST_SEGMENTS = 24
_MOST_REPEATS = 3


class Beyond(StrEnum):
    """Why an address is out of scope."""

    OTHER_HOST = "another host"
    NOT_INCLUDED = "not included"
    EXCLUDED = "excluded"
    FILE_TYPE = "not a page or a document"
    FURNITURE = "a feed, tag, search, log-in or print address"
    SESSION = "of one visitor's session"
    TRAP = "winding on for ever"
    ROBOTS = "robots.txt asks not to read it"
    NO_ADDRESS = "not an address that can be watched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What belongs: ``hosts`` as ``host_of`` writes them; ``include`` and ``exclude`` patterns.

    A pattern is the beginning of a path (``/press/``) or of a whole address (``https://…``), with
    * and ? as wildcards.  Without ``include`` everything on the hosts belongs.
    """

    hosts: frozenset[str]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def beyond(self, url: str) -> Beyond | None:
        """Why ``url`` is out of scope; None where it belongs."""
        try:
            host = host_of(checked_url(url))
        except (CallerError, ValueError):
            return Beyond.NO_ADDRESS
        if host not in self.hosts:
            return Beyond.OTHER_HOST
        if self.include and not any(begins(url, pattern) for pattern in self.include):
            return Beyond.NOT_INCLUDED
        if any(begins(url, pattern) for pattern in self.exclude):
            return Beyond.EXCLUDED
        return _looks(url)


def begins(url: str, pattern: str) -> bool:
    """Whether ``url`` begins as ``pattern`` says; one that begins with / is about path and query."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    text = path if pattern.startswith(("/", "*")) else url
    return _compiled(pattern).match(text) is not None


def _compiled(pattern: str) -> re.Pattern[str]:
    """``pattern`` as an expression; a run of stars is one, so that matching stays cheap."""
    parts = re.split(r"(\*+|\?)", pattern)
    said = {"?": "."}
    return re.compile(
        "".join(".*" if part.startswith("*") else said.get(part, re.escape(part)) for part in parts)
    )


def _looks(url: str) -> Beyond | None:
    """What an address is by its looks alone."""
    parts = urlsplit(url)
    path = parts.path
    name, dot, ending = path.rpartition("/")[2].rpartition(".")
    if dot and name and ending.lower() in _NO_PAGE_TYPES:
        return Beyond.FILE_TYPE
    keys = {key.lower() for key, _ in parse_qsl(parts.query[:2_048], keep_blank_values=True)}
    if _SESSION_PATH.search(path) or keys & _SESSION_KEYS:
        return Beyond.SESSION
    if _FURNITURE.search(path) or keys & _NO_PAGE_KEYS:
        return Beyond.FURNITURE
    return Beyond.TRAP if _winds(path) else None


def _winds(path: str) -> bool:
    """Whether a path is one that grows by itself, as relative links on a broken server do."""
    segments = [segment for segment in path.split("/") if segment]
    if len(segments) > _MOST_SEGMENTS:
        return True
    counts = Counter(segment for segment in segments if not segment.isdigit())
    return any(count > _MOST_REPEATS for count in counts.values())
