"""A profile without the selectors that a page cannot match, for links: of a page that is linked to
only its kind is wanted, and looking for what is not there is most of the work.

A selector is left out only where a name that it needs (of a tag, a class, an id, an attribute)
stands nowhere in the markup, so that what a page is does not depend on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from archive_watch.model.site import SiteProfile

_NAME = re.compile(r"[a-z0-9_-]{2,}")
_ONLY_NAMES = bytes(
    ord(sign) if (sign := chr(code).lower()).isascii() and (sign.isalnum() or sign in "_-") else 32
    for code in range(256)
)  # in small letters, and a space for what is in no name
_MORE_THAN_NAMES = re.compile(r"[:\\]")  # :not() needs what is not there; an escape hides a name
_OF_THE_KIND = ("roots", "listing_roots", "not_found", "drop", "related")
_MOST_KEPT = 500
_Names = tuple[tuple[str, bytes, str], ...]
_READ_ONLY = ("title", "doctype", "byline", "speaker", "role", "audience", "place", "date", "tags")


class SlimProfiles:
    """The slim profiles of one run; pages of one make have the same."""

    def __init__(self) -> None:
        self._slim: dict[tuple[str, frozenset[str]], SiteProfile] = {}
        self._names: dict[str, _Names] = {}

    def of(self, profile: SiteProfile, host: str, markup: bytes) -> SiteProfile:
        """``profile``, which is that of ``host``, as far as it can find anything in ``markup``."""
        if host not in self._names:
            self._names[host] = _names_of(tuple(_selectors(profile)))
        present = _present(self._names[host], markup)
        if (host, present) not in self._slim:
            if len(self._slim) >= _MOST_KEPT:
                self._slim.clear()
            self._slim[host, present] = slim_profile(profile, present)
        return self._slim[host, present]


@cache
def _names_of(selectors: Sequence[str]) -> _Names:
    """The names that ``selectors`` need, the short ones first, each with the longest other that
    stands in it."""
    needed = {name for one in selectors for need in _needed(one) for name in need}
    names = sorted(sorted(needed), key=len)
    return tuple(
        (name, name.encode(), next((short for short in names[:at][::-1] if short in name), ""))
        for at, name in enumerate(names)
    )


def _present(names: _Names, markup: bytes) -> frozenset[str]:
    """Those of ``names`` that stand in ``markup``: no name does without the name within it.

    Each of its words is looked at once, for most stand there many times.
    """
    words = b" ".join(set(markup.translate(_ONLY_NAMES).split()))
    found = {""}
    for name, raw, within in names:
        if within in found and raw in words:
            found.add(name)
    found.remove("")
    return frozenset(found)


def slim_profile(profile: SiteProfile, present: frozenset[str]) -> SiteProfile:
    """``profile`` for pages whose markup has of all names that it needs only the ``present`` ones.

    Of a host without a profile of its own the fields are not looked for either: they are read, and
    no sign of what a page is.
    """
    able: dict[str, Any] = {name: _able(getattr(profile, name), present) for name in _OF_THE_KIND}
    unread: dict[str, Any] = dict.fromkeys(_READ_ONLY, ()) if profile.fallback else {}
    return replace(profile, **able, **unread)


def _selectors(profile: SiteProfile) -> list[str]:
    return [selector for name in _OF_THE_KIND for selector in getattr(profile, name)]


def _able(selectors: Sequence[str], present: frozenset[str]) -> tuple[str, ...]:
    return tuple(one for one in selectors if any(need <= present for need in _needed(one)))


@cache
def _needed(selector: str) -> tuple[frozenset[str], ...]:
    """The names that each alternative of a selector needs; none where that cannot be told."""
    if _MORE_THAN_NAMES.search(selector):
        return (frozenset(),)
    return tuple(frozenset(_NAME.findall(one.lower())) for one in selector.split(","))
