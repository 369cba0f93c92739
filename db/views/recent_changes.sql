CREATE VIEW recent_changes AS SELECT
    c.id AS change_id, c.page_id, coalesce(p.url, 'https://' || s.host || '/') AS url, s.host,
    coalesce(w.title, v.title) AS title, c.kind, c.severity, c.flags, c.cluster, c.not_before,
    c.not_after, c.not_after AS observed_at, c.detected_at, c.source, v.number AS from_version,
    w.number AS to_version, c.words_added, c.words_removed, c.summary, c.verdict, c.pages
  FROM changes c
  LEFT JOIN pages p ON p.id = c.page_id
  JOIN sites s ON s.id = coalesce(p.site_id, c.site_id)
  LEFT JOIN versions v ON v.id = c.from_version_id
  LEFT JOIN versions w ON w.id = c.to_version_id
  WHERE c.superseded_at IS NULL;
