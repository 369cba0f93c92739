"""Spans of time as people write them: ``45s``, ``30m``, ``12h``, ``7d``, ``2w``."""

from __future__ import annotations

import re

from archive_watch.errors import CallerError

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_WRITTEN = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*([smhdw])\s*$", re.IGNORECASE)


def parse_duration(text: str) -> float:
    """The seconds that ``text`` names, more than 0.  Raises CallerError."""
    found = _WRITTEN.match(text)
    seconds = float(found[1]) * _SECONDS[found[2].lower()] if found else 0.0
    if seconds <= 0:
        raise CallerError(
            f"{text!r} is not a length of time", remedy="write it like 30m, 12h, 7d or 2w"
        )
    return seconds


def duration_text(seconds: float) -> str:
    """A length of time for people: its largest whole unit, such as ``42 h`` or ``3 d``."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"
