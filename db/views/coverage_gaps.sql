CREATE VIEW coverage_gaps AS SELECT
    p.id AS page_id, p.url, s.host, v.title, p.state,
    CASE WHEN p.state = 'paused' THEN 'paused' || coalesce(' by ' || p.paused_by, '')
      WHEN p.state IN ('blocked', 'withheld', 'unreachable', 'suspect') THEN p.state
      WHEN p.failures > 0 THEN 'cannot be read'
      WHEN p.last_checked_at IS NULL THEN 'never asked'
      ELSE 'overdue' END AS why,
    CAST(julianday('now') - julianday(coalesce(p.last_ok_at, p.added_at)) AS INTEGER) AS days_unread,
    p.last_ok_at AS last_read_at, p.last_checked_at, p.next_fetch_at AS next_check_at
  FROM pages p
  JOIN sites s ON s.id = p.site_id
  LEFT JOIN versions v ON v.page_id = p.id AND v.is_current = 1
  WHERE p.state <> 'removed' AND (p.state IN ('paused', 'blocked', 'withheld', 'unreachable', 'suspect')
    OR p.next_fetch_at < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 day')
    OR (p.next_fetch_at IS NOT NULL AND (p.failures > 0 OR p.last_checked_at IS NULL)));
