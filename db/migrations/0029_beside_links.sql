-- What an address answers that was made up beside a link's, and which links lead to one place.

CREATE TABLE link_siblings (
  host TEXT NOT NULL,
  segment TEXT NOT NULL,                     -- the first part of the path; '' at the top
  url TEXT NOT NULL,                         -- the address that was made up
  status INTEGER NOT NULL,
  final_url TEXT NOT NULL,
  title TEXT,                                -- NULL: what answered was no page
  imprint TEXT,                              -- digests of its words, by which the page is known again
  tells_apart INTEGER NOT NULL DEFAULT 0 CHECK (tells_apart IN (0,1)),  -- a page beside it is another
  asked_at TEXT NOT NULL,
  PRIMARY KEY (host, segment)
) STRICT, WITHOUT ROWID;

CREATE INDEX links_led_to ON links(host, final_url) WHERE final_url IS NOT NULL AND final_url <> url;
