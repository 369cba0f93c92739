-- title: Broken links by host
-- description: Confirmed broken links on current pages, grouped by where they lead.
SELECT substr(rest, 1, instr(rest || '/', '/') - 1) AS host, count(*) AS links,
  count(DISTINCT found_on_url) AS pages, min(failing_since) AS failing_since
FROM (SELECT substr(url, instr(url, '//') + 2) AS rest, found_on_url, failing_since
      FROM broken_links WHERE state <> 'suspected')
GROUP BY 1 ORDER BY links DESC
