CREATE VIEW recent_changes AS SELECT
    -- What is only shown stands in subqueries: whoever counts does not pay for it.
    c.id AS change_id, c.page_id,
    coalesce((SELECT url FROM pages WHERE id = c.page_id),
      (SELECT iif(EXISTS (SELECT 1 FROM pages h WHERE h.site_id = s.id AND h.url LIKE 'https:%'),
        'https://', 'http://') || s.host || '/' FROM sites s WHERE s.id = c.site_id)) AS url,
    (SELECT host FROM sites WHERE id = coalesce(
      (SELECT site_id FROM pages WHERE id = c.page_id), c.site_id)) AS host,
    coalesce((SELECT title FROM versions WHERE id = c.to_version_id),
      (SELECT title FROM versions WHERE id = c.from_version_id)) AS title,
    c.kind, c.severity, c.flags, c.cluster, c.not_before,
    c.not_after, c.not_after AS observed_at, c.detected_at, c.source,
    (SELECT number FROM versions WHERE id = c.from_version_id) AS from_version,
    (SELECT number FROM versions WHERE id = c.to_version_id) AS to_version,
    c.words_added, c.words_removed, c.summary,
    CASE WHEN j.id IS NULL THEN c.verdict ELSE substr(
      CASE j.reviewed WHEN 1 THEN '; reviewed' WHEN 0 THEN '; not reviewed' ELSE '' END
      || coalesce('; importance ' || j.importance, '')
      || coalesce((SELECT '; ' || group_concat(value, ', ') FROM json_each(j.labels)), '')
      || coalesce('; ' || j.note, ''), 3) END AS verdict,
    coalesce((SELECT pages FROM edit_clusters WHERE edit_sha256 = c.cluster), c.pages) AS pages,
    j.reviewed, j.importance, j.labels, j.marked_by, j.marked_at,
    (SELECT group_concat(value, char(10)) FROM json_each(c.why)) AS why
  FROM changes c
  LEFT JOIN verdicts j ON j.change_id = c.id
  WHERE c.superseded_at IS NULL;
