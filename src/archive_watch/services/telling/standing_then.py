"""Which version of a page stood at a time, and what the checks around that time know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.report.standing import standing_told
from archive_watch.storage.database import Archive
from archive_watch.storage.told_version import spans_about
from archive_watch.storage.versions import version_at

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ITS_END = "T23:59:59Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The version that stood at ``at``, or that was the last to stand, and the sentence about it."""

    at: str
    version_id: int
    told: str


def moment_in(text: str) -> str:
    """The moment that a reader means, as UTC text: of a day its end.  Raises ValueError."""
    text = text.strip()
    return utc_text(parse_utc(text + _ITS_END if _DAY.fullmatch(text) else text))


def standing_then(archive: Archive, page_id: int, at: str) -> Standing | None:
    """What stood at ``at`` (UTC text); None where nothing had been read by then."""
    head = version_at(archive, page_id, at)
    before, after = spans_about(archive, page_id, at)
    if head is None or before is None:
        return None
    return Standing(
        at=at,
        version_id=head.id,
        told=standing_told(
            at,
            first_at=before.first_seen_at,
            last_at=before.last_seen_at,
            next_at=None if after is None else after.first_seen_at,
            gone=before.version_id is None,
        ),
    )
