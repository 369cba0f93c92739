-- The life of pages: what is withheld, what cannot be read, and what nobody watches any more.

DROP TRIGGER freeze_reviewed;                            -- they speak of the table that is made anew
DROP TRIGGER freeze_reviewed_later;
DROP VIEW IF EXISTS open_incidents;                      -- the views are made anew afterwards
CREATE TABLE incidents_anew (                -- what stands between the watch and a clear view
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('blocked_host','unreachable_host','needs_review',
    'page_suspect','robots_unreadable','template_drift','robots_disallowed','channel_failing',
    'edited_after_freeze','page_withheld','pages_unreachable','not_watched',
    'links_failing')),
  host TEXT NOT NULL,                        -- of a channel that fails: notify. and its name
  page_id INTEGER REFERENCES pages(id),
  opened_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  closed_at TEXT,
  occurrences INTEGER NOT NULL DEFAULT 1,
  detail TEXT NOT NULL,
  change_id INTEGER REFERENCES changes(id)   -- the last that it is about
) STRICT;
INSERT INTO incidents_anew (id, kind, host, page_id, opened_at, last_seen_at, closed_at,
    occurrences, detail, change_id)
  SELECT id, kind, host, page_id, opened_at, last_seen_at, closed_at, occurrences, detail, change_id
  FROM incidents;
DROP TABLE incidents;
ALTER TABLE incidents_anew RENAME TO incidents;
CREATE UNIQUE INDEX incidents_open ON incidents(kind, host, coalesce(page_id, 0))
  WHERE closed_at IS NULL;

CREATE TRIGGER transitions_incident_opened AFTER INSERT ON incidents WHEN new.closed_at IS NULL
BEGIN
  INSERT INTO transitions (kind, subject_id, at)
    VALUES ('incident_opened', new.id, new.opened_at);
END;
CREATE TRIGGER transitions_incident_closed AFTER UPDATE OF closed_at ON incidents
WHEN old.closed_at IS NULL AND new.closed_at IS NOT NULL
BEGIN
  INSERT INTO transitions (kind, subject_id, at)
    VALUES ('incident_closed', new.id, new.closed_at);
END;
CREATE TRIGGER freeze_reviewed AFTER INSERT ON verdicts WHEN new.reviewed = 1 BEGIN
  UPDATE incidents SET closed_at = new.marked_at
  WHERE kind = 'edited_after_freeze' AND closed_at IS NULL
    AND page_id = (SELECT page_id FROM changes WHERE id = new.change_id)
    AND NOT EXISTS (SELECT 1 FROM changes c LEFT JOIN verdicts j ON j.change_id = c.id
      WHERE c.page_id = incidents.page_id AND c.after_freeze IS NOT NULL
        AND c.superseded_at IS NULL AND coalesce(j.reviewed, 0) = 0); END;
CREATE TRIGGER freeze_reviewed_later AFTER UPDATE OF reviewed ON verdicts WHEN new.reviewed = 1
BEGIN
  UPDATE incidents SET closed_at = new.marked_at
  WHERE kind = 'edited_after_freeze' AND closed_at IS NULL
    AND page_id = (SELECT page_id FROM changes WHERE id = new.change_id)
    AND NOT EXISTS (SELECT 1 FROM changes c LEFT JOIN verdicts j ON j.change_id = c.id
      WHERE c.page_id = incidents.page_id AND c.after_freeze IS NOT NULL
        AND c.superseded_at IS NULL AND coalesce(j.reviewed, 0) = 0); END;

ALTER TABLE pages ADD COLUMN paused_by TEXT;             -- who stopped the watch; NULL: it is not known
CREATE INDEX fetches_led_to ON fetches(final_url) WHERE final_url IS NOT NULL;   -- by redirects
