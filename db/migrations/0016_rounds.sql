-- How long a round of a host takes, as its budget is.

ALTER TABLE sites ADD COLUMN round_days REAL NOT NULL DEFAULT 0;    -- each page once
