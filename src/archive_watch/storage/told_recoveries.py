"""What reports ask of the archive about troubles that are over."""

from __future__ import annotations

from archive_watch.report.told_recovery import ToldRecovery
from archive_watch.storage.database import Archive

_SAW_IT = "'new', 'changed', 'unchanged', 'not_modified', 'moved'"
_TROUBLE = "'blocked', 'server_error', 'network_error', 'needs_review'"
# A fold holds checks that found nothing new: a page that has one after the trouble was read again,
# but a later check that is not folded (there always is one) says so too.
_OVER = f"""WITH failed AS (
    SELECT f.page_id, f.outcome, f.reason, count(*) AS checks, min(f.observed_at) AS first_at,
      max(f.observed_at) AS last_at
    FROM fetches f WHERE f.observed_at >= :since AND f.observed_at <= :until
      AND f.outcome IN ({_TROUBLE}) AND f.source = 'live' GROUP BY 1, 2, 3),
  again AS (
    SELECT w.*, (SELECT min(g.observed_at) FROM fetches g WHERE g.page_id = w.page_id
      AND g.observed_at > w.last_at AND g.outcome IN ({_SAW_IT})) AS again_at FROM failed w)
SELECT s.host, a.outcome, min(a.reason) AS reason, count(DISTINCT a.page_id) AS pages,
  sum(a.checks) AS checks, min(p.url) AS url, min(a.first_at) AS first_at,
  max(a.last_at) AS last_at, max(a.again_at) AS again_at
FROM again a JOIN pages p ON p.id = a.page_id JOIN sites s ON s.id = p.site_id
WHERE a.again_at IS NOT NULL AND p.state IN ('live', 'moved')
GROUP BY s.host, a.outcome ORDER BY pages DESC, first_at, s.host"""


def told_recoveries(archive: Archive, *, since: str | None, until: str) -> tuple[ToldRecovery, ...]:
    """The troubles of a period that are over: one a host and an outcome, the widest first."""
    rows = archive.rows(_OVER, {"since": since or "", "until": until})
    return tuple(ToldRecovery(**dict(row)) for row in rows)
