-- What a site's banners became for good: no longer an open incident, and no news on its other pages.

CREATE TABLE accepted_banners (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  was TEXT NOT NULL,                         -- as in altered_banners
  now TEXT,                                  -- NULL: the pages declare nothing any more
  accepted_at TEXT NOT NULL,
  change_id INTEGER REFERENCES changes(id)   -- the change that a reader reviewed; NULL: it stood long
) STRICT;
CREATE UNIQUE INDEX accepted_banners_pair ON accepted_banners(site_id, was, coalesce(now, ''));
