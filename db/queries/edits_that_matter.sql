-- title: Edits that matter
-- description: Changes of severity 60 and more, the latest first, with the words themselves.
SELECT c.not_after AS seen_at, c.severity, c.kind, c.flags, c.title, r.speaker, r.removed, r.added, c.url
FROM recent_changes c LEFT JOIN removed_text r USING (change_id)
WHERE c.severity >= 60 ORDER BY c.not_after DESC LIMIT 500
