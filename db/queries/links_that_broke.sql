-- title: Links that broke
-- description: Links that were good once and are dead now, by when they began to fail.
-- theme: Links
-- empty: No link broke since then.
SELECT b.url, b.state, b.reason, b.status, b.failing_since, b.last_ok_at,
  count(DISTINCT b.found_on_url) AS pages, min(b.found_on_url) AS found_on_url,
  min(b.link_text) AS link_text, b.suggestion_url, b.suggestion_kind
FROM broken_links b
WHERE b.state <> 'suspected' AND b.last_ok_at IS NOT NULL
  AND b.failing_since >= coalesce(nullif(:since, ''), '')
GROUP BY +b.link_id ORDER BY b.failing_since DESC LIMIT 500
