CREATE VIEW spoken_turns AS SELECT
    u.version_id, p.url, u.position, u.speaker, u.kind,
    substr(t.text, u.start + 1, u.length) AS text, v.published_on, v.is_current
  FROM turns u
  JOIN versions v ON v.id = u.version_id
  JOIN texts t ON t.id = v.text_id
  JOIN pages p ON p.id = v.page_id;
