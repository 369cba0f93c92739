-- What counts of a page beside its words: the date as worded, further lines, and who speaks.

ALTER TABLE versions ADD COLUMN date_text TEXT;          -- the date as the page words it
ALTER TABLE versions ADD COLUMN lines TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(lines));
ALTER TABLE versions ADD COLUMN turns_sha256 TEXT NOT NULL DEFAULT '';   -- '': nobody speaks
