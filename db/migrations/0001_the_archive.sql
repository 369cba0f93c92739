-- The archive's tables.  Times are UTC text, YYYY-MM-DDTHH:MM:SSZ; digests are SHA-256 in hex.
-- Views (db/views) are the public interface; these tables may change by further migrations.

CREATE TABLE codec_dictionaries (   -- zstd dictionaries, never changed once used
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  made_at TEXT NOT NULL,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE sites (                -- one row a host: its politeness and its robots.txt
  id INTEGER PRIMARY KEY,
  host TEXT NOT NULL UNIQUE COLLATE NOCASE,
  added_at TEXT NOT NULL,
  dictionary_id INTEGER REFERENCES codec_dictionaries(id),
  next_request_at REAL NOT NULL DEFAULT 0,   -- seconds since 1970: the floor survives restarts
  robots_status INTEGER,
  robots_content_type TEXT,
  robots_body BLOB,
  robots_fetched_at TEXT,
  robots_failure TEXT,
  blocked_since TEXT
) STRICT;

CREATE TABLE pages (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  url TEXT NOT NULL,                         -- as first given; this is what is fetched
  key TEXT NOT NULL UNIQUE,                  -- what two addresses of one page have in common
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN
    ('new','live','suspect','removed','moved','withheld','blocked','unreachable','paused')),
  state_since TEXT NOT NULL,
  added_at TEXT NOT NULL,
  added_by TEXT NOT NULL CHECK (added_by IN ('command','config','discovery','import')),
  every_seconds INTEGER CHECK (every_seconds > 0),
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  moved_to TEXT,
  etag TEXT,                                 -- validators of the last full answer
  last_modified TEXT,
  checks_since_full INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,       -- in a row
  last_checked_at TEXT,
  last_ok_at TEXT,
  last_changed_at TEXT,
  next_fetch_at TEXT,                        -- NULL: not scheduled
  lease_owner TEXT,
  lease_until TEXT,
  attempt INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX pages_due ON pages(next_fetch_at) WHERE next_fetch_at IS NOT NULL;
CREATE INDEX pages_site ON pages(site_id, state);

CREATE TABLE page_aliases (                  -- other addresses that are known to be a page
  key TEXT PRIMARY KEY,
  page_id INTEGER NOT NULL REFERENCES pages(id),
  url TEXT NOT NULL,
  first_seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX page_aliases_page ON page_aliases(page_id);

CREATE TABLE captures (                      -- distinct bodies, content-addressed
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  size INTEGER NOT NULL,                     -- bytes before compression
  media_type TEXT NOT NULL,
  codec TEXT NOT NULL CHECK (codec IN ('identity','zstd','zstd-dictionary','zstd-patch')),
  dictionary_id INTEGER REFERENCES codec_dictionaries(id),
  base_id INTEGER REFERENCES captures(id),   -- a patch's base is never itself a patch
  stored_at TEXT NOT NULL,
  data BLOB NOT NULL,
  CHECK ((codec = 'zstd-patch') = (base_id IS NOT NULL)),
  CHECK ((codec = 'zstd-dictionary') = (dictionary_id IS NOT NULL))
) STRICT;

CREATE TABLE texts (                         -- distinct texts: a title edit stores no text twice
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  words INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE versions (                      -- distinct states of a page
  id INTEGER PRIMARY KEY,
  page_id INTEGER NOT NULL REFERENCES pages(id),
  number INTEGER NOT NULL,                   -- for display: order of first sight, may shift
  state_sha256 TEXT NOT NULL,
  text_id INTEGER REFERENCES texts(id),      -- NULL: a document kept as bytes
  comparable_sha256 TEXT NOT NULL,           -- of the words as captures are compared by
  metadata_sha256 TEXT NOT NULL,
  links_sha256 TEXT NOT NULL,
  title TEXT, html_title TEXT, doctype TEXT, speaker TEXT, role TEXT, audience TEXT, place TEXT,
  published_on TEXT, language TEXT,
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  media_type TEXT NOT NULL,
  extractor TEXT NOT NULL,
  fallback INTEGER NOT NULL DEFAULT 0 CHECK (fallback IN (0,1)),
  capture_id INTEGER NOT NULL REFERENCES captures(id),   -- the bytes it was first read from
  first_seen_at TEXT NOT NULL,
  is_current INTEGER NOT NULL DEFAULT 0 CHECK (is_current IN (0,1)),
  retracted_at TEXT,
  retraction TEXT,                           -- why it was set aside
  UNIQUE (page_id, state_sha256)
) STRICT;
CREATE UNIQUE INDEX versions_current ON versions(page_id) WHERE is_current = 1;
CREATE INDEX versions_published ON versions(published_on);
CREATE INDEX versions_text ON versions(text_id);
CREATE INDEX versions_capture ON versions(capture_id);

CREATE TABLE readings (                      -- which version a content slice was read as
  page_id INTEGER NOT NULL REFERENCES pages(id),
  slice_sha256 TEXT NOT NULL,
  version_id INTEGER NOT NULL REFERENCES versions(id),
  PRIMARY KEY (page_id, slice_sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE turns (                         -- spans of the text: nothing is stored twice
  version_id INTEGER NOT NULL REFERENCES versions(id),
  position INTEGER NOT NULL,
  speaker TEXT,                              -- the label verbatim, NULL before the first one
  person TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('speech','question','moderator','note')),
  start INTEGER NOT NULL,                    -- characters, from 0
  length INTEGER NOT NULL,
  PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE links (                         -- distinct targets, however many pages link to them
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'unchecked' CHECK (state IN ('unchecked','ok','redirected','moved',
    'suspected','broken','gone','soft_404','blocked','excluded')),
  reason TEXT,
  status INTEGER,
  final_url TEXT,
  first_seen_at TEXT NOT NULL,
  last_ok_at TEXT,
  failing_since TEXT,
  checked_at TEXT,
  checks INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  next_check_at TEXT,
  suggestion_url TEXT,
  suggestion_kind TEXT,
  suggestion_verified_at TEXT
) STRICT;
CREATE INDEX links_due ON links(next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX links_state ON links(state) WHERE state NOT IN ('unchecked','ok');

CREATE TABLE page_links (                    -- where each version has each link
  version_id INTEGER NOT NULL REFERENCES versions(id),
  position INTEGER NOT NULL,
  link_id INTEGER NOT NULL REFERENCES links(id),
  text TEXT NOT NULL,
  area TEXT NOT NULL CHECK (area IN ('body','related')),
  context TEXT NOT NULL,
  scheme_counts INTEGER NOT NULL CHECK (scheme_counts IN (0,1)),   -- else it is the page's own
  PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_links_link ON page_links(link_id, version_id);

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  trigger TEXT NOT NULL CHECK (trigger IN ('schedule','manual','import','demo')),
  kind TEXT NOT NULL CHECK (kind IN ('fetch','links','import','maintenance')),
  started_at TEXT NOT NULL,
  finished_at TEXT,
  outcome TEXT CHECK (outcome IN ('ok','partial','failed','abandoned')),
  checked INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  software TEXT NOT NULL
) STRICT;
CREATE INDEX runs_started ON runs(started_at);

CREATE TABLE fetches (                       -- every check, good or bad
  id INTEGER PRIMARY KEY,
  page_id INTEGER NOT NULL REFERENCES pages(id),
  run_id INTEGER REFERENCES runs(id),
  observed_at TEXT NOT NULL,                 -- when the page was asked (WARC-Date for imports)
  source TEXT NOT NULL,                      -- 'live', 'import', 'memento:HOST'
  outcome TEXT NOT NULL CHECK (outcome IN ('new','changed','unchanged','not_modified','moved',
    'missing','soft_missing','blocked','server_error','network_error','rejected','needs_review',
    'deferred')),
  reason TEXT,
  status INTEGER,
  elapsed_ms INTEGER,
  final_url TEXT,                            -- NULL: the page's own address
  moved_to TEXT,                             -- the key that a permanent redirect led to
  capture_id INTEGER REFERENCES captures(id),
  version_id INTEGER REFERENCES versions(id),
  how TEXT CHECK (how IN ('304','same bytes','same slice','read','absent')),
  headers TEXT CHECK (headers IS NULL OR json_valid(headers)),
  evidence TEXT CHECK (evidence IS NULL OR json_valid(evidence))
) STRICT;
CREATE INDEX fetches_page ON fetches(page_id, observed_at);
CREATE INDEX fetches_run ON fetches(run_id);
CREATE INDEX fetches_time ON fetches(observed_at);
CREATE INDEX fetches_capture ON fetches(capture_id) WHERE capture_id IS NOT NULL;

CREATE TABLE spans (                         -- runs of checks that saw one state
  id INTEGER PRIMARY KEY,
  page_id INTEGER NOT NULL REFERENCES pages(id),
  version_id INTEGER REFERENCES versions(id),   -- NULL: a tombstone, confirmed as gone
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  last_full_at TEXT NOT NULL,                -- the last time the whole text was in hand
  checks INTEGER NOT NULL,
  how TEXT NOT NULL,                         -- how the last check knew
  source TEXT NOT NULL,
  moved_to TEXT,
  first_fetch_id INTEGER NOT NULL,
  first_capture_id INTEGER REFERENCES captures(id),
  last_capture_id INTEGER REFERENCES captures(id)
) STRICT;
CREATE INDEX spans_page ON spans(page_id, first_seen_at);
CREATE INDEX spans_version ON spans(version_id);

CREATE TABLE changes (                       -- one a step between two neighbouring spans
  id INTEGER PRIMARY KEY,
  page_id INTEGER NOT NULL REFERENCES pages(id),
  from_version_id INTEGER REFERENCES versions(id),
  to_version_id INTEGER REFERENCES versions(id),
  step TEXT NOT NULL CHECK (step IN ('state','removed','restored','moved')),
  kind TEXT NOT NULL,
  severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 100),
  aspects TEXT NOT NULL CHECK (json_valid(aspects)),
  flags TEXT NOT NULL CHECK (json_valid(flags)),
  cluster TEXT,
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
  superseded_at TEXT                         -- a late capture split or moved this step; row kept
) STRICT;
CREATE INDEX changes_page ON changes(page_id);
CREATE INDEX changes_recent ON changes(not_after) WHERE superseded_at IS NULL;

CREATE TABLE change_edits (                  -- the words that left and came, turn by turn
  change_id INTEGER NOT NULL REFERENCES changes(id),
  position INTEGER NOT NULL,
  speaker TEXT,
  removed TEXT NOT NULL,
  added TEXT NOT NULL,
  excerpt TEXT NOT NULL CHECK (json_valid(excerpt)),   -- [["=", words], ["-", words], …]
  PRIMARY KEY (change_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE link_checks (
  id INTEGER PRIMARY KEY,
  link_id INTEGER NOT NULL REFERENCES links(id),
  run_id INTEGER REFERENCES runs(id),
  checked_at TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  status INTEGER,
  final_url TEXT,
  elapsed_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX link_checks_link ON link_checks(link_id, checked_at);

CREATE TABLE jobs (                          -- what was asked of the daemon
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  arguments TEXT NOT NULL CHECK (json_valid(arguments)),
  dedupe_key TEXT,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued','running','done','failed')),
  requested_by TEXT NOT NULL,
  requested_at TEXT NOT NULL,
  finished_at TEXT,
  run_id INTEGER REFERENCES runs(id),
  error TEXT
) STRICT;
CREATE UNIQUE INDEX jobs_live ON jobs(kind, dedupe_key) WHERE state IN ('queued','running');

CREATE TABLE incidents (                     -- what stands between the watch and a clear view
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('blocked_host','unreachable_host','needs_review',
    'page_suspect','robots_unreadable','template_drift')),
  host TEXT NOT NULL,
  page_id INTEGER REFERENCES pages(id),
  opened_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  closed_at TEXT,
  occurrences INTEGER NOT NULL DEFAULT 1,
  detail TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX incidents_open ON incidents(kind, host, coalesce(page_id, 0))
  WHERE closed_at IS NULL;

-- The view current_transcripts (db/views) stands behind this index.
-- content= names the view (with the table, a rebuild would index every old version), in double
-- quotes (Datasette does not see single ones).
CREATE VIRTUAL TABLE transcripts_fts USING fts5(
  title, text, content="current_transcripts", content_rowid="rowid",
  tokenize="unicode61 remove_diacritics 2");
CREATE TRIGGER versions_fts_in AFTER INSERT ON versions
WHEN new.is_current = 1 AND new.text_id IS NOT NULL BEGIN
  INSERT INTO transcripts_fts(rowid, title, text)
  VALUES (new.id, new.title, (SELECT text FROM texts WHERE id = new.text_id)); END;
CREATE TRIGGER versions_fts_back AFTER UPDATE OF is_current ON versions
WHEN old.is_current = 0 AND new.is_current = 1 AND new.text_id IS NOT NULL BEGIN
  INSERT INTO transcripts_fts(rowid, title, text)
  VALUES (new.id, new.title, (SELECT text FROM texts WHERE id = new.text_id)); END;
CREATE TRIGGER versions_fts_out AFTER UPDATE OF is_current ON versions
WHEN old.is_current = 1 AND new.is_current = 0 AND old.text_id IS NOT NULL BEGIN
  INSERT INTO transcripts_fts(transcripts_fts, rowid, title, text)
  VALUES ('delete', old.id, old.title, (SELECT text FROM texts WHERE id = old.text_id)); END;

PRAGMA application_id = 1098348392;          -- 'AWah'
