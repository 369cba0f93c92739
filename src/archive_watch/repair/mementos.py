"""Web archives: what to ask for the copy of an address that lies nearest to a day, and what the answer
means.

First the index (CDX), whose answer is small; its servers answer in three shapes: a list of lists under
a row of names, an object a line, or words parted by spaces
(https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server,
https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html).  Then the TimeGate of RFC 7089.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote, urlsplit

from archive_watch.model.clock import utc_text

_TIME = re.compile(r"^\d{14}$")
_IN_ADDRESS = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/https?:/")
_LINE_NAMES = ("urlkey", "timestamp", "original", "mimetype", "statuscode")
_ADDRESS_NAMES = ("original", "url")
_STATUS_NAMES = ("statuscode", "status")
_MOST_LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One copy of an address in a web archive: ``stamp`` is its time as fourteen digits."""

    stamp: str
    address: str

    @property
    def made_at(self) -> str | None:
        """Its time as UTC text; None where the digits are no time."""
        return time_of(self.stamp)

    def url(self, base: str) -> str:
        """Where a reader sees the copy."""
        return f"{_folder(base)}{self.stamp}/{self.address}"

    def raw_url(self, base: str) -> str:
        """Where the copy is served as it was taken, without the archive's own additions."""
        return f"{_folder(base)}{self.stamp}id_/{self.address}"


def index_url(base: str, address: str, near: date) -> str:
    """What to ask the index of the web archive at ``base`` for one copy, the nearest to that day."""
    parts = urlsplit(_folder(base))
    path = parts.path.removesuffix("web/")
    place = f"{path}cdx/search/cdx" if path == "/" or path != parts.path else f"{path}cdx"
    query = (
        f"url={quote(address, safe='')}&closest={near:%Y%m%d}120000&sort=closest"
        "&filter=statuscode:200&limit=1&output=json"
    )
    return parts._replace(path=place, query=query).geturl()


def gate_url(base: str, address: str) -> str:
    """The TimeGate of ``address``."""
    return f"{_folder(base)}{address}"


def accept_datetime(near: date) -> str:
    """That day at noon, as the header Accept-Datetime writes it."""
    return format_datetime(datetime.combine(near, time(12), UTC), usegmt=True)


def copies_in(body: bytes) -> tuple[Copy, ...]:
    """The copies that an index names, those with a good answer alone; none where it makes no sense."""
    text = body.decode("utf-8", "replace").strip()
    found = (_copy(entry) for entry in _entries(text))
    return tuple(copy for copy in found if copy is not None)


def made_at(memento_datetime: str | None, final_url: str) -> str | None:
    """The time of a copy that was answered: by its header, or else by its address (UTC text)."""
    if memento_datetime is not None:
        try:
            return utc_text(parsedate_to_datetime(memento_datetime).astimezone(UTC))
        except (ValueError, OverflowError):
            pass
    digits = _IN_ADDRESS.search(final_url)
    return None if digits is None else time_of(digits[1])


def time_of(stamp: str) -> str | None:
    """Fourteen digits as UTC text; None where they are no time."""
    try:
        return utc_text(datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    except ValueError:
        return None


def _folder(base: str) -> str:
    return base if base.endswith("/") else f"{base}/"


def _entries(text: str) -> Iterator[Mapping[str, object]]:
    rows = _json(text)
    if isinstance(rows, list) and rows and isinstance(rows[0], list):
        names = [str(name) for name in rows[0]]
        for row in rows[1:_MOST_LINES]:
            if isinstance(row, list):
                yield dict(zip(names, row, strict=False))
        return
    for line in text.splitlines()[:_MOST_LINES]:
        entry = _json(line)
        if isinstance(entry, dict):
            yield entry
        elif entry is None:
            yield dict(zip(_LINE_NAMES, line.split(" "), strict=False))


def _json(text: str) -> object:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found


def _copy(entry: Mapping[str, object]) -> Copy | None:
    stamp = str(entry.get("timestamp", ""))
    address = next((str(entry[name]) for name in _ADDRESS_NAMES if name in entry), "")
    status = next((str(entry[name]) for name in _STATUS_NAMES if name in entry), "200")
    if not _TIME.match(stamp) or status != "200" or not re.match(r"https?://\S+$", address):
        return None
    return None if time_of(stamp) is None else Copy(stamp=stamp, address=address)
