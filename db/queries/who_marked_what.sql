-- title: Who marked what
-- description: Every mark that a reader made, the latest first; later marks erase none. Of one change where its change_id is given, else of all.
-- theme: Changes
-- empty: Nobody has marked it.
SELECT m.marked_at, m.marked_by, m.reviewed, m.importance, m.labels_added, m.labels_removed, m.note,
  m.kind, m.summary, m.url, m.change_id, m.not_before, m.not_after, m.superseded_at
FROM reader_marks m
WHERE :change_id = '' OR m.change_id = CAST(:change_id AS INTEGER)
ORDER BY m.marked_at DESC, m.mark_id DESC LIMIT 500
