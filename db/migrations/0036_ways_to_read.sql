-- By what readers ask in a large archive: a page by its address, the weightiest change first, what
-- stands in which kind, who speaks of what now, the links that are dead.  None is touched by a check
-- that finds nothing new.  The column of an index's own WHERE is in it, so that SQLite before 3.46
-- takes it as covering.

CREATE INDEX pages_url ON pages(url);
DROP INDEX changes_recent;
CREATE INDEX changes_latest ON changes(not_after, id, kind, severity, page_id, site_id, source,
  superseded_at)
  WHERE superseded_at IS NULL;
CREATE INDEX changes_weight ON changes(severity, not_after, superseded_at)
  WHERE superseded_at IS NULL;
CREATE INDEX versions_now ON versions(page_id, doctype, speaker, text_id, is_current)
  WHERE is_current = 1;
DROP INDEX versions_published;
CREATE INDEX versions_dated ON versions(published_on, is_current, text_id);
CREATE INDEX spans_begun ON spans(first_seen_at);
CREATE INDEX links_dead ON links(failing_since)
  WHERE state IN ('suspected','broken','gone','soft_404');
CREATE INDEX versions_old ON versions(page_id, is_current) WHERE is_current = 0;
