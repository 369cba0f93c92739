CREATE VIEW run_health AS SELECT
    id AS run_id, trigger, kind, started_at, finished_at,
    -- A round that is open while no daemon lives was cut short, by whatever killed it.
    CASE WHEN outcome IS NULL AND trigger = 'schedule' AND NOT EXISTS (SELECT 1 FROM daemon d
        WHERE d.stopped_at IS NULL AND d.started_at <= runs.started_at
        AND d.seen_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-5 minutes'))
      THEN 'abandoned' ELSE outcome END AS outcome,
    checked, changed, failed
  FROM runs;
