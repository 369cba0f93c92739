CREATE VIEW check_log AS SELECT
    -- Both halves have the same types, so that the latest checks are found without sorting all of them.
    f.id AS fetch_id, p.url, f.observed_at AS started_at, f.source, f.outcome, f.reason, f.status,
    f.elapsed_ms, coalesce(f.final_url, p.url) AS final_url,
    (SELECT sha256 FROM captures WHERE id = f.capture_id) AS capture_sha256, f.run_id,
    CAST(1 AS INTEGER) AS checks, CAST(NULL AS TEXT) AS until,
    -- Who asked for it: a request belongs to the first check of its page after it.
    CAST((SELECT group_concat(DISTINCT j.requested_by) FROM jobs j
      WHERE j.kind = 'check' AND f.source = 'live' AND j.dedupe_key = CAST(f.page_id AS TEXT)
      AND j.requested_at <= f.observed_at AND NOT EXISTS (SELECT 1 FROM fetches e
        WHERE e.page_id = f.page_id AND e.source = 'live'
        AND e.observed_at >= j.requested_at AND e.observed_at < f.observed_at)
      AND NOT EXISTS (SELECT 1 FROM folds d WHERE d.page_id = f.page_id
        AND d.last_at >= j.requested_at AND d.first_at <= f.observed_at)) AS TEXT) AS asked_by
  FROM fetches f
  JOIN pages p ON p.id = f.page_id
  UNION ALL SELECT
    d.first_fetch_id, q.url, d.first_at, CAST('live' AS TEXT), CAST('unchanged' AS TEXT),
    CAST(NULL AS TEXT), CAST(NULL AS INTEGER),
    CAST(NULL AS INTEGER), coalesce(json_extract(d.alike, '$.final_url'), q.url),
    (SELECT sha256 FROM captures WHERE id = NULL), CAST(NULL AS INTEGER),
    d.checks, d.last_at, CAST(NULL AS TEXT)
  FROM folds d
  JOIN pages q ON q.id = d.page_id;
