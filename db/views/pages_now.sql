CREATE VIEW pages_now AS SELECT
    p.id AS page_id, p.url, (SELECT host FROM sites WHERE id = p.site_id) AS host,
    (SELECT title FROM versions WHERE page_id = p.id AND is_current = 1) AS title,
    p.state, p.state_since,
    (SELECT count(*) FROM versions w WHERE w.page_id = p.id AND w.retracted_at IS NULL) AS versions,
    p.last_checked_at, p.last_changed_at, p.next_fetch_at AS next_check_at, p.tags
  FROM pages p;
