"""Visits: when a reader was here before, by what their own browser keeps and nobody else knows.

A visit is a sitting.  While it lasts, what happened since the one before stays told, however often
the first page is opened; half an hour without a look ends it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from archive_watch.model.clock import parse_utc

_NAME = "archive_watch_seen"
_APART = timedelta(minutes=30)
_NONE = "-"
_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_KEPT = re.compile(rf"({_MOMENT}|{_NONE})_({_MOMENT})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One sitting: when the one before it ended (None where none is known), and whether it is new.

    Times are UTC text.
    """

    before: str | None
    begins: bool

    def kept(self, now: str) -> str:
        """What the browser is to keep, the last look being ``now``."""
        return f"{self.before or _NONE}_{now}"


def visit_at(kept: str, now: str) -> Visit:
    """The visit that a look at ``now`` belongs to: moments of the past, whatever was kept."""
    before, last = _moments(kept, now)
    if last is None:
        return Visit(before=None, begins=True)
    if parse_utc(now) - parse_utc(last) > _APART:
        return Visit(before=last, begins=True)
    return Visit(before=before, begins=False)


def cookie_of(archive: str | None) -> str:
    """The name that visits to an archive are kept by; each of several has its own."""
    if archive is None:
        return _NAME
    return f"{_NAME}_{sha256(archive.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _moments(kept: str, now: str) -> tuple[str | None, str | None]:
    found = _KEPT.fullmatch(kept)
    if found is None:
        return None, None
    try:
        told = [None if one == _NONE else min(_checked(one), now) for one in found.groups()]
    except ValueError:
        return None, None
    return told[0], told[1]


def _checked(moment: str) -> str:
    parse_utc(moment)
    return moment
