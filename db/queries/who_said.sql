-- title: Who said
-- description: The turns that hold these whole words, as pages give them now; by any speaker, or by those whose label holds the name. Words may be left out where a speaker is named.
SELECT s.published_on, s.speaker, s.text, s.url, s.version_id
FROM spoken_turns s
WHERE s.is_current = 1 AND :words || :speaker <> ''
  AND (:words = '' OR (
    s.version_id IN (SELECT rowid FROM transcripts_fts
      WHERE transcripts_fts MATCH 'text: "' || replace(:words, '"', ' ') || '"')
    AND instr(replace(lower(s.text), '’', ''''), replace(lower(:words), '’', '''')) > 0))
  AND instr(lower(coalesce(s.speaker, '')), lower(:speaker)) > 0
ORDER BY s.published_on DESC, s.version_id, s.position LIMIT 500
