CREATE VIEW transcript_blocks AS SELECT
    b.version_id, p.url, b.position, b.kind, b.level,
    substr(t.text, b.start + 1, b.length) AS text, v.is_current
  FROM text_blocks b
  JOIN versions v ON v.id = b.version_id
  JOIN texts t ON t.id = v.text_id
  JOIN pages p ON p.id = v.page_id;
