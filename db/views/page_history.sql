CREATE VIEW page_history AS SELECT
    n.page_id, p.url, (SELECT number FROM versions WHERE id = n.version_id) AS version, n.version_id,
    n.first_seen_at, n.last_seen_at, n.checks,
    (SELECT words FROM texts WHERE id = (SELECT text_id FROM versions WHERE id = n.version_id)) AS words,
    (SELECT sha256 FROM texts WHERE id = (SELECT text_id FROM versions WHERE id = n.version_id))
      AS text_sha256
  FROM spans n
  JOIN pages p ON p.id = n.page_id
  WHERE n.version_id IS NOT NULL;
