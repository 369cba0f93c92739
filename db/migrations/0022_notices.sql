-- Telling people: what came to pass, what is to be told of it by which channel, and what was sent.

DROP VIEW IF EXISTS open_incidents;                       -- the views are made anew afterwards
CREATE TABLE incidents_anew (                -- what stands between the watch and a clear view
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('blocked_host','unreachable_host','needs_review',
    'page_suspect','robots_unreadable','template_drift','robots_disallowed','channel_failing',
    'edited_after_freeze')),
  host TEXT NOT NULL,                        -- of a channel that fails: notify. and its name
  page_id INTEGER REFERENCES pages(id),
  opened_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  closed_at TEXT,
  occurrences INTEGER NOT NULL DEFAULT 1,
  detail TEXT NOT NULL
) STRICT;
INSERT INTO incidents_anew (id, kind, host, page_id, opened_at, last_seen_at, closed_at,
    occurrences, detail)
  SELECT id, kind, host, page_id, opened_at, last_seen_at, closed_at, occurrences, detail
  FROM incidents;
DROP TABLE incidents;
ALTER TABLE incidents_anew RENAME TO incidents;
CREATE UNIQUE INDEX incidents_open ON incidents(kind, host, coalesce(page_id, 0))
  WHERE closed_at IS NULL;

CREATE TABLE transitions (                   -- what came to pass and may be told, in order
  id INTEGER PRIMARY KEY AUTOINCREMENT,      -- channels remember how far they are by it
  kind TEXT NOT NULL CHECK (kind IN ('change','change_withdrawn','incident_opened',
    'incident_closed','link_broken','link_recovered')),
  subject_id INTEGER NOT NULL,               -- the change, the incident or the link
  at TEXT NOT NULL                           -- when it was seen, as far as is known
) STRICT;
CREATE INDEX transitions_of ON transitions(subject_id, kind);

CREATE TABLE channels (                      -- each channel that was configured, and how far it is
  name TEXT PRIMARY KEY,
  began_at TEXT NOT NULL,                    -- nothing is told of what was seen before
  began_after INTEGER NOT NULL,              -- the last transition before it was configured
  alerted_after INTEGER NOT NULL,            -- transitions up to here were looked at for alerts
  alerted_at TEXT,                           -- when the last alert was made
  digested_after INTEGER NOT NULL,           -- transitions up to here are in a digest
  digested_at TEXT NOT NULL,                 -- the time of the last digest that was due
  ended_at TEXT,                             -- since when it is configured no longer; NULL: it is
  failures INTEGER NOT NULL DEFAULT 0,       -- in a row
  failing_since TEXT,
  rests_until TEXT,                          -- not tried before; NULL: it may be
  last_error TEXT,
  last_sent_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (                        -- every message, as it is sent and sent again
  id INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,                  -- the same at each attempt: a double is known by it
  kind TEXT NOT NULL CHECK (kind IN ('alert','digest')),
  made_at TEXT NOT NULL,
  severity INTEGER NOT NULL,                 -- of the gravest thing in it
  subject TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),   -- as text, as HTML, as a document
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN
    ('waiting','sending','sent','given_up','dropped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TEXT,                      -- NULL: it waits no longer
  ended_at TEXT,                             -- when it was sent, or given up
  last_error TEXT
) STRICT;
CREATE INDEX outbox_waiting ON outbox(channel, id) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox(channel) WHERE state = 'sending';

CREATE TABLE told (                          -- what each message tells
  channel TEXT NOT NULL,
  transition_id INTEGER NOT NULL REFERENCES transitions(id),
  message_id INTEGER NOT NULL REFERENCES outbox(id),
  PRIMARY KEY (channel, transition_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminders (                     -- what a channel was reminded of, once for each age
  channel TEXT NOT NULL,
  transition_id INTEGER NOT NULL REFERENCES transitions(id),
  days INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (channel, transition_id, days)
) STRICT, WITHOUT ROWID;

-- By triggers, so that it is written in the transaction of what came to pass, whoever writes that.
-- A step that was set aside and is written again is the same change: it is no news a second time.
CREATE TRIGGER transitions_change AFTER INSERT ON changes
WHEN new.superseded_at IS NULL AND new.severity > 0
BEGIN
  UPDATE transitions SET subject_id = new.id WHERE kind = 'change' AND subject_id IN (
    SELECT c.id FROM changes c WHERE c.page_id = new.page_id AND c.id <> new.id
      AND c.superseded_at IS NOT NULL AND c.step = new.step
      AND c.from_version_id IS new.from_version_id AND c.to_version_id IS new.to_version_id
      AND c.not_before <= new.not_after AND new.not_before <= c.not_after
    UNION ALL
    SELECT c.id FROM changes c WHERE c.site_id = new.site_id AND c.cluster = new.cluster
      AND c.id <> new.id AND c.superseded_at IS NOT NULL
      AND c.not_before <= new.not_after AND new.not_before <= c.not_after);
  INSERT INTO transitions (kind, subject_id, at) SELECT 'change', new.id, new.not_after
    WHERE NOT EXISTS (SELECT 1 FROM transitions WHERE kind = 'change' AND subject_id = new.id);
END;

CREATE TRIGGER transitions_change_withdrawn AFTER UPDATE OF superseded_at ON changes
WHEN old.superseded_at IS NULL AND new.superseded_at IS NOT NULL AND new.severity > 0
BEGIN
  INSERT INTO transitions (kind, subject_id, at)
    VALUES ('change_withdrawn', new.id, new.superseded_at);
END;

CREATE TRIGGER transitions_change_again AFTER UPDATE OF superseded_at ON changes
WHEN old.superseded_at IS NOT NULL AND new.superseded_at IS NULL AND new.severity > 0
BEGIN
  INSERT INTO transitions (kind, subject_id, at) VALUES ('change', new.id, new.not_after);
END;

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

CREATE TRIGGER transitions_link_broken AFTER UPDATE OF state ON links
WHEN new.last_ok_at IS NOT NULL AND new.state IN ('broken','gone','soft_404')
  AND old.state NOT IN ('broken','gone','soft_404')
BEGIN
  INSERT INTO transitions (kind, subject_id, at) VALUES ('link_broken', new.id, new.checked_at);
END;

CREATE TRIGGER transitions_link_recovered AFTER UPDATE OF state ON links
WHEN new.state IN ('ok','redirected','moved') AND old.state IN ('broken','gone','soft_404')
BEGIN
  INSERT INTO transitions (kind, subject_id, at) VALUES ('link_recovered', new.id, new.checked_at);
END;
