-- An answer that is the last one again needs no parser: its digest, less what a server makes anew
-- for each reader, is kept with the page.  NULL: the next full answer is cut as ever.
ALTER TABLE pages ADD COLUMN answer_sha256 TEXT;
