-- What becomes of a version when a newer extractor or profile reads its bytes otherwise.

CREATE TABLE renewals (                      -- what a version said before it was derived anew
  id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL REFERENCES versions(id),
  renewed_at TEXT NOT NULL,
  from_extractor TEXT NOT NULL,
  to_extractor TEXT NOT NULL,
  differs TEXT NOT NULL CHECK (json_valid(differs)),     -- of text, metadata, links
  from_state_sha256 TEXT NOT NULL,
  from_text_id INTEGER REFERENCES texts(id),
  from_metadata TEXT NOT NULL CHECK (json_valid(from_metadata)),
  from_links TEXT NOT NULL CHECK (json_valid(from_links))
) STRICT;
CREATE INDEX renewals_version ON renewals(version_id);

CREATE TABLE other_states (                  -- states that are read in a version beside its own
  page_id INTEGER NOT NULL REFERENCES pages(id),
  state_sha256 TEXT NOT NULL,
  version_id INTEGER NOT NULL REFERENCES versions(id),
  comparable_sha256 TEXT,                    -- set: this is its reading, but another version has it
  PRIMARY KEY (page_id, state_sha256, version_id)
) STRICT, WITHOUT ROWID;
