CREATE VIEW removed_text AS SELECT
    e.change_id * 1000000 + e.position AS rowid, e.change_id,
    coalesce(p.url, iif(EXISTS (SELECT 1 FROM pages h WHERE h.site_id = s.id AND h.url LIKE
      'https:%'), 'https://', 'http://') || s.host || '/') AS url, e.speaker, e.removed, e.added,
    c.not_before, c.not_after
  FROM change_edits e
  JOIN changes c ON c.id = e.change_id
  LEFT JOIN pages p ON p.id = c.page_id
  LEFT JOIN sites s ON s.id = c.site_id
  WHERE c.superseded_at IS NULL;
