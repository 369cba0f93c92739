CREATE VIEW transcript_blocks AS SELECT
    b.version_id, p.url, b.position, b.kind, b.level,
    (SELECT substr(text, b.start + 1, b.length) FROM texts WHERE id = v.text_id) AS text,
    v.is_current
  FROM text_blocks b
  JOIN versions v ON v.id = b.version_id
  JOIN pages p ON p.id = v.page_id;
