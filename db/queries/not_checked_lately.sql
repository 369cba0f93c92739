-- title: Pages not checked lately
-- description: Watched pages that no check has reached for the number of days asked for.
SELECT url, state, last_checked_at, next_check_at FROM pages_now
WHERE state <> 'paused' AND coalesce(last_checked_at, '') <
  strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-' || CAST(coalesce(nullif(:days, ''), '7') AS INTEGER) || ' days')
ORDER BY last_checked_at LIMIT 500
