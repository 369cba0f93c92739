-- Pages that are under contract not to change, and what was edited all the same.

ALTER TABLE sites ADD COLUMN frozen_since TEXT;      -- by the site's profile; NULL: it says nothing
ALTER TABLE changes ADD COLUMN after_freeze TEXT;    -- why nothing should have changed; NULL: it may
ALTER TABLE incidents ADD COLUMN change_id INTEGER REFERENCES changes(id);   -- the last that it is about
CREATE INDEX changes_after_freeze ON changes(page_id) WHERE after_freeze IS NOT NULL;

CREATE TABLE altered_banners (               -- pages that no longer declare what they had declared
  page_id INTEGER PRIMARY KEY REFERENCES pages(id),
  site_id INTEGER NOT NULL REFERENCES sites(id),
  was TEXT NOT NULL,
  now TEXT,                                  -- NULL: the page declares nothing any more
  not_before TEXT NOT NULL,
  not_after TEXT NOT NULL
) STRICT;
CREATE INDEX altered_banners_site ON altered_banners(site_id);

-- A reader who has reviewed every edit of a frozen page has dealt with the incident.
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
