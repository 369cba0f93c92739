-- title: How the watch stands
-- description: For each host, how many pages are watched, how many are read, gone or shut, and when each was last checked. What is not here is not watched.
SELECT host, count(*) AS pages, sum(state = 'new') AS not_read_yet, sum(state = 'live') AS live,
  sum(state = 'suspect') AS suspect, sum(state IN ('removed', 'withheld')) AS gone,
  sum(state = 'moved') AS moved, sum(state IN ('blocked', 'unreachable')) AS shut,
  sum(versions > 1) AS changed_ever, min(last_checked_at) AS oldest_check,
  max(last_checked_at) AS newest_check
FROM pages_now GROUP BY host ORDER BY host LIMIT 500
