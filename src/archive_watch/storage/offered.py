"""What a search can be narrowed to, as a form offers it: a choice, never the whole of a large archive."""

from __future__ import annotations

from archive_watch.storage.database import Archive

_MOST_HOSTS = 100
_LATEST, _MOST_SPEAKERS = 300, 60  # versions that are looked at; names that are offered


def hosts_offered(archive: Archive) -> list[str]:
    """The hosts of watched pages, in order of their names."""
    rows = archive.rows(
        "SELECT host FROM sites s WHERE EXISTS (SELECT 1 FROM pages p WHERE p.site_id = s.id)"
        f" ORDER BY host LIMIT {_MOST_HOSTS}"
    )
    return [row["host"] for row in rows]


def speakers_offered(archive: Archive) -> list[str]:
    """Who speaks in the latest versions, in order of their names; whoever speaks most is among them."""
    rows = archive.rows(
        "SELECT name FROM (SELECT trim(name) AS name, count(*) AS times FROM ("
        "   SELECT coalesce(u.person, u.speaker) AS name FROM turns u WHERE u.version_id IN"
        f"    (SELECT id FROM versions ORDER BY id DESC LIMIT {_LATEST})"
        f"   UNION ALL SELECT speaker FROM (SELECT speaker FROM versions ORDER BY id DESC"
        f"    LIMIT {_LATEST}))"
        "  WHERE length(name) BETWEEN 2 AND 80 GROUP BY 1 ORDER BY times DESC, 1"
        f"  LIMIT {_MOST_SPEAKERS}) ORDER BY name"
    )
    return [row["name"] for row in rows]
