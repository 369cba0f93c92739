-- title: Words that are gone
-- description: Edits that took these words away, and what came in their place. Every edit that removed something, where nothing is asked.
-- theme: Words
-- empty: No edit took these words away, as far as the watch has seen.
SELECT r.not_before, r.not_after, r.speaker, r.removed, r.added, r.url, r.change_id
FROM removed_text r
WHERE r.removed <> ''
  AND instr(replace(lower(r.removed), '’', ''''), replace(lower(:words), '’', '''')) > 0
ORDER BY r.not_after DESC, r.change_id LIMIT 500
