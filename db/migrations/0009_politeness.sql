-- How each host is asked: its learnt pace, and since when, until when and why it is left alone.

ALTER TABLE sites ADD COLUMN closed_until TEXT;           -- no page before that moment; NULL: open
ALTER TABLE sites ADD COLUMN closed_since TEXT;
ALTER TABLE sites ADD COLUMN closed_why TEXT;             -- the evidence, for people
ALTER TABLE sites ADD COLUMN closures INTEGER NOT NULL DEFAULT 0;    -- in a row; 0: it is open
ALTER TABLE sites ADD COLUMN troubles INTEGER NOT NULL DEFAULT 0;    -- in a row: no answer, or 5xx
ALTER TABLE sites ADD COLUMN successes INTEGER NOT NULL DEFAULT 0;   -- in a row, since it was slowed
ALTER TABLE sites ADD COLUMN delay_factor REAL NOT NULL DEFAULT 1;   -- doubled by 429 and 503
ALTER TABLE sites ADD COLUMN latency_ms REAL;             -- how long it thinks, smoothed
CREATE INDEX sites_closed ON sites(closed_until) WHERE closures > 0;
