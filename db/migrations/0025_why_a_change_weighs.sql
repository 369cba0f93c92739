-- Why a change is called what it is called, and by which rules.  Changes of earlier programs keep what
-- they were told as: their rules count as number 1, and they give no reasons.
ALTER TABLE changes ADD COLUMN why TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(why));
ALTER TABLE changes ADD COLUMN classifier INTEGER NOT NULL DEFAULT 1;

CREATE TABLE earlier_findings (              -- what a change was told as before it was classified again
  change_id INTEGER NOT NULL REFERENCES changes(id),
  classifier INTEGER NOT NULL,
  replaced_at TEXT NOT NULL,
  kind TEXT NOT NULL,
  severity INTEGER NOT NULL,
  aspects TEXT NOT NULL CHECK (json_valid(aspects)),
  flags TEXT NOT NULL CHECK (json_valid(flags)),
  summary TEXT NOT NULL,
  PRIMARY KEY (change_id, classifier)
) STRICT, WITHOUT ROWID;
