"""What a feed must know of changes beside their answers: what identifies each step, and how often.

The same bytes may follow the same bytes twice on one page; the second time is another change.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.storage.database import Archive, Row

_STEPS = """SELECT c.id, coalesce(p.key, s.host) AS page, c.beside,
    iif(c.page_id IS NULL, c.cluster, NULL) AS edit, row_number() OVER (
      PARTITION BY c.page_id, c.from_capture_id, c.to_capture_id,
        iif(c.page_id IS NULL, c.site_id || ' ' || c.cluster, NULL)
      ORDER BY c.not_after, c.id) - 1 AS again
  FROM changes c LEFT JOIN pages p ON p.id = c.page_id
  LEFT JOIN sites s ON s.id = c.site_id WHERE c.superseded_at IS NULL"""

_EARLIER = """(SELECT count(*) FROM changes b WHERE b.superseded_at IS NULL AND {same}
    AND b.from_capture_id IS c.from_capture_id AND b.to_capture_id IS c.to_capture_id
    AND (b.not_after, b.id) < (c.not_after, c.id))"""
_OF_PAGE = _EARLIER.format(same="b.page_id = c.page_id")
_OF_TEMPLATE = _EARLIER.format(same="b.site_id = c.site_id AND b.cluster IS c.cluster")
_SOME = f"""SELECT c.id, coalesce(p.key, s.host) AS page, c.beside,
    iif(c.page_id IS NULL, c.cluster, NULL) AS edit,
    iif(c.page_id IS NULL, {_OF_TEMPLATE}, {_OF_PAGE}) AS again
  FROM changes c LEFT JOIN pages p ON p.id = c.page_id
  LEFT JOIN sites s ON s.id = c.site_id WHERE c.id IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStep:
    """``page`` is the page's key, or the site's host; ``edit`` the digest of a template's edit;
    ``again`` how often the same step was made before; ``beside`` what is told beside the text."""

    page: str
    edit: str | None
    again: int
    beside: str


def feed_steps(archive: Archive) -> dict[int, FeedStep]:
    """What is known of each change that stands, by its id."""
    return {row["id"]: _step(row) for row in archive.rows(_STEPS)}


def steps_of(archive: Archive, ids: Sequence[int]) -> dict[int, FeedStep]:
    """The same of a few changes, without a look at all the others."""
    return {row["id"]: _step(row) for row in archive.rows(_SOME, (json.dumps(list(ids)),))}


def _step(row: Row) -> FeedStep:
    return FeedStep(page=row["page"], edit=row["edit"], again=row["again"], beside=row["beside"])
