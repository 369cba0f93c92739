-- title: Unchanged since
-- description: For one page, every run of checks that saw one version, from when to when.
SELECT version, first_seen_at, last_seen_at, checks, words, text_sha256
FROM page_history WHERE url = :url ORDER BY first_seen_at
