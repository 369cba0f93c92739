-- The same edit in the words of many pages is one finding: its marks, how many pages show it, and to
-- whom it was told.

CREATE TABLE edit_marks (                    -- by what the same edit is known on other pages
  edit_sha256 TEXT NOT NULL CHECK (length(edit_sha256) = 64),
  page_id INTEGER NOT NULL REFERENCES pages(id),
  change_id INTEGER NOT NULL REFERENCES changes(id),
  position INTEGER,                          -- which edit of the change; NULL: the mark of a whole
  is_all INTEGER NOT NULL CHECK (is_all IN (0,1)),         -- nothing else is told of the change
  stands INTEGER NOT NULL CHECK (stands IN (0,1)),         -- 0: its change was set aside
  PRIMARY KEY (edit_sha256, page_id, change_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX edit_marks_change ON edit_marks(change_id);
CREATE INDEX edit_marks_with_others ON edit_marks(edit_sha256) WHERE is_all = 0;

CREATE TABLE edit_clusters (                 -- on how many pages each mark stands
  edit_sha256 TEXT PRIMARY KEY CHECK (length(edit_sha256) = 64),
  pages INTEGER NOT NULL,
  is_whole INTEGER NOT NULL CHECK (is_whole IN (0,1))      -- it is made of other marks
) STRICT, WITHOUT ROWID;
CREATE INDEX edit_clusters_shared ON edit_clusters(pages) WHERE pages > 1;

CREATE TABLE told_edits (                    -- the last alert of an edit by each channel
  channel TEXT NOT NULL,
  edit_sha256 TEXT NOT NULL,
  severity INTEGER NOT NULL,                 -- of the gravest page that was told
  told_at TEXT NOT NULL,
  last_at TEXT NOT NULL,                     -- when the last page with it was seen, told or not
  PRIMARY KEY (channel, edit_sha256)
) STRICT, WITHOUT ROWID;

ALTER TABLE changes ADD COLUMN marked INTEGER;   -- by which rules its edits are marked; NULL: not yet
CREATE INDEX changes_unmarked ON changes(id)
  WHERE marked IS NULL AND page_id IS NOT NULL AND superseded_at IS NULL;
CREATE INDEX changes_cluster ON changes(cluster, severity) WHERE cluster IS NOT NULL;
