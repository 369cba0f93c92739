-- title: One change, word by word
-- description: Each edit in its sentence (a long one cut in the middle), then whole what left and what came, between which two readings, and the digests to cite. Asked by the number of the change, its change_id.
-- theme: Changes
-- empty: There is no change with this number; or it no longer stands.
SELECT e.speaker, e.excerpt AS the_edit, e.removed, e.added, r.summary, r.flags, r.kind,
  r.severity, r.not_before, r.not_after, r.title, r.url, r.from_version, r.to_version,
  c.to_version_id AS version_id, r.change_id, a.sha256 AS from_capture_sha256,
  b.sha256 AS to_capture_sha256
FROM recent_changes r
JOIN changes c ON c.id = r.change_id
LEFT JOIN captures a ON a.id = c.from_capture_id
LEFT JOIN captures b ON b.id = c.to_capture_id
LEFT JOIN change_edits e ON e.change_id = r.change_id
WHERE r.change_id = :change_id ORDER BY e.position
