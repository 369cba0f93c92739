CREATE VIEW open_incidents AS SELECT
    i.id AS incident_id, i.kind, i.host, p.url, i.opened_at, i.last_seen_at, i.occurrences, i.detail,
    i.change_id
  FROM incidents i
  LEFT JOIN pages p ON p.id = i.page_id
  WHERE i.closed_at IS NULL;
