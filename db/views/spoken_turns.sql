CREATE VIEW spoken_turns AS SELECT
    u.version_id, p.url, u.position, u.speaker, u.kind,
    (SELECT substr(text, u.start + 1, u.length) FROM texts WHERE id = v.text_id) AS text,
    v.published_on, v.is_current
  FROM turns u
  JOIN versions v ON v.id = u.version_id
  JOIN pages p ON p.id = v.page_id;
