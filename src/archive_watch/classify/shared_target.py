"""Does a redirect lead to the page, or to one place for whatever is asked?

A site that gives pages up sends all of them to one address: a notice, a search, a new front page.
That is told by three pages of a host that were led to one address which is none of their names.
One or two may be that address by another name; and so may any number that bear its name: the same
last word of the path, whatever stands before it, its ending or its capitals.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

SHARED_TARGET = "shared_target"
"""The reason of a check that was led to where three pages of its host were led."""

PAGES_LED = 3
_INDEX = frozenset({"index", "default", "home"})


def is_shared_target(target: str, led: Iterable[str]) -> bool:
    """Whether the addresses ``led`` to ``target`` are too many and too different to be its names."""
    return len({url for url in led if not _is_named_alike(url, target)}) >= PAGES_LED


def _is_named_alike(url: str, target: str) -> bool:
    return _name_of(url) == _name_of(target)


def _name_of(url: str) -> tuple[str, str]:
    """The last word of the path without its ending, and the query, in small letters."""
    parts = urlsplit(url)
    words = [word.rpartition(".")[0] or word for word in unquote(parts.path).lower().split("/")]
    names = [word for word in words if word and word not in _INDEX]
    return (names[-1] if names else ""), parts.query.lower()
