-- Repairs of links: what was found in a link's place, what was looked for, and which rules were right.

CREATE TABLE repairs (                       -- found, compared, and seen to be there
  id INTEGER PRIMARY KEY,
  link_id INTEGER NOT NULL REFERENCES links(id) ON DELETE CASCADE,
  url TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN
    ('permanent','moved_notice','variant','sister','own','memento')),
  rule TEXT,                                 -- of the map of hosts
  why TEXT NOT NULL,
  confidence INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 100),
  copied_at TEXT,                            -- of a web archive's copy
  asked_as TEXT,                             -- where that is served as it was taken
  found_at TEXT NOT NULL,
  verified_at TEXT NOT NULL,
  next_look_at TEXT NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,       -- in a row, since it was last seen
  withdrawn_at TEXT,
  withdrawal TEXT
) STRICT;
CREATE UNIQUE INDEX repairs_standing ON repairs(link_id) WHERE withdrawn_at IS NULL;
CREATE INDEX repairs_link ON repairs(link_id);

CREATE TABLE repair_searches (               -- the last search for each link
  link_id INTEGER PRIMARY KEY REFERENCES links(id) ON DELETE CASCADE,
  searched_at TEXT NOT NULL,
  next_search_at TEXT NOT NULL,
  requests INTEGER NOT NULL,
  searches INTEGER NOT NULL DEFAULT 1,
  tried TEXT NOT NULL CHECK (json_valid(tried))
) STRICT;

CREATE TABLE repair_rules (                  -- how often a rule of the map of hosts was right
  rule TEXT PRIMARY KEY,
  tries INTEGER NOT NULL DEFAULT 0,
  successes INTEGER NOT NULL DEFAULT 0,
  last_success_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE memento_answers (               -- what a web archive was asked, so as not to ask again
  base TEXT NOT NULL,
  address TEXT NOT NULL,
  near TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  url TEXT,                                  -- NULL: it has no copy
  raw_url TEXT,
  copied_at TEXT,
  PRIMARY KEY (base, address, near)
) STRICT, WITHOUT ROWID;

-- Another suggestion than the one that was verified has not been verified.
CREATE TRIGGER suggestion_unverified AFTER UPDATE OF suggestion_url ON links
WHEN new.suggestion_url IS NOT old.suggestion_url
  AND new.suggestion_verified_at IS NOT NULL
  AND new.suggestion_verified_at IS old.suggestion_verified_at
BEGIN
  UPDATE links SET suggestion_verified_at = NULL WHERE id = new.id;
END;
