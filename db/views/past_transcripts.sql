CREATE VIEW past_transcripts AS SELECT
    v.past_rowid AS rowid, v.id AS version_id, v.page_id, p.url, s.host, v.title, v.doctype,
    v.speaker, v.role, v.place, v.published_on, v.number AS version,
    (SELECT words FROM texts WHERE id = v.text_id) AS words,
    (SELECT text FROM texts WHERE id = v.text_id) AS text, v.first_seen_at
  FROM versions v
  JOIN pages p ON p.id = v.page_id
  JOIN sites s ON s.id = p.site_id
  WHERE v.past_rowid IS NOT NULL;
