-- title: Who said
-- description: The turns that hold these whole words, as pages give them now, with their surroundings; by any speaker, or by those whose label holds the name. Words may be left out where a speaker is named.
SELECT published_on, speaker,
  iif(place > 151, '… ', '') || substr(text, max(1, place - 150), min(150, place - 1)) ||
    iif(:words = '', '', '[[' || substr(text, place, length(:words)) || ']]') ||
    substr(text, place + length(:words), 250) ||
    iif(length(text) >= place + length(:words) + 250, ' …', '') AS found,
  url, version_id, text
FROM (
  SELECT *, max(1, instr(replace(lower(text), '’', ''''), replace(lower(:words), '’', ''''))) AS place
  FROM spoken_turns
  WHERE is_current = 1 AND :words || :speaker <> ''
    AND (:words = '' OR (
      version_id IN (SELECT rowid FROM transcripts_fts
        WHERE transcripts_fts MATCH 'text: "' || replace(:words, '"', ' ') || '"')
      AND instr(replace(lower(text), '’', ''''), replace(lower(:words), '’', '''')) > 0))
    AND instr(lower(coalesce(speaker, '')), lower(:speaker)) > 0
)
ORDER BY published_on DESC, version_id, position LIMIT 500
