-- How each host is asked: its learnt pace, and since when, until when and why it is left alone.

ALTER TABLE sites ADD COLUMN closed_until TEXT;           -- no page before that moment; NULL: open
ALTER TABLE sites ADD COLUMN closed_since TEXT;
ALTER TABLE sites ADD COLUMN closed_why TEXT;             -- the evidence, for people
ALTER TABLE sites ADD COLUMN closures INTEGER NOT NULL DEFAULT 0;    -- in a row; 0: it is open
ALTER TABLE sites ADD COLUMN troubles INTEGER NOT NULL DEFAULT 0;    -- in a row: no answer, or 5xx
ALTER TABLE sites ADD COLUMN successes INTEGER NOT NULL DEFAULT 0;   -- in a row, since it was slowed
ALTER TABLE sites ADD COLUMN delay_factor REAL NOT NULL DEFAULT 1;   -- doubled by 429 and 503
ALTER TABLE sites ADD COLUMN latency_ms REAL;             -- how long it thinks, smoothed
CREATE INDEX sites_closed ON sites(closed_until) WHERE closures > 0;

ALTER TABLE sites ADD COLUMN robots_etag TEXT;            -- validators of its robots.txt
ALTER TABLE sites ADD COLUMN robots_last_modified TEXT;

DROP VIEW IF EXISTS open_incidents;                       -- the views are made anew afterwards
CREATE TABLE incidents_anew (                -- what stands between the watch and a clear view
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('blocked_host','unreachable_host','needs_review',
    'page_suspect','robots_unreadable','template_drift','robots_disallowed')),
  host TEXT NOT NULL,
  page_id INTEGER REFERENCES pages(id),
  opened_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  closed_at TEXT,
  occurrences INTEGER NOT NULL DEFAULT 1,
  detail TEXT NOT NULL
) STRICT;
INSERT INTO incidents_anew (id, kind, host, page_id, opened_at, last_seen_at, closed_at,
    occurrences, detail)
  SELECT id, kind, host, page_id, opened_at, last_seen_at, closed_at, occurrences, detail
  FROM incidents;
DROP TABLE incidents;
ALTER TABLE incidents_anew RENAME TO incidents;
CREATE UNIQUE INDEX incidents_open ON incidents(kind, host, coalesce(page_id, 0))
  WHERE closed_at IS NULL;
