"""The demo: watch an invented archive for three days, with the real watcher and a passed clock.

The pages stand under reserved names and are served on loopback; everything else (fetch, robots,
storage, diff, links, report) is what a real watch runs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from archive_watch import demo
from archive_watch.config import Loaded, Settings
from archive_watch.demo.days import DAYS
from archive_watch.demo.pages import demo_pages, tables_in
from archive_watch.demo.server import HOSTS, demo_server
from archive_watch.errors import CallerError
from archive_watch.model.clock import Clock, parse_utc
from archive_watch.model.site import SiteProfile
from archive_watch.model.state_hosts import HostMap
from archive_watch.model.visit import Visit
from archive_watch.repair.host_map import map_from_toml
from archive_watch.report.digest import Digest
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.fetch_pages import fetch_pages
from archive_watch.services.linking.check_links import check_links
from archive_watch.services.load_profiles import load_profiles, structured_profiles
from archive_watch.services.repairing.choose_links import choose_links
from archive_watch.services.repairing.repair_links import repair_links
from archive_watch.services.telling.make_report import make_report
from archive_watch.services.watch import Watch
from archive_watch.storage.database import open_archive
from archive_watch.storage.known_hosts import keep_known_hosts
from archive_watch.storage.links import due_links
from archive_watch.storage.pages import every_page

_BESIDE = ("", "-wal", "-shm", ".gate")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDay:
    """What one round came to."""

    number: int
    visits: Sequence[Visit]


def clear_demo(database: Path) -> None:
    """Remove the archive of an earlier demo, one that was cut short too.

    Raises CallerError where it is any other archive, or none.
    """
    if not database.exists():
        return
    with open_archive(database, create=True) as archive:
        strangers = [page.host for page in every_page(archive) if not _is_demo(page.host)]
    if strangers:
        raise CallerError(
            f"{database} holds {strangers[0]}, which is not of the demo: nothing was done",
            remedy="name another file: archive-watch --db FILE demo",
        )
    for ending in _BESIDE:
        database.with_name(database.name + ending).unlink(missing_ok=True)


def _is_demo(host: str) -> bool:
    return host.endswith(".example")


async def run_demo(given: Loaded, database: Path, told: Callable[[DemoDay], None]) -> Digest:
    """Watch the invented archive for three days into a new ``database``; the report on it.

    ``told`` is handed each day's visits when the round is done.
    """
    profiles, hosts = demo_profiles(given), demo_hosts()
    with demo_server() as server, open_archive(database, create=True) as archive:
        settings = demo_settings(server.address)
        for number, day in enumerate(DAYS, start=1):
            server.day = number
            watch = Watch(
                archive=archive,
                settings=settings,
                profiles=profiles,
                clock=_stopped_at(day),
                host_map=hosts,
            )
            keep_known_hosts(archive, hosts)
            told(DemoDay(number=number, visits=await _round(watch)))
        return make_report(watch)


def _stopped_at(day: str) -> Clock:
    moment = parse_utc(day)
    return lambda: moment


async def _round(watch: Watch) -> list[Visit]:
    added = add_pages(watch, [page.url for page in demo_pages()])
    async with open_network(watch) as network:
        visits = await fetch_pages(watch, network, [one.page for one in added])
        areas = watch.settings.links.areas
        links = due_links(watch.archive, now=watch.now(), areas=areas, every=True)
        await check_links(watch, network, links)
        await repair_links(watch, network, choose_links(watch))
    return visits


def demo_settings(address: str) -> Settings:
    """The defaults, but that the invented hosts are reached at ``address``, without a delay.

    They are asked one after the other, so that every demo tells the same in the same order.
    """
    default = Settings()
    return replace(
        default,
        fetch=replace(
            default.fetch,
            contact="demo@state.example",
            min_delay_seconds=0,
            allow_networks=("127.0.0.0/8",),
            connect_to=dict.fromkeys(HOSTS, address),
        ),
        links=replace(default.links, min_delay_seconds=0),
        schedule=replace(default.schedule, workers=1),
    )


def demo_hosts() -> HostMap:
    """The map of the invented sister hosts."""
    text = files(demo).joinpath("hosts.toml").read_text(encoding="utf-8")
    return map_from_toml(tomllib.loads(text), source="the demo's map")


def demo_profiles(given: Loaded) -> tuple[SiteProfile, ...]:
    """The profiles in force, and those of the invented hosts, which extend the real ones."""
    known = load_profiles(given)
    files = [(table, f"the demo's {table['name']}") for table in tables_in("sites")]
    return structured_profiles(files, known=known)
