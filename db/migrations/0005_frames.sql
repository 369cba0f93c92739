-- Frames: what stands around the words of pages, and the edits of it that many pages share.

CREATE TABLE frame_lines (                   -- distinct lines around the words of a site's pages
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  line TEXT NOT NULL,
  seen_on TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(seen_on)),   -- pages, three at the most
  UNIQUE (site_id, line)
) STRICT;

CREATE TABLE frames (                        -- distinct frames: lines in their order
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  extractor TEXT NOT NULL,                   -- frames of two extractors are not compared
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  lines BLOB NOT NULL,                       -- the lines' ids, each less the one before, deflated
  UNIQUE (site_id, sha256, extractor)
) STRICT;

ALTER TABLE fetches ADD COLUMN frame_id INTEGER REFERENCES frames(id);

CREATE TABLE frames_anew (                   -- what a later extractor takes from a check's bytes
  fetch_id INTEGER NOT NULL REFERENCES fetches(id),
  frame_id INTEGER NOT NULL REFERENCES frames(id),
  PRIMARY KEY (fetch_id, frame_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE frame_edits (                   -- edits between two neighbouring frames of a page
  to_fetch_id INTEGER NOT NULL REFERENCES fetches(id),
  position INTEGER NOT NULL,
  from_fetch_id INTEGER NOT NULL REFERENCES fetches(id),
  site_id INTEGER NOT NULL REFERENCES sites(id),
  page_id INTEGER NOT NULL REFERENCES pages(id),
  edit_sha256 TEXT NOT NULL CHECK (length(edit_sha256) = 64),
  not_before TEXT NOT NULL,
  not_after TEXT NOT NULL,
  PRIMARY KEY (to_fetch_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX frame_edits_same ON frame_edits(site_id, edit_sha256, not_after);
CREATE INDEX frame_edits_page ON frame_edits(page_id);

-- A template change is of a site, not of a page, so the table of changes is made anew.  The edits
-- are copied first and dropped first: no row is ever without the one that it refers to.  Views that
-- name the tables are made again after the migrations.
DROP VIEW IF EXISTS recent_changes;
DROP VIEW IF EXISTS removed_text;

CREATE TABLE changes_anew (                  -- one a step between two neighbouring spans
  id INTEGER PRIMARY KEY,
  page_id INTEGER REFERENCES pages(id),      -- NULL: of a site's template
  site_id INTEGER REFERENCES sites(id),      -- of a template only
  from_version_id INTEGER REFERENCES versions(id),
  to_version_id INTEGER REFERENCES versions(id),
  step TEXT NOT NULL CHECK (step IN ('state','removed','restored','moved','template')),
  kind TEXT NOT NULL,
  severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 100),
  aspects TEXT NOT NULL CHECK (json_valid(aspects)),
  flags TEXT NOT NULL CHECK (json_valid(flags)),
  cluster TEXT,
  pages INTEGER NOT NULL DEFAULT 1,          -- how many show it: more than one for a template
  not_before TEXT NOT NULL,
  not_after TEXT NOT NULL,
  detected_at TEXT NOT NULL,
  source TEXT NOT NULL,
  from_capture_id INTEGER REFERENCES captures(id),
  to_capture_id INTEGER REFERENCES captures(id),
  words_added INTEGER NOT NULL,
  words_removed INTEGER NOT NULL,
  summary TEXT NOT NULL,
  beside TEXT NOT NULL,                      -- the part of the summary that is not about the text
  verdict TEXT,
  superseded_at TEXT,                        -- a late capture split or moved this step; row kept
  CHECK ((step = 'template') = (page_id IS NULL)),
  CHECK ((page_id IS NULL) = (site_id IS NOT NULL))
) STRICT;
INSERT INTO changes_anew (id, page_id, from_version_id, to_version_id, step, kind, severity,
    aspects, flags, cluster, not_before, not_after, detected_at, source, from_capture_id,
    to_capture_id, words_added, words_removed, summary, beside, verdict, superseded_at)
  SELECT id, page_id, from_version_id, to_version_id, step, kind, severity,
    aspects, flags, cluster, not_before, not_after, detected_at, source, from_capture_id,
    to_capture_id, words_added, words_removed, summary, beside, verdict, superseded_at
  FROM changes;

CREATE TABLE change_edits_anew (             -- the words that left and came, turn by turn
  change_id INTEGER NOT NULL REFERENCES changes_anew(id),
  position INTEGER NOT NULL,
  speaker TEXT,
  removed TEXT NOT NULL,
  added TEXT NOT NULL,
  excerpt TEXT NOT NULL CHECK (json_valid(excerpt)),   -- [["=", words], ["-", words], …]
  PRIMARY KEY (change_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO change_edits_anew (change_id, position, speaker, removed, added, excerpt)
  SELECT change_id, position, speaker, removed, added, excerpt FROM change_edits;

DROP TABLE change_edits;
DROP TABLE changes;
ALTER TABLE changes_anew RENAME TO changes;
ALTER TABLE change_edits_anew RENAME TO change_edits;
CREATE INDEX changes_page ON changes(page_id) WHERE page_id IS NOT NULL;
CREATE INDEX changes_recent ON changes(not_after) WHERE superseded_at IS NULL;
CREATE INDEX changes_template ON changes(site_id, cluster) WHERE site_id IS NOT NULL;
