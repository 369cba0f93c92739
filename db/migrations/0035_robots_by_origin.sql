-- robots.txt belongs to scheme, host and port (RFC 9309, section 2.3): one row for each.  Until now
-- one answer stood for both schemes of a host, so it goes on standing for each until that is asked.

CREATE TABLE robots_files (
  site_id INTEGER NOT NULL REFERENCES sites(id),
  scheme TEXT NOT NULL CHECK (scheme IN ('http', 'https')),
  status INTEGER,                     -- of the last answer that was one
  content_type TEXT,
  body BLOB,
  fetched_at TEXT,                    -- NULL: it never answered
  failure TEXT,
  etag TEXT,
  last_modified TEXT,
  silent_since TEXT,                  -- since when it cannot be had; NULL: it can
  PRIMARY KEY (site_id, scheme)
) STRICT;

INSERT INTO robots_files
  (site_id, scheme, status, content_type, body, fetched_at, failure, etag, last_modified)
  SELECT id, scheme, robots_status, robots_content_type, robots_body, robots_fetched_at,
         robots_failure, robots_etag, robots_last_modified
  FROM sites, (SELECT 'http' AS scheme UNION ALL SELECT 'https')
  WHERE robots_fetched_at IS NOT NULL;

ALTER TABLE sites DROP COLUMN robots_status;
ALTER TABLE sites DROP COLUMN robots_content_type;
ALTER TABLE sites DROP COLUMN robots_body;
ALTER TABLE sites DROP COLUMN robots_fetched_at;
ALTER TABLE sites DROP COLUMN robots_failure;
ALTER TABLE sites DROP COLUMN robots_etag;
ALTER TABLE sites DROP COLUMN robots_last_modified;
