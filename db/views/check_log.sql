CREATE VIEW check_log AS SELECT
    f.id AS fetch_id, p.url, f.observed_at AS started_at, f.source, f.outcome, f.reason, f.status,
    f.elapsed_ms, coalesce(f.final_url, p.url) AS final_url, c.sha256 AS capture_sha256, f.run_id,
    1 AS checks, NULL AS until
  FROM fetches f
  JOIN pages p ON p.id = f.page_id
  LEFT JOIN captures c ON c.id = f.capture_id
  UNION ALL SELECT
    d.first_fetch_id, q.url, d.first_at, 'live', 'unchanged', NULL, NULL,
    NULL, coalesce(json_extract(d.alike, '$.final_url'), q.url), NULL, NULL,
    d.checks, d.last_at
  FROM folds d
  JOIN pages q ON q.id = d.page_id;
