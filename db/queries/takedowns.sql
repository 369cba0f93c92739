-- title: Pages that are gone
-- description: Pages confirmed as removed, with the interval in which that happened.
SELECT p.url, p.title, c.not_before, c.not_after, p.last_checked_at
FROM pages_now p JOIN recent_changes c ON c.page_id = p.page_id AND c.kind = 'removed'
WHERE p.state = 'removed' ORDER BY c.not_after DESC
