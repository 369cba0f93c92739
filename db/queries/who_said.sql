-- title: Who said
-- description: The turns that hold these whole words, as pages give them now, with their surroundings; by any speaker, or by those whose label holds the name. Words may be left out where a speaker is named.
-- theme: Words
-- empty: No turn holds these words now. They may have been said once: look under Words that are gone.
SELECT published_on, speaker,
  iif(place > 151, '… ', '') || substr(text, max(1, place - 150), min(150, place - 1)) ||
    iif(:words = '', '', '[[' || substr(text, place, length(:words)) || ']]') ||
    substr(text, place + length(:words), 250) ||
    iif(length(text) >= place + length(:words) + 250, ' …', '') AS found,
  url, version_id, text
FROM (
  SELECT *, instr(replace(lower(text), '’', ''''), replace(lower(:words), '’', '''')) AS place
  FROM (
    SELECT v.published_on, u.speaker, v.page_id, v.id AS version_id, u.position,
      substr(t.text, u.start + 1, u.length) AS text,
      (SELECT url FROM pages WHERE id = v.page_id) AS url
    FROM versions v CROSS JOIN turns u ON u.version_id = v.id
    CROSS JOIN texts t ON t.id = v.text_id
    WHERE v.is_current = 1 AND :words || :speaker <> ''
      AND (:words = '' OR v.id IN (SELECT rowid FROM transcripts_fts
        WHERE transcripts_fts MATCH 'text: "' || replace(:words, '"', ' ') || '"'))
      AND instr(lower(coalesce(u.speaker, '')), lower(:speaker)) > 0
  ) WHERE place > 0
)
ORDER BY published_on DESC, version_id DESC, position LIMIT 500
