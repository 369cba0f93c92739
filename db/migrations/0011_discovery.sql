-- Where pages are named: sitemaps, feeds and listings as they were last read, and which pages they name.

CREATE TABLE discovery_sources (     -- sitemaps, feeds and listings, as they were last read
  id INTEGER PRIMARY KEY,
  start TEXT NOT NULL,                       -- the starting point that led to it
  url TEXT NOT NULL,
  kind TEXT CHECK (kind IN ('sitemap','sitemap_index','feed','listing')),   -- NULL: never read
  parent_id INTEGER REFERENCES discovery_sources(id),   -- the index or the list that names it
  lastmod TEXT,                              -- when it was modified, as its index says
  etag TEXT,                                 -- validators of the last full answer
  last_modified TEXT,
  scope_sha256 TEXT,                         -- of the scope by which it was read
  first_asked_at TEXT NOT NULL,
  last_asked_at TEXT NOT NULL,
  last_read_at TEXT,                         -- the last time that all of it was in hand
  error TEXT,                                -- why it could not be read the last time; NULL: it could
  error_since TEXT,
  named INTEGER NOT NULL DEFAULT 0,          -- addresses in it, when it was last read
  in_scope INTEGER NOT NULL DEFAULT 0,       -- those of them that belong to the watch
  next_page TEXT,                            -- where a listing is read on; NULL: it was read to its end
  UNIQUE (start, url)
) STRICT;

CREATE TABLE discovered_pages (      -- which source names which page
  source_id INTEGER NOT NULL REFERENCES discovery_sources(id),
  page_id INTEGER NOT NULL REFERENCES pages(id),
  first_seen_at TEXT NOT NULL,
  lastmod TEXT,                              -- when the page was modified, as the source says
  first_missing_at TEXT,                     -- since when a whole sitemap no longer names it
  PRIMARY KEY (source_id, page_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX discovered_pages_page ON discovered_pages(page_id);
