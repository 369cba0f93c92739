CREATE VIEW exchange_log AS SELECT
    f.id AS fetch_id, p.url, f.observed_at AS started_at, f.source, f.outcome, f.reason,
    x.status_line, (SELECT headers FROM header_sets WHERE id = x.request_id) AS request_headers,
    coalesce((SELECT iif(x.date IS NULL, headers,
        replace(headers, '["date", null]', '["date", ' || json_quote(x.date) || ']'))
      FROM header_sets WHERE id = x.response_id), f.headers) AS response_headers,
    x.redirects, coalesce(f.final_url, p.url) AS final_url, x.remote_address, x.tls_version,
    x.certificate_sha256, f.elapsed_ms,
    (SELECT sha256 FROM captures WHERE id = f.capture_id) AS capture_sha256
  FROM fetches f
  JOIN pages p ON p.id = f.page_id
  LEFT JOIN exchanges x ON x.fetch_id = f.id
  WHERE x.fetch_id IS NOT NULL OR f.headers IS NOT NULL;
