-- title: Broken links by host
-- description: Confirmed broken links on current pages, grouped by where they lead.
SELECT l.host, count(DISTINCT b.link_id) AS links, count(DISTINCT b.found_on_url) AS pages,
  min(b.failing_since) AS failing_since
FROM broken_links b JOIN links l ON l.id = b.link_id
WHERE b.state <> 'suspected' GROUP BY l.host ORDER BY links DESC, l.host LIMIT 500
