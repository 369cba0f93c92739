-- title: Identical edits
-- description: The same words replaced by the same words on several pages.
SELECT count(DISTINCT r.url) AS pages, r.removed, r.added, min(r.not_before) AS not_before,
  max(r.not_after) AS not_after, min(r.change_id) AS change_id
FROM removed_text r JOIN recent_changes c ON c.change_id = r.change_id AND c.kind <> 'template'
GROUP BY r.removed, r.added HAVING count(DISTINCT r.url) > 1
ORDER BY pages DESC, not_after DESC LIMIT 500
