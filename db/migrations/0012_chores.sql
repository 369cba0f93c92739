-- What the daemon does beside its rounds, and its sign of life.

CREATE TABLE chores (                        -- work that comes round by itself: a row each
  name TEXT PRIMARY KEY,
  last_started_at TEXT NOT NULL,
  last_ok_at TEXT,                           -- NULL: it never ended well
  last_error TEXT,                           -- what went wrong the last time; NULL: nothing
  failures INTEGER NOT NULL DEFAULT 0        -- in a row; one under way counts until it ends well
) STRICT, WITHOUT ROWID;

CREATE TABLE daemon (                        -- the archive's one daemon, as it last told of itself
  id INTEGER PRIMARY KEY CHECK (id = 1),
  pid INTEGER NOT NULL,
  software TEXT NOT NULL,
  started_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,                     -- its last sign of life
  progressed_at TEXT,                        -- when it last looked for due pages, and could
  stopped_at TEXT,                           -- NULL: it runs, or it was killed
  trouble TEXT,                              -- what keeps it from asking; NULL: nothing
  clock_ahead_seconds REAL NOT NULL DEFAULT 0   -- its time less the system's, after a step back
) STRICT;
