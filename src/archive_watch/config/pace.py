"""How often: a length of time that a schedule can keep to, from a second to ten years."""

from __future__ import annotations

from archive_watch.errors import CallerError
from archive_watch.model.duration import parse_duration

_LEAST_SECONDS = 1
_MOST_SECONDS = 10 * 365 * 86_400


def checked_pace(text: str) -> int:
    """The whole seconds that ``text`` (``12h``, ``7d``) names.  Raises CallerError."""
    seconds = parse_duration(text)
    if not _LEAST_SECONDS <= seconds <= _MOST_SECONDS:
        raise CallerError(
            f"{text!r} is not between a second and ten years",
            remedy="write it like 30m, 12h, 7d or 2w",
        )
    return int(seconds)
