-- title: How the watch stands
-- description: For each host, how many pages are watched, how many are read, gone or shut, and when each was last checked. What is not here is not watched.
-- theme: The watch
-- empty: No page is watched.
WITH stands AS (SELECT site_id, count(*) AS pages, sum(state = 'new') AS not_read_yet,
    sum(state = 'live') AS live, sum(state = 'suspect') AS suspect,
    sum(state IN ('removed', 'withheld')) AS gone, sum(state = 'moved') AS moved,
    sum(state IN ('blocked', 'unreachable')) AS shut
  FROM pages GROUP BY site_id),
checked AS (SELECT site_id, min(last_checked_at) AS oldest, max(last_checked_at) AS newest
  FROM pages GROUP BY +site_id),
changed AS (SELECT p.site_id, count(*) AS pages
  FROM (SELECT DISTINCT page_id FROM versions WHERE is_current = 0) v JOIN pages p ON p.id = v.page_id
  WHERE (SELECT count(*) FROM versions WHERE page_id = p.id AND retracted_at IS NULL) > 1
  GROUP BY p.site_id)
SELECT s.host, t.pages, t.not_read_yet, t.live, t.suspect, t.gone, t.moved, t.shut,
  coalesce(v.pages, 0) AS changed_ever, c.oldest AS oldest_check, c.newest AS newest_check
FROM sites s JOIN stands t ON t.site_id = s.id JOIN checked c ON c.site_id = s.id
LEFT JOIN changed v ON v.site_id = s.id ORDER BY s.host LIMIT 500
