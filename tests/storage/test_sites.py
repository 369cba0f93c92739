"""How a host stands, as the archive keeps it."""

from __future__ import annotations

from pathlib import Path

from archive_watch.model.host import HostStanding
from archive_watch.storage import sites
from archive_watch.storage.database import open_archive
from fresh import fresh_archive

AT = "2026-03-01T12:00:00Z"
SHUT = HostStanding(
    host="shut.example", delay_factor=4.0, latency_ms=120.5, successes=3, troubles=2, closures=1,
    closed_since=AT, closed_until="2026-03-01T13:00:00Z", closed_why="403", blocked_since=AT,
)  # fmt: skip


def test_what_is_kept_of_a_host_is_there_for_the_next_process(tmp_path: Path) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        assert sites.host_standing(archive, SHUT.host) == HostStanding(host=SHUT.host)
        with archive.writing():
            sites.keep_host_standing(archive, SHUT, at=AT)
            sites.keep_host_standing(archive, HostStanding(host="open.example"), at=AT)
    with open_archive(tmp_path / "archive.db") as archive:
        assert sites.host_standing(archive, SHUT.host) == SHUT
        assert sites.closed_hosts(archive) == [SHUT]
