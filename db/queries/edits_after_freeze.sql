-- title: Edits after freeze
-- description: What was edited on pages that declare, or whose archive is known, to be closed: the latest first, with the banner's dates.
-- theme: Changes
-- empty: Nothing was edited on a page that should not change.
SELECT c.not_before, c.not_after AS seen_at, c.severity, c.title, e.speaker,
  coalesce(e.excerpt, c.summary) AS the_edit, x.after_freeze AS why_it_should_not, c.url,
  c.verdict, c.change_id
FROM changes x JOIN recent_changes c ON c.change_id = x.id
LEFT JOIN change_edits e ON e.change_id = x.id
WHERE x.after_freeze IS NOT NULL
ORDER BY c.not_after DESC, c.severity DESC, c.change_id, e.position LIMIT 500
