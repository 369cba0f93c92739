-- What is learnt of how often pages change, and so when each is looked at next.

ALTER TABLE sites ADD COLUMN changes_met REAL NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN days_watched REAL NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN price REAL NOT NULL DEFAULT 0;         -- in days: what a look must save
ALTER TABLE sites ADD COLUMN stretch REAL NOT NULL DEFAULT 1;       -- learnt from being late
ALTER TABLE sites ADD COLUMN plans_to_price INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN lastmod_right REAL NOT NULL DEFAULT 0;
ALTER TABLE sites ADD COLUMN lastmod_wrong REAL NOT NULL DEFAULT 0;

CREATE TABLE sections (                      -- folders of a host with many pages
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  prefix TEXT NOT NULL UNIQUE,               -- the beginning that the keys of its pages share
  changes_met REAL NOT NULL DEFAULT 0,
  days_watched REAL NOT NULL DEFAULT 0,
  gone_at TEXT,                              -- when a page of it was last newly found gone
  gone_belief TEXT CHECK (json_valid(gone_belief))
) STRICT;

ALTER TABLE pages ADD COLUMN section_id INTEGER REFERENCES sections(id);   -- NULL: the host itself
ALTER TABLE pages ADD COLUMN looked_at TEXT;
ALTER TABLE pages ADD COLUMN changes_met REAL NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN days_watched REAL NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN rate REAL;                                    -- changes a day
ALTER TABLE pages ADD COLUMN lastmod TEXT;
ALTER TABLE pages ADD COLUMN lastmod_news_at TEXT;                         -- NULL: nothing to prove
ALTER TABLE pages ADD COLUMN next_why TEXT;
CREATE INDEX pages_section ON pages(section_id, next_fetch_at) WHERE section_id IS NOT NULL;
