-- title: Pages not checked lately
-- description: Watched pages that no check has reached for the number of days asked for, 7 where nothing is said.
-- theme: The watch
-- empty: Every page was checked since then.
SELECT title, state, last_checked_at, next_check_at, url, page_id FROM pages_now
WHERE state <> 'paused' AND coalesce(last_checked_at, '') <
  strftime('%Y-%m-%dT%H:%M:%SZ', 'now',
    '-' || abs(CAST(coalesce(nullif(:days, ''), '7') AS INTEGER)) || ' days')
ORDER BY last_checked_at, url LIMIT 500
