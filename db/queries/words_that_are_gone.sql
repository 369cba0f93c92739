-- title: Words that are gone
-- description: Edits that removed the words asked for.
SELECT not_before, not_after, speaker, removed, added, url FROM removed_text
WHERE removed LIKE '%' || :words || '%' ORDER BY not_after DESC LIMIT 500
