-- title: The story of a page
-- description: All that is known of one page, the latest first: what it said from when to when, what changed, what stood in the way. Asked by its address, or a part of it.
-- theme: Pages
-- empty: No page with such an address is watched.
WITH asked AS (
  SELECT page_id, url FROM pages_now WHERE url = :url
  UNION ALL
  SELECT page_id, url FROM pages_now WHERE :url <> '' AND instr(url, :url)
    AND NOT EXISTS (SELECT 1 FROM pages_now WHERE url = :url)
)
SELECT * FROM (
  SELECT h.last_seen_at AS at, 'seen' AS event, 'version ' || h.version || ': ' || h.checks ||
      CASE h.checks WHEN 1 THEN ' check' ELSE ' checks' END || ' since ' || h.first_seen_at ||
      coalesce(', ' || h.words || ' words', '') AS what,
    a.url, h.version_id, NULL AS change_id, NULL AS fetch_id
  FROM asked a JOIN page_history h USING (page_id)
  UNION ALL
  SELECT r.not_after, 'changed: ' || r.kind, r.summary, a.url, NULL, r.change_id, NULL
  FROM asked a JOIN recent_changes r USING (page_id)
  UNION ALL
  SELECT f.observed_at, 'not read: ' || f.outcome, coalesce('status ' || f.status, '') ||
      coalesce(' ' || f.reason, ''), a.url, NULL, NULL, f.id
  FROM asked a JOIN fetches f USING (page_id)
  WHERE f.outcome NOT IN ('new', 'changed', 'unchanged', 'not_modified', 'moved')
) ORDER BY url, at DESC, event LIMIT 500
