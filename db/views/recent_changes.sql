CREATE VIEW recent_changes AS SELECT
    c.id AS change_id, c.page_id,
    coalesce(p.url, iif(EXISTS (SELECT 1 FROM pages h WHERE h.site_id = s.id AND h.url LIKE
      'https:%'), 'https://', 'http://') || s.host || '/') AS url, s.host,
    coalesce(w.title, v.title) AS title, c.kind, c.severity, c.flags, c.cluster, c.not_before,
    c.not_after, c.not_after AS observed_at, c.detected_at, c.source, v.number AS from_version,
    w.number AS to_version, c.words_added, c.words_removed, c.summary,
    CASE WHEN j.id IS NULL THEN c.verdict ELSE substr(
      CASE j.reviewed WHEN 1 THEN '; reviewed' WHEN 0 THEN '; not reviewed' ELSE '' END
      || coalesce('; importance ' || j.importance, '')
      || coalesce((SELECT '; ' || group_concat(value, ', ') FROM json_each(j.labels)), '')
      || coalesce('; ' || j.note, ''), 3) END AS verdict,
    coalesce(k.pages, c.pages) AS pages, j.reviewed, j.importance, j.labels, j.marked_by, j.marked_at,
    (SELECT group_concat(value, char(10)) FROM json_each(c.why)) AS why
  FROM changes c
  LEFT JOIN pages p ON p.id = c.page_id
  JOIN sites s ON s.id = coalesce(p.site_id, c.site_id)
  LEFT JOIN versions v ON v.id = c.from_version_id
  LEFT JOIN versions w ON w.id = c.to_version_id
  LEFT JOIN verdicts j ON j.change_id = c.id
  LEFT JOIN edit_clusters k ON k.edit_sha256 = c.cluster
  WHERE c.superseded_at IS NULL;
