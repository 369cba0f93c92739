CREATE VIEW unreviewed_changes AS SELECT
    change_id, page_id, url, host, title, kind, severity, flags, cluster, not_before, not_after,
    words_added, words_removed, summary, verdict, importance, labels, pages
  FROM recent_changes
  WHERE coalesce(reviewed, kind = 'cosmetic') = 0;
