-- title: Broken links by host
-- description: Confirmed broken links on current pages, grouped by where they lead.
-- theme: Links
-- empty: No link is broken.
SELECT b.host, count(DISTINCT b.link_id) AS links, count(DISTINCT b.found_on_url) AS pages,
  min(b.failing_since) AS failing_since
FROM broken_links b
WHERE b.state <> 'suspected' GROUP BY +b.host ORDER BY links DESC, b.host LIMIT 500
