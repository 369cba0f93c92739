CREATE VIEW run_health AS SELECT
    id AS run_id, trigger, kind, started_at, finished_at, outcome, checked, changed, failed
  FROM runs;
