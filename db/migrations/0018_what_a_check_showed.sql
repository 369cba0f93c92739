-- A version is what a check of its page showed.  Earlier programs kept another document's words too,
-- where a page only redirected to it: a version that no check has, for which `verify` told of damage.
-- Its bytes are kept, as evidence of the check; what was derived from them goes.  One that was set
-- aside stays, whatever showed it.
CREATE TEMP TABLE strays AS
  SELECT id FROM versions WHERE is_current = 0 AND retracted_at IS NULL
  EXCEPT SELECT version_id FROM fetches
  EXCEPT SELECT version_id FROM folds
  EXCEPT SELECT version_id FROM spans
  EXCEPT SELECT from_version_id FROM changes
  EXCEPT SELECT to_version_id FROM changes;
DELETE FROM readings WHERE version_id IN (SELECT id FROM strays);
DELETE FROM other_states WHERE version_id IN (SELECT id FROM strays);
DELETE FROM renewals WHERE version_id IN (SELECT id FROM strays);
DELETE FROM turns WHERE version_id IN (SELECT id FROM strays);
DELETE FROM text_blocks WHERE version_id IN (SELECT id FROM strays);
DELETE FROM page_links WHERE version_id IN (SELECT id FROM strays);
DELETE FROM versions WHERE id IN (SELECT id FROM strays);
DROP TABLE strays;
DELETE FROM links WHERE id NOT IN (SELECT link_id FROM page_links)
  AND id NOT IN (SELECT link_id FROM link_checks);

-- And it was first seen by the first check that has it.
UPDATE versions SET first_seen_at = sight.at
  FROM (SELECT version_id, min(observed_at) AS at FROM fetches
        WHERE version_id IS NOT NULL GROUP BY version_id) AS sight
  WHERE sight.version_id = versions.id AND versions.first_seen_at <> sight.at;

-- No query asks for it, and every check paid for it.
DROP INDEX fetches_run;
