-- title: Links that rotted this month
-- description: Links that were good once and began to fail in one month (YYYY-MM; this one where nothing is said) and are dead now, with a page that each stands on.
-- theme: Links
-- empty: No link broke in that month.
SELECT b.url, b.state, b.reason, b.status, b.failing_since, b.last_ok_at,
  count(DISTINCT b.found_on_url) AS pages, min(b.found_on_url) AS found_on_url,
  min(b.link_text) AS link_text, b.suggestion_url, b.suggestion_kind
FROM broken_links b
WHERE b.state <> 'suspected' AND b.last_ok_at IS NOT NULL
  AND b.failing_since >= coalesce(nullif(:month, ''), strftime('%Y-%m', 'now'))
  AND b.failing_since < coalesce(nullif(:month, ''), strftime('%Y-%m', 'now')) || '~'
GROUP BY +b.link_id ORDER BY b.failing_since DESC LIMIT 500
