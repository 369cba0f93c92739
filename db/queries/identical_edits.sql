-- title: Identical edits
-- description: The same words replaced by the same words on several pages.
SELECT count(DISTINCT url) AS pages, removed, added, min(not_before) AS not_before,
  max(not_after) AS not_after, min(change_id) AS change_id
FROM removed_text GROUP BY removed, added HAVING count(DISTINCT url) > 1
ORDER BY pages DESC, not_after DESC LIMIT 500
