-- What stood in the way of one page, and of one host, without going through all that ever stood anywhere.

CREATE INDEX incidents_of_a_page ON incidents(page_id) WHERE page_id IS NOT NULL;
CREATE INDEX incidents_of_a_host ON incidents(host) WHERE closed_at IS NULL;
