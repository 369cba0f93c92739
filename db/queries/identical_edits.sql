-- title: Identical edits
-- description: The same words replaced by the same words on several pages, the most pages first.
-- theme: Changes
-- empty: No two pages were edited alike.
WITH shared AS (SELECT edit_sha256, pages FROM edit_clusters WHERE pages > 1 AND NOT is_whole
  ORDER BY pages DESC LIMIT 500),
seen AS (SELECT s.edit_sha256, s.pages, min(c.not_before) AS not_before,
    max(c.not_after) AS not_after, max(c.severity) AS severity, min(c.id) AS change_id
  FROM shared s JOIN edit_marks m ON m.edit_sha256 = s.edit_sha256 AND m.stands
  JOIN changes c ON c.id = m.change_id GROUP BY s.edit_sha256)
SELECT seen.pages, e.removed, e.added, seen.severity, seen.not_before, seen.not_after, c.summary,
  seen.change_id, seen.edit_sha256 AS cluster
FROM seen JOIN changes c ON c.id = seen.change_id
JOIN edit_marks m ON m.change_id = seen.change_id AND m.edit_sha256 = seen.edit_sha256
LEFT JOIN change_edits e ON e.change_id = m.change_id AND e.position = m.position
ORDER BY seen.pages DESC, seen.not_after DESC, seen.edit_sha256
