-- title: Find words
-- description: Where pages say these words, in this order, now; whole words, capitals and accents do not matter. The best matches first, each with its surroundings.
-- theme: Words
-- empty: No page says these words now. They may have been said once: look under Words that are gone.
SELECT t.title, snippet(transcripts_fts, 1, '[[', ']]', ' … ', 40) AS found, t.published_on, t.speaker,
  t.host, t.url, t.version_id
FROM transcripts_fts f JOIN current_transcripts t ON t.rowid = f.rowid
WHERE transcripts_fts MATCH '"' || replace(:words, '"', ' ') || '"' ORDER BY f.rank LIMIT 200
