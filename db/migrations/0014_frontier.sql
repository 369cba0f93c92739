-- The frontier: one row a host, kept by triggers (but for leases alone, which storage/frontier.py
-- writes: a trigger doubles the cost of a claim), so that a claim looks at no more than the heads of
-- queues.  It costs the same at a thousand and at a million due pages.  '' stands for no moment.

CREATE TABLE frontier (
  site_id INTEGER PRIMARY KEY REFERENCES sites(id),
  due_at TEXT,                               -- the earliest next_fetch_at; NULL: nothing is scheduled
  leased_until TEXT NOT NULL DEFAULT '',     -- the end of the last lease on one of its pages
  paced_until TEXT NOT NULL DEFAULT '',      -- its pace, or a hold; also its place among the hosts
  closed_until TEXT NOT NULL DEFAULT '',     -- its breaker
  spent_until TEXT NOT NULL DEFAULT '',      -- its budget of a day is used up
  spent_budget INTEGER NOT NULL DEFAULT 0,   -- the budget that was
  spent INTEGER NOT NULL DEFAULT 0,          -- the sum of its spending
  turns INTEGER NOT NULL DEFAULT 0           -- claims so far: some are for pages never read
) STRICT;
CREATE INDEX frontier_turn ON frontier(
  max(due_at, leased_until, paced_until, closed_until, spent_until));
CREATE INDEX frontier_spent ON frontier(spent_budget) WHERE spent_until <> '';

CREATE TABLE spending (                      -- requests for a host's pages, by the minute, of a day
  site_id INTEGER NOT NULL REFERENCES sites(id),
  minute TEXT NOT NULL,
  requests INTEGER NOT NULL,
  PRIMARY KEY (site_id, minute)
) STRICT, WITHOUT ROWID;

-- Pages added in one second are taken in an order that runs through all of them many times over, so
-- that no section waits for the whole of another one.
CREATE INDEX pages_turn ON pages(site_id, next_fetch_at, (id % 97))
  WHERE next_fetch_at IS NOT NULL AND state <> 'paused';
CREATE INDEX pages_unread ON pages(site_id, next_fetch_at, (id % 97))
  WHERE last_checked_at IS NULL AND next_fetch_at IS NOT NULL AND state <> 'paused';
CREATE INDEX pages_oldest ON pages(site_id, last_checked_at)
  WHERE last_checked_at IS NOT NULL AND next_fetch_at IS NOT NULL AND state <> 'paused'
    AND coalesce(every_seconds, 0) < 15552000;    -- 180 days: the floor
CREATE INDEX pages_leased ON pages(site_id, lease_until) WHERE lease_owner IS NOT NULL;

INSERT INTO frontier (site_id, due_at, leased_until, paced_until, closed_until)
  SELECT s.id,
    (SELECT min(next_fetch_at) FROM pages WHERE site_id = s.id AND next_fetch_at IS NOT NULL
      AND state <> 'paused'),
    coalesce((SELECT max(lease_until) FROM pages WHERE site_id = s.id
      AND lease_owner IS NOT NULL), ''),
    coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', s.next_request_at, 'unixepoch'), ''),
    coalesce(s.closed_until, '')
  FROM sites s;

CREATE TRIGGER frontier_site_added AFTER INSERT ON sites
BEGIN
  INSERT INTO frontier (site_id, paced_until, closed_until) VALUES (new.id,
    coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', new.next_request_at, 'unixepoch'), ''),
    coalesce(new.closed_until, ''));
END;

CREATE TRIGGER frontier_site_asked AFTER UPDATE OF next_request_at, closed_until ON sites
WHEN new.next_request_at IS NOT old.next_request_at OR new.closed_until IS NOT old.closed_until
BEGIN
  UPDATE frontier SET
    paced_until = coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', new.next_request_at, 'unixepoch'), ''),
    closed_until = coalesce(new.closed_until, '')
  WHERE site_id = new.id;
END;

CREATE TRIGGER frontier_page_added AFTER INSERT ON pages
WHEN new.next_fetch_at IS NOT NULL AND new.state <> 'paused'
BEGIN
  UPDATE frontier SET spent_until = '',
    due_at = min(coalesce(due_at, new.next_fetch_at), new.next_fetch_at)
  WHERE site_id = new.site_id;
END;

CREATE TRIGGER frontier_page_changed AFTER UPDATE OF next_fetch_at, state ON pages
WHEN new.next_fetch_at IS NOT old.next_fetch_at OR new.lease_until IS NOT old.lease_until
  OR (new.state = 'paused') <> (old.state = 'paused')
BEGIN
  UPDATE frontier SET
    due_at = (SELECT next_fetch_at FROM pages WHERE site_id = new.site_id
      AND next_fetch_at IS NOT NULL AND state <> 'paused' ORDER BY next_fetch_at LIMIT 1),
    leased_until = coalesce((SELECT max(lease_until) FROM pages WHERE site_id = new.site_id
      AND lease_owner IS NOT NULL), '')
  WHERE site_id = new.site_id;
END;
