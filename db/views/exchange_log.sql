CREATE VIEW exchange_log AS SELECT
    f.id AS fetch_id, p.url, f.observed_at AS started_at, f.source, f.outcome, f.reason,
    x.status_line, asked.headers AS request_headers,
    coalesce(CASE WHEN x.date IS NULL THEN answered.headers ELSE
      replace(answered.headers, '["date", null]', '["date", ' || json_quote(x.date) || ']') END,
      f.headers) AS response_headers,
    x.redirects, coalesce(f.final_url, p.url) AS final_url, x.remote_address, x.tls_version,
    x.certificate_sha256, f.elapsed_ms, c.sha256 AS capture_sha256
  FROM fetches f
  JOIN pages p ON p.id = f.page_id
  LEFT JOIN exchanges x ON x.fetch_id = f.id
  LEFT JOIN header_sets asked ON asked.id = x.request_id
  LEFT JOIN header_sets answered ON answered.id = x.response_id
  LEFT JOIN captures c ON c.id = f.capture_id
  WHERE x.fetch_id IS NOT NULL OR f.headers IS NOT NULL;
