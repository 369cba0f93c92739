"""What a feed must know of changes beside their answers: what identifies each step, and how often.

The same bytes may follow the same bytes twice on one page; the second time is another change.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.storage.database import Archive

_STEPS = """SELECT c.id, coalesce(p.key, s.host) AS page, c.beside,
    iif(c.page_id IS NULL, c.cluster, NULL) AS edit, row_number() OVER (
      PARTITION BY c.page_id, c.from_capture_id, c.to_capture_id,
        iif(c.page_id IS NULL, c.site_id || ' ' || c.cluster, NULL)
      ORDER BY c.not_after, c.id) - 1 AS again
  FROM changes c LEFT JOIN pages p ON p.id = c.page_id
  LEFT JOIN sites s ON s.id = c.site_id WHERE c.superseded_at IS NULL"""


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
    return {
        row["id"]: FeedStep(
            page=row["page"], edit=row["edit"], again=row["again"], beside=row["beside"]
        )
        for row in archive.rows(_STEPS)
    }
