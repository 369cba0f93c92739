"""A watch over an archive in a folder, its clock standing still, as the services are given one."""

from __future__ import annotations

from pathlib import Path

from archive_watch.config import load
from archive_watch.model.clock import parse_utc
from archive_watch.services.importing.import_captures import ImportTally, import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.watch import Watch
from archive_watch.storage.database import Archive
from fresh import fresh_archive

NOW = "2026-01-01T00:00:00Z"
MOST_BYTES = 1 << 22


def watch_of(archive: Archive, *, now: str = NOW) -> Watch:
    """The watch over ``archive`` with default settings, at ``now``."""
    given = load(config_path=None, db_path=None, environ={}, cwd=archive.path.parent)
    return Watch(
        archive=archive,
        settings=given.settings,
        profiles=load_profiles(given),
        clock=lambda: parse_utc(now),
    )


def imported(
    database: Path, *paths: Path, url: str | None = None, at: str | None = None
) -> ImportTally:
    """What importing the files into the archive came to; the archive is made where there is none."""
    sources = sources_of(paths, url=url, at=at, max_bytes=MOST_BYTES)
    with fresh_archive(database) as archive:
        return import_captures(watch_of(archive), sources)
