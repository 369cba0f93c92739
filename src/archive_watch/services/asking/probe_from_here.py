"""Probe a host at the pace that the archive keeps for it, and say what the archive makes of it.

The pace is in the database: a probe beside the daemon takes its turn like every other request.
Where there is no archive yet, an empty one of this probe's own stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from archive_watch.config import Loaded
from archive_watch.errors import ArchiveError, NoDatabase
from archive_watch.model.clock import system_clock
from archive_watch.model.host import HostStanding
from archive_watch.model.url import host_of
from archive_watch.report.host_standing import told_standing
from archive_watch.services.asking.network import open_network
from archive_watch.services.asking.probe_host import HostProbe, probe_host
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.watch import Watch
from archive_watch.storage import sites
from archive_watch.storage.database import Archive, open_archive


async def probe_from_here(
    given: Loaded, host: str, *, page: str | None = None, scheme: str = "https"
) -> HostProbe:
    """What ``host`` (with its port) answers to this machine; nothing is kept as a check."""
    profiles, site = load_profiles(given), host_of(f"{scheme}://{host}/")
    with _archive(given.database) as archive:
        watch = Watch(
            archive=archive, settings=given.settings, profiles=profiles, clock=system_clock
        )
        async with open_network(watch) as network:
            return await probe_host(
                network.get_at_pace,
                host,
                watch.profile(site),
                user_agent=network.fetcher.user_agent,
                page=page,
                scheme=scheme,
                remarks=_remarks(given, sites.host_standing(archive, site)),
            )


@contextmanager
def _archive(path: Path) -> Iterator[Archive]:
    """The archive; an empty one where there is none, or where it cannot be opened now."""
    try:
        archive = open_archive(path)
    except (NoDatabase, ArchiveError):
        with (
            TemporaryDirectory(prefix="archive-watch-") as folder,
            open_archive(Path(folder) / "archive.db", create=True) as archive,
        ):
            yield archive
    else:
        with archive:
            yield archive


def _remarks(given: Loaded, standing: HostStanding) -> tuple[str, ...]:
    remarks = []
    if given.settings.fetch.proxy:
        proxy = urlsplit(given.settings.fetch.proxy)
        remarks.append(f"asked through the proxy {proxy.hostname}:{proxy.port or 80}")
    if standing.closures or standing.is_blocked:
        remarks.append(f"the archive leaves it alone: {told_standing(standing)}")
    return tuple(remarks)
