-- Checks that found nothing new, many of them in one row: what of each is its own is packed.

CREATE TABLE folds (
  id INTEGER PRIMARY KEY,
  page_id INTEGER NOT NULL REFERENCES pages(id),
  version_id INTEGER NOT NULL REFERENCES versions(id),
  first_fetch_id INTEGER NOT NULL,           -- the number of the first check of them
  first_at TEXT NOT NULL,
  last_at TEXT NOT NULL,
  last_full_at TEXT,                         -- the last time the whole answer was in hand
  checks INTEGER NOT NULL,
  not_modified INTEGER NOT NULL,             -- of them known by: a 304
  same_bytes INTEGER NOT NULL,
  same_slice INTEGER NOT NULL,
  read INTEGER NOT NULL,
  folded_at TEXT NOT NULL,
  alike TEXT NOT NULL CHECK (json_valid(alike)),   -- what is the same in all rows
  packed BLOB NOT NULL,                      -- what is each one's own, deflated
  CHECK (checks = not_modified + same_bytes + same_slice + read)
) STRICT;
CREATE INDEX folds_page ON folds(page_id, first_at);
CREATE INDEX folds_time ON folds(last_at);

-- A check that is folded leaves its table: who refers to it is asked for each.
CREATE INDEX frame_edits_from ON frame_edits(from_fetch_id);
