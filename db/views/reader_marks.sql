CREATE VIEW reader_marks AS SELECT
    m.id AS mark_id, j.change_id, m.url, m.kind, m.summary, m.marked_at, m.marked_by, m.reviewed,
    m.importance, m.labels_added, m.labels_removed, m.note, m.not_before, m.not_after,
    m.from_capture_sha256, m.to_capture_sha256, c.superseded_at
  FROM marks m
  JOIN verdicts j ON j.id = m.verdict_id
  JOIN changes c ON c.id = j.change_id;
