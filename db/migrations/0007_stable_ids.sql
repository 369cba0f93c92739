-- What a page is known by beside its address: numbers and addresses that it states itself.

CREATE TABLE page_ids (
  page_id INTEGER NOT NULL REFERENCES pages(id),
  kind TEXT NOT NULL CHECK (kind IN
    ('post_id','item_id','htm_number','shortlink','canonical','og_url','original')),
  value TEXT NOT NULL,                       -- a number, or what two addresses have in common
  url TEXT,                                  -- as stated, where it is an address
  first_seen_at TEXT NOT NULL,
  PRIMARY KEY (page_id, kind, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_ids_value ON page_ids(value, kind);
