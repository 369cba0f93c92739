-- The words of past versions in an index of their own, so that what a page said once is found as fast
-- as what it says now (docs/decisions/0048-the-words-of-the-past.md).
--
-- A version has its row in it where past_rowid is set; one that waits for it is found by reading it.
-- The row's number is the second that the version was first seen in, times 2^30, and the version's own
-- number: so the index answers the latest first, of any word, without sorting.

ALTER TABLE versions ADD COLUMN past_rowid INTEGER;
CREATE UNIQUE INDEX versions_past_rowid ON versions(past_rowid) WHERE past_rowid IS NOT NULL;
CREATE INDEX versions_unsearched ON versions(first_seen_at, is_current, retracted_at, text_id, past_rowid)
  WHERE is_current = 0 AND retracted_at IS NULL AND text_id IS NOT NULL AND past_rowid IS NULL;

CREATE VIRTUAL TABLE past_fts USING fts5(
  title, text, content="past_transcripts", content_rowid="rowid",
  tokenize="unicode61 remove_diacritics 2");
CREATE TRIGGER past_fts_in AFTER UPDATE OF past_rowid ON versions
WHEN old.past_rowid IS NULL AND new.past_rowid IS NOT NULL BEGIN
  INSERT INTO past_fts(rowid, title, text)
  VALUES (new.past_rowid, new.title, (SELECT text FROM texts WHERE id = new.text_id)); END;
-- Whatever makes a row of the index untrue takes it out, by the words that it was put in with.
CREATE TRIGGER past_fts_out AFTER UPDATE OF is_current, retracted_at, title, text_id, first_seen_at
ON versions WHEN old.past_rowid IS NOT NULL AND (new.is_current = 1 OR new.retracted_at IS NOT NULL
  OR new.title IS NOT old.title OR new.text_id IS NOT old.text_id
  OR new.first_seen_at <> old.first_seen_at) BEGIN
  INSERT INTO past_fts(past_fts, rowid, title, text)
  VALUES ('delete', old.past_rowid, old.title, (SELECT text FROM texts WHERE id = old.text_id));
  UPDATE versions SET past_rowid = NULL WHERE id = new.id; END;
CREATE TRIGGER past_fts_deleted AFTER DELETE ON versions WHEN old.past_rowid IS NOT NULL BEGIN
  INSERT INTO past_fts(past_fts, rowid, title, text)
  VALUES ('delete', old.past_rowid, old.title, (SELECT text FROM texts WHERE id = old.text_id)); END;

-- What most archives have is indexed now; the rest of a large one by the daemon, a piece at a time.
UPDATE versions SET past_rowid = coalesce(CAST(strftime('%s', first_seen_at) AS INTEGER), 0) * 1073741824 + id
  WHERE id IN (SELECT id FROM versions WHERE is_current = 0 AND retracted_at IS NULL
    AND text_id IS NOT NULL AND past_rowid IS NULL ORDER BY first_seen_at LIMIT 2000);
