-- What the paragraphs of a text are.  A version that was kept before has none until it is renewed.

CREATE TABLE text_blocks (                   -- spans of the text: nothing is stored twice
  version_id INTEGER NOT NULL REFERENCES versions(id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('paragraph','heading','list_item','table_row','preformatted',
    'quote','caption','footnote','index','time','media','mark','note')),
  level INTEGER NOT NULL,                    -- 1-6 of a heading, depth of an item, else 0
  start INTEGER NOT NULL,                    -- characters, from 0
  length INTEGER NOT NULL,
  cells TEXT,                                -- of a table row: where in the block each cell begins
  PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;
