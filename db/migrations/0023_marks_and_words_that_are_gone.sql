-- What readers judged of changes, and the words of edits made searchable.

CREATE TABLE verdicts (                      -- what readers judged of a change, as it stands
  id INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL UNIQUE REFERENCES changes(id),
  reviewed INTEGER CHECK (reviewed IN (0,1)),              -- NULL: nobody said
  importance INTEGER CHECK (importance BETWEEN 0 AND 100), -- the reader's, not the severity
  labels TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(labels)),
  note TEXT,
  marked_at TEXT NOT NULL,
  marked_by TEXT NOT NULL
) STRICT;

CREATE TABLE marks (                         -- who marked which change how: added to, never altered
  id INTEGER PRIMARY KEY,
  verdict_id INTEGER NOT NULL REFERENCES verdicts(id),
  marked_at TEXT NOT NULL,
  marked_by TEXT NOT NULL,
  reviewed INTEGER CHECK (reviewed IN (0,1)),              -- NULL: this mark does not say
  importance INTEGER CHECK (importance BETWEEN 0 AND 100),
  labels_added TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(labels_added)),
  labels_removed TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(labels_removed)),
  note TEXT,
  url TEXT NOT NULL,                         -- from here on: what was marked, as it was told then
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  not_before TEXT NOT NULL,
  not_after TEXT NOT NULL,
  from_state_sha256 TEXT,
  to_state_sha256 TEXT,
  from_capture_sha256 TEXT,
  to_capture_sha256 TEXT
) STRICT;
CREATE INDEX marks_verdict ON marks(verdict_id);

-- A step that was set aside and is written again (a late capture came between, and was set aside in
-- its turn) is the same change: of the same page or template, between the same states, in intervals
-- that overlap.  What was judged of it goes with it.
CREATE TRIGGER verdicts_go_along AFTER INSERT ON changes
WHEN new.page_id IS NOT NULL AND EXISTS (SELECT 1 FROM verdicts) BEGIN
  UPDATE verdicts SET change_id = new.id WHERE id = (
    SELECT j.id FROM changes c CROSS JOIN verdicts j ON j.change_id = c.id
    WHERE c.page_id = new.page_id AND c.superseded_at IS NOT NULL AND c.step = new.step
      AND c.from_version_id IS new.from_version_id AND c.to_version_id IS new.to_version_id
      AND c.not_before <= new.not_after AND new.not_before <= c.not_after
    ORDER BY j.marked_at DESC, j.id DESC LIMIT 1); END;
CREATE TRIGGER verdicts_on_templates_go_along AFTER INSERT ON changes
WHEN new.site_id IS NOT NULL AND EXISTS (SELECT 1 FROM verdicts) BEGIN
  UPDATE verdicts SET change_id = new.id WHERE id = (
    SELECT j.id FROM changes c CROSS JOIN verdicts j ON j.change_id = c.id
    WHERE c.site_id = new.site_id AND c.cluster = new.cluster AND c.superseded_at IS NOT NULL
      AND c.not_before <= new.not_after AND new.not_before <= c.not_after
    ORDER BY j.marked_at DESC, j.id DESC LIMIT 1); END;

-- The view removed_text stands behind this index: the edits of the changes that stand.  An edit has
-- no number of its own in its table; what is told of it as its row is worked out from its place.
CREATE INDEX change_edits_rowid ON change_edits(change_id * 1000000 + position);
CREATE VIRTUAL TABLE edits_fts USING fts5(
  removed, added, content="removed_text", content_rowid="rowid",
  tokenize="unicode61 remove_diacritics 2");
INSERT INTO edits_fts(rowid, removed, added)
  SELECT e.change_id * 1000000 + e.position, e.removed, e.added
  FROM change_edits e JOIN changes c ON c.id = e.change_id WHERE c.superseded_at IS NULL;
CREATE TRIGGER edits_fts_in AFTER INSERT ON change_edits
WHEN (SELECT superseded_at FROM changes WHERE id = new.change_id) IS NULL BEGIN
  INSERT INTO edits_fts(rowid, removed, added)
  VALUES (new.change_id * 1000000 + new.position, new.removed, new.added); END;
CREATE TRIGGER edits_fts_out AFTER DELETE ON change_edits
WHEN (SELECT superseded_at FROM changes WHERE id = old.change_id) IS NULL BEGIN
  INSERT INTO edits_fts(edits_fts, rowid, removed, added)
  VALUES ('delete', old.change_id * 1000000 + old.position, old.removed, old.added); END;
CREATE TRIGGER edits_fts_reworded AFTER UPDATE OF removed, added ON change_edits
WHEN (SELECT superseded_at FROM changes WHERE id = new.change_id) IS NULL BEGIN
  INSERT INTO edits_fts(edits_fts, rowid, removed, added)
  VALUES ('delete', old.change_id * 1000000 + old.position, old.removed, old.added);
  INSERT INTO edits_fts(rowid, removed, added)
  VALUES (new.change_id * 1000000 + new.position, new.removed, new.added); END;
CREATE TRIGGER edits_fts_set_aside AFTER UPDATE OF superseded_at ON changes
WHEN old.superseded_at IS NULL AND new.superseded_at IS NOT NULL BEGIN
  INSERT INTO edits_fts(edits_fts, rowid, removed, added)
  SELECT 'delete', change_id * 1000000 + position, removed, added
  FROM change_edits WHERE change_id = new.id; END;
CREATE TRIGGER edits_fts_back AFTER UPDATE OF superseded_at ON changes
WHEN old.superseded_at IS NOT NULL AND new.superseded_at IS NULL BEGIN
  INSERT INTO edits_fts(rowid, removed, added)
  SELECT change_id * 1000000 + position, removed, added
  FROM change_edits WHERE change_id = new.id; END;
