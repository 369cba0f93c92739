-- title: Pages that are gone
-- description: Pages confirmed as removed or withheld, with the interval in which that happened, and those that failed once and are not confirmed yet (suspect).
-- theme: Pages
-- empty: No page is gone.
SELECT p.title, p.state, p.state_since, r.not_before, r.not_after, p.last_checked_at, p.url, p.page_id
FROM pages_now p LEFT JOIN changes r ON r.id = (
  SELECT id FROM changes WHERE page_id = p.page_id AND kind = 'removed' AND superseded_at IS NULL
  ORDER BY +not_after DESC LIMIT 1)
WHERE p.state IN ('removed', 'withheld', 'suspect')
ORDER BY p.state = 'suspect', p.state_since DESC LIMIT 500
