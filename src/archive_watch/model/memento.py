"""Copies that a web archive serves: which page they are of, and from when.

A web archive writes its own prefix before every address of a page that it serves
(``https://web.archive.org/web/20210102030405/https://example.org/``).  Without the prefix they are
the page's own; the digits are the time of the copy (https://www.rfc-editor.org/rfc/rfc7089).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from archive_watch.model.clock import utc_text

_COPY = re.compile(
    r"^(?:(?:https?:)?//(?P<host>web\.archive\.org|(?:wayback|web)\.archive-it\.org"
    r"|webarchive\.[a-z.]{2,40}))?"
    r"/(?:[\w-]{1,40}/){0,2}?(?P<time>\d{4,14})(?:[a-z]{2}_)?/(?P<url>https?:/+.+)$",
    re.IGNORECASE,
)
_WHOLE_TIME = "%Y%m%d%H%M%S"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """A copy of the page ``url`` in the web archive ``host``, made ``at`` (UTC text).

    ``at`` is None where the address gives no whole time.
    """

    url: str
    host: str
    at: str | None


def memento_of(url: str) -> Memento | None:
    """The copy that ``url`` is the address of; None where it is no such address."""
    found = _COPY.match(url.strip())
    if found is None or found["host"] is None:
        return None
    return Memento(url=unwritten(url), host=found["host"].lower(), at=_time(found["time"]))


def unwritten(url: str) -> str:
    """``url`` without the prefix that a web archive wrote before it."""
    found = _COPY.match(url.strip())
    if found is None:
        return url
    return re.sub(r"^(https?):/+", r"\1://", found["url"])


def _time(digits: str) -> str | None:
    if len(digits) != len("20210102030405"):
        return None
    try:
        return utc_text(datetime.strptime(digits, _WHOLE_TIME).replace(tzinfo=UTC))
    except ValueError:
        return None
