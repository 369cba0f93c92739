-- What was asked and answered in each check that told something: evidence, kept whole but for secrets.

CREATE TABLE header_sets (                   -- distinct sets of headers, as they were sent
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  headers TEXT NOT NULL CHECK (json_valid(headers))   -- [[name, value], …]; the value of Date is null
) STRICT;

CREATE TABLE exchanges (                     -- one row for a check that was not a plain unchanged one
  fetch_id INTEGER PRIMARY KEY REFERENCES fetches(id) ON DELETE CASCADE,
  status_line TEXT,                          -- NULL: nothing was heard, or imported without it
  request_id INTEGER REFERENCES header_sets(id),    -- what was asked with; NULL: nothing was asked
  response_id INTEGER REFERENCES header_sets(id),   -- what was answered with; NULL: nothing was
  date TEXT,                                 -- the Date header: else no set would repeat another
  redirects TEXT CHECK (redirects IS NULL OR json_valid(redirects)),   -- NULL: there were none
  remote_address TEXT,                       -- the address connected to; NULL: by a proxy, or unknown
  tls_version TEXT,
  certificate_sha256 TEXT CHECK (length(certificate_sha256) = 64)   -- of the server's own, in DER
) STRICT;
