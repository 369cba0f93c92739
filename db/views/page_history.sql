CREATE VIEW page_history AS SELECT
    n.page_id, p.url, v.number AS version, n.version_id, n.first_seen_at, n.last_seen_at, n.checks,
    t.words, t.sha256 AS text_sha256
  FROM spans n
  JOIN pages p ON p.id = n.page_id
  JOIN versions v ON v.id = n.version_id
  LEFT JOIN texts t ON t.id = v.text_id;
