-- title: Unchanged since
-- description: For one page (its address, or a part of it), every run of checks that saw one version, from when to when, with the digest of its text.
-- theme: Pages
-- empty: No page with such an address was read.
SELECT version, first_seen_at, last_seen_at, checks, words, url, version_id, text_sha256
FROM page_history
WHERE url = :url OR (:url <> '' AND instr(url, :url) > 0
  AND NOT EXISTS (SELECT 1 FROM page_history WHERE url = :url))
ORDER BY url, first_seen_at LIMIT 500
