"""The hosts of the map of sister hosts as stored, and what kind of target a link has by them."""

from __future__ import annotations

from archive_watch.model.state_hosts import HostMap
from archive_watch.storage.database import Archive

TARGET = (
    "CASE WHEN l.host = s.host OR lk.archive = sk.archive THEN 'same_archive'"
    " WHEN lk.is_live = 1 THEN 'superseded' WHEN lk.host IS NOT NULL THEN 'sister'"
    " WHEN l.host LIKE '%.gov' OR l.host LIKE '%.mil' THEN 'government' ELSE 'external' END"
)
"""The class of a link's target, as ``classify.link_target`` has it: of link ``l`` on site ``s``."""

JOIN_KNOWN = (
    " LEFT JOIN known_hosts lk ON lk.host = l.host LEFT JOIN known_hosts sk ON sk.host = s.host"
)
"""What ``TARGET`` needs beside them."""


def keep_known_hosts(archive: Archive, hosts: HostMap) -> None:
    """Write the hosts of the map in force, where they are others than before."""
    wanted = {
        (name, host.name, int(host.is_live))
        for host in hosts.hosts
        for name in (host.name, *host.also)
    }
    if {
        tuple(row) for row in archive.rows("SELECT host, archive, is_live FROM known_hosts")
    } == wanted:
        return
    with archive.writing() as conn:
        conn.execute("DELETE FROM known_hosts")
        conn.executemany("INSERT INTO known_hosts VALUES (?, ?, ?)", sorted(wanted))
