-- What was learnt of hosts that no profile knows, from their own stored pages.

CREATE TABLE templates (                     -- each time a host was learnt; the last is in force
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  number INTEGER NOT NULL,                   -- 1 at 6 pages, 2 at 12, 3 at 24 …
  learnt_at TEXT NOT NULL,
  pages INTEGER NOT NULL,                    -- distinct pages it was learnt from
  UNIQUE (site_id, number)
) STRICT;

CREATE TABLE containers (                    -- where the words are, and what never holds any
  template_id INTEGER NOT NULL REFERENCES templates(id),
  rank INTEGER NOT NULL,                     -- of roots: which is looked for first
  signature TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('root','furniture')),
  pages INTEGER NOT NULL,
  PRIMARY KEY (template_id, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE block_df (                      -- on how many pages a block stands; the last template's
  template_id INTEGER NOT NULL REFERENCES templates(id),
  position TEXT NOT NULL,                    -- the signature of the container it stands in
  fingerprint TEXT NOT NULL,                 -- of its letters and digits
  pages INTEGER NOT NULL,
  PRIMARY KEY (template_id, fingerprint, position)
) STRICT, WITHOUT ROWID;
