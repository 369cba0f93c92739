CREATE VIEW broken_links AS SELECT
    -- From the dead links to where they stand (CROSS JOIN: in this order): they are few, the places many.
    l.id AS link_id, l.url, l.state, l.reason, l.status, l.failing_since, l.last_ok_at,
    p.url AS found_on_url, v.title AS found_on_title, k.text AS link_text, k.area,
    l.suggestion_url, l.suggestion_kind, l.suggestion_verified_at, l.host, k.context,
    v.number AS found_on_version, l.first_seen_at, l.checks,
    CASE WHEN l.host = s.host OR lk.archive = sk.archive THEN 'same_archive'
      WHEN lk.is_live = 1 THEN 'superseded' WHEN lk.host IS NOT NULL THEN 'sister'
      WHEN l.host LIKE '%.gov' OR l.host LIKE '%.mil' THEN 'government' ELSE 'external' END AS target
  FROM links l
  CROSS JOIN page_links k ON k.link_id = l.id
  CROSS JOIN versions v ON v.id = k.version_id AND v.is_current = 1
  JOIN pages p ON p.id = v.page_id
  JOIN sites s ON s.id = p.site_id
  LEFT JOIN known_hosts lk ON lk.host = l.host
  LEFT JOIN known_hosts sk ON sk.host = s.host
  WHERE l.state IN ('suspected','broken','gone','soft_404');
