-- title: Not reviewed yet
-- description: Changes that no reader has marked as reviewed, the weightiest first; typography alone needs no review. Above the severity asked for, all of them where nothing is said.
-- theme: Changes
-- empty: Everything is reviewed.
SELECT not_after AS seen_at, severity, kind, title, summary, flags, verdict, url, change_id
FROM unreviewed_changes
WHERE severity >= CAST(coalesce(nullif(:severity, ''), '0') AS INTEGER)
ORDER BY severity DESC, not_after DESC, change_id LIMIT 500
