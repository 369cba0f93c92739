-- Who asked for a check of a page, found by its page and time: the view of checks looks for each check.
CREATE INDEX jobs_asked ON jobs(dedupe_key, requested_at) WHERE kind = 'check';
