-- The life of links: what speaks against one, what there is of a proof, where it leads for good.
-- What was broken stays so until it answers; of what is suspected the checks so far count.

ALTER TABLE links ADD COLUMN detail TEXT;
ALTER TABLE links ADD COLUMN signs TEXT CHECK (signs IS NULL OR json_valid(signs));
ALTER TABLE links ADD COLUMN tallies TEXT CHECK (tallies IS NULL OR json_valid(tallies));
ALTER TABLE links ADD COLUMN moved_to TEXT;
ALTER TABLE links ADD COLUMN moved_since TEXT;
ALTER TABLE links ADD COLUMN turns TEXT CHECK (turns IS NULL OR json_valid(turns));
ALTER TABLE links ADD COLUMN title TEXT;

ALTER TABLE link_checks ADD COLUMN hops TEXT CHECK (hops IS NULL OR json_valid(hops));
ALTER TABLE link_checks ADD COLUMN title TEXT;
ALTER TABLE link_checks ADD COLUMN detail TEXT;
ALTER TABLE link_checks ADD COLUMN signs TEXT CHECK (signs IS NULL OR json_valid(signs));
ALTER TABLE link_checks ADD COLUMN soft_score INTEGER;
ALTER TABLE link_checks ADD COLUMN fragment TEXT CHECK (fragment IN ('found','missing'));
ALTER TABLE link_checks ADD COLUMN is_host_honest INTEGER CHECK (is_host_honest IN (0,1));

-- Checks within one hour count once: that many a day never were a proof.
UPDATE links SET tallies = (
  SELECT json_group_array(json_array(failing, counted, first_at, last_at, 0)) FROM (
    SELECT CASE
        WHEN c.status = 410 THEN 'gone'
        WHEN c.reason IN ('http','redirects') THEN 'not_there'
        WHEN c.reason IN ('not_found_page','home_page','moved_notice') THEN 'soft'
        WHEN c.reason = 'dns' THEN 'no_name'
        WHEN c.reason = 'tls' THEN 'certificate'
        WHEN c.reason IN ('connect','reset') THEN 'refused'
        WHEN c.reason = 'timeout' THEN 'silence'
        ELSE 'server' END AS failing,
      count(DISTINCT substr(c.checked_at, 1, 13)) AS counted,
      min(c.checked_at) AS first_at, max(c.checked_at) AS last_at
    FROM link_checks c
    WHERE c.link_id = links.id AND c.state = 'suspected' AND c.checked_at >= links.failing_since
      AND c.reason <> 'truncated'
    GROUP BY 1))
  WHERE state = 'suspected' AND failing_since IS NOT NULL;
UPDATE links SET tallies = NULL WHERE tallies = '[]';
