"""What a page answered, check by check: as much of each exchange as was kept, and which bytes.

Of a check that found nothing new the headers were not kept (decision 22), and of one that was known
again by all but its tokens not the bytes either (decision 30): both are said, not made up.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from archive_watch.model.capture import Hop
from archive_watch.model.version import How
from archive_watch.storage.database import Archive
from archive_watch.storage.folding import folded_back_from, folded_checks

Header = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """One check that was answered, and what is kept of it.

    ``headers`` and ``hops`` are empty where none were kept, ``capture_id`` is None for a "not
    modified".  ``way`` are the redirects that led to the answer, taken from an earlier check with
    the same result where the check's own were not kept.
    ``is_alike``: where the page answered this capture before, the bytes were its bytes but for
    tokens that are made anew each time.
    """

    fetch_id: int
    page_id: int
    url: str
    at: str
    source: str
    outcome: str
    status: int
    final_url: str
    how: How | None = None
    capture_id: int | None = None
    version_id: int | None = None
    is_alike: bool = False
    status_line: str | None = None
    request_headers: tuple[Header, ...] = ()
    headers: tuple[Header, ...] = ()
    hops: tuple[Hop, ...] = ()
    way: tuple[Hop, ...] = ()
    remote_address: str | None = None
    tls_version: str | None = None
    certificate_sha256: str | None = None

    @property
    def is_not_modified(self) -> bool:
        """Whether the server said that nothing is new since it was last asked."""
        return self.status == HTTPStatus.NOT_MODIFIED


IS_ANSWERED = "({0}.status IS NOT NULL AND ({0}.capture_id IS NOT NULL OR {0}.status = 304))"
"""In SQL, whether a check was answered; the alias of ``fetches`` is to be filled in."""
_KEPT = f"""SELECT f.id, f.observed_at, f.source, f.outcome, f.status, f.final_url, f.how,
    f.capture_id, f.version_id, f.moved_to, f.headers, x.status_line, x.date, x.redirects, x.remote_address,
    x.tls_version, x.certificate_sha256, asked.headers AS asked, told.headers AS told
  FROM fetches f LEFT JOIN exchanges x ON x.fetch_id = f.id
  LEFT JOIN header_sets asked ON asked.id = x.request_id
  LEFT JOIN header_sets told ON told.id = x.response_id
  WHERE {IS_ANSWERED.format("f")}"""
_OUTER = ("status_line", "date", "redirects", "remote_address", "tls_version",
          "certificate_sha256", "asked", "told")  # fmt: skip


def answers_of(archive: Archive, page_id: int, url: str) -> list[KeptAnswer]:
    """Every check of the page that was answered, in order of time; the folded ones too."""
    rows = [dict(row) for row in archive.rows(f"{_KEPT} AND f.page_id = ?", (page_id,))]
    rows += [
        {**dict.fromkeys(_OUTER), **check.row}
        for check in folded_checks(archive, page_id)
        if check.row["status"] is not None
    ]
    rows.sort(key=lambda row: (row["observed_at"], row["source"] == "live", row["id"]))
    known: dict[tuple[str, bool], tuple[Hop, ...]] = {}
    return [_answer(row, page_id, url, known) for row in rows]


def last_answer_with(archive: Archive, page_id: int, capture_id: int, *, until: str) -> str | None:
    """When the page last answered those bytes, not later than ``until`` (UTC text); None where it
    did not.  The log is gone through backwards, as far as need be."""
    row = archive.row(  # (the plus sign: along the log, not through all checks with these bytes)
        "SELECT observed_at FROM fetches WHERE page_id = ? AND observed_at <= ? AND +capture_id = ?"
        " AND status IS NOT NULL ORDER BY observed_at DESC LIMIT 1",
        (page_id, until, capture_id),
    )
    latest = None if row is None else str(row["observed_at"])
    for check in folded_back_from(archive, page_id, until=until, since=latest or ""):
        if check.row["capture_id"] == capture_id and check.row["status"] is not None:
            return max(check.at, latest or "")
    return latest


def _answer(
    row: Mapping[str, Any], page_id: int, url: str, known: dict[tuple[str, bool], tuple[Hop, ...]]
) -> KeptAnswer:
    hops = _hops(row["redirects"])
    return KeptAnswer(
        fetch_id=row["id"],
        page_id=page_id,
        url=url,
        at=row["observed_at"],
        source=row["source"],
        outcome=row["outcome"],
        status=row["status"],
        final_url=row["final_url"] or url,
        how=None if row["how"] is None else How(row["how"]),
        capture_id=row["capture_id"],
        version_id=row["version_id"],
        is_alike=row["source"] == "live" and row["how"] == How.SAME_SLICE and row["told"] is None,
        status_line=row["status_line"],
        request_headers=_headers(row["asked"], None),
        headers=_headers(row["told"] or row["headers"], row["date"]),
        hops=hops,
        way=_way(row, url, hops, known),
        remote_address=row["remote_address"],
        tls_version=row["tls_version"],
        certificate_sha256=row["certificate_sha256"],
    )


def _headers(text: str | None, date: str | None) -> tuple[Header, ...]:
    """Headers as they were sent, the Date among them that has a column of its own."""
    told = [] if text is None else json.loads(text)
    return tuple((name, date or "" if value is None else value) for name, value in told)


def _way(
    row: Mapping[str, Any],
    url: str,
    hops: tuple[Hop, ...],
    known: dict[tuple[str, bool], tuple[Hop, ...]],
) -> tuple[Hop, ...]:
    """The redirects of a check; of one whose own were not kept, those that were known last to lead
    to the same address in the same way, for good or not."""
    if row["final_url"] is None:
        return ()
    result = row["final_url"], row["moved_to"] is not None
    if hops:
        known[result] = hops
    status = HTTPStatus.MOVED_PERMANENTLY if result[1] else HTTPStatus.FOUND
    return known.get(result) or (Hop(url=url, status=status, location=row["final_url"]),)


def _hops(text: str | None) -> tuple[Hop, ...]:
    return tuple(Hop(**hop) for hop in json.loads(text)) if text is not None else ()
