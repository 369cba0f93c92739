-- title: Who said
-- description: Turns of current versions that hold the words, by any speaker or one.
SELECT published_on, speaker, text, url FROM spoken_turns
WHERE is_current = 1 AND text LIKE '%' || :words || '%'
  AND (:speaker = '' OR speaker LIKE '%' || :speaker || '%')
ORDER BY published_on DESC LIMIT 500
