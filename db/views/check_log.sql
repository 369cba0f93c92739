CREATE VIEW check_log AS SELECT
    f.id AS fetch_id, p.url, f.observed_at AS started_at, f.source, f.outcome, f.reason, f.status,
    f.elapsed_ms, coalesce(f.final_url, p.url) AS final_url, c.sha256 AS capture_sha256, f.run_id
  FROM fetches f
  JOIN pages p ON p.id = f.page_id
  LEFT JOIN captures c ON c.id = f.capture_id;
