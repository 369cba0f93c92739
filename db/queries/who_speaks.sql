-- title: Who speaks
-- description: Every label under which somebody speaks, as published, on the pages as they are now: on how many pages, in how many turns, from when to when.
-- theme: Words
-- empty: No page that was read has speakers.
SELECT u.speaker, max(u.person) AS person, count(DISTINCT v.page_id) AS pages, count(*) AS turns,
  sum(u.length) AS characters, min(v.published_on) AS earliest, max(v.published_on) AS latest
FROM turns u JOIN versions v ON v.id = u.version_id AND v.is_current = 1
WHERE u.speaker IS NOT NULL GROUP BY u.speaker ORDER BY characters DESC LIMIT 500
