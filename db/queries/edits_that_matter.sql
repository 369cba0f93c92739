-- title: Edits that matter
-- description: Changes as weighty as asked for (severity 60 and more where nothing is said), the latest first, each edit in its sentence.
-- theme: Changes
-- empty: No change weighs as much as that.
SELECT c.not_after AS seen_at, c.severity, c.kind, c.title, e.speaker,
  coalesce(e.excerpt, c.summary) AS the_edit, c.flags, c.url, c.change_id
FROM recent_changes c LEFT JOIN change_edits e USING (change_id)
WHERE c.severity >= CAST(coalesce(nullif(:severity, ''), '60') AS INTEGER)
ORDER BY c.not_after DESC, c.severity DESC, c.change_id, e.position LIMIT 500
