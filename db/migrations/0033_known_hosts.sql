-- The hosts of the map of sister hosts, so that a question can tell what kind of target a link has.

CREATE TABLE known_hosts (                   -- as the map in force has them; written when it changes
  host TEXT PRIMARY KEY,
  archive TEXT NOT NULL,                     -- the host by its first name
  is_live INTEGER NOT NULL CHECK (is_live IN (0,1))   -- its pages move on to an archive
) STRICT, WITHOUT ROWID;
