-- title: Read a transcript
-- description: The whole text, turn by turn. Asked by version_id, or by a page's address or a part of it (then what that page says now).
-- theme: Words
-- empty: There is no such version, and no page with such an address.
WITH asked AS (
  SELECT id AS version_id FROM versions WHERE id = :version_id
  UNION ALL
  SELECT * FROM (
    SELECT version_id FROM current_transcripts
    WHERE :version_id = '' AND :url <> '' AND instr(url, :url) ORDER BY url <> :url, url LIMIT 1)
)
SELECT t.position, t.speaker, t.text AS transcript, t.published_on, v.number AS version, v.title, p.url,
  v.id AS version_id
FROM asked JOIN versions v ON v.id = asked.version_id JOIN pages p ON p.id = v.page_id
JOIN (
  SELECT version_id, position, speaker, text, published_on FROM spoken_turns
  WHERE version_id IN (SELECT version_id FROM asked)
  UNION ALL
  SELECT v.id, 0, NULL, x.text, v.published_on FROM versions v JOIN texts x ON x.id = v.text_id
  WHERE v.id IN (SELECT version_id FROM asked)
    AND NOT EXISTS (SELECT 1 FROM turns WHERE version_id = v.id)
) t ON t.version_id = v.id
ORDER BY t.position
