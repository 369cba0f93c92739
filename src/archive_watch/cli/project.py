"""init and doctor: a project's own files, and whether everything is in order."""

from __future__ import annotations

import asyncio
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import click

from archive_watch import __version__
from archive_watch.cli.examples import examples
from archive_watch.cli.opening import loaded, onlooker
from archive_watch.cli.streams import say
from archive_watch.config import Loaded
from archive_watch.errors import ArchiveWatchError, CallerError, NothingReadable
from archive_watch.model.clock import system_clock, utc_text
from archive_watch.report.host_standing import told_standing
from archive_watch.report.visible import visible
from archive_watch.services.add_pages import watchable
from archive_watch.services.asking.probe_from_here import probe_from_here
from archive_watch.services.asking.require_contact import require_contact
from archive_watch.services.init_project import init_project
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.telling.tell_status import tell_status
from archive_watch.storage import sites
from archive_watch.storage.database import open_for_reading, sqlite_version_info

_SOUND_SQLITE = (3, 51, 3)
_LIBRARIES = ("httpx", "beautifulsoup4", "selectolax", "apscheduler", "sqlite-utils", "datasette")


@click.command(epilog=examples("init", "init my-archive"))
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[DIR]")
def init(folder: Path) -> None:
    """Write the files of a new project.

    config/ (every option, commented, at its default; the site profiles) and db/ into DIR, by
    default here.  Nothing that is there is ever overwritten.
    """
    for path in init_project(folder):
        say(f"wrote {path}")
    there = "" if folder == Path() else f"cd {folder}, then "
    click.echo(
        f"next: {there}set [fetch] contact in config/archive-watch.toml, then"
        " `archive-watch add URL` and `archive-watch fetch`",
        err=True,
    )


@click.command(epilog=examples("doctor", "doctor --probe 2017-2021.state.gov"))
@click.option(
    "--probe",
    metavar="HOST",
    help="Can this machine read HOST? Asks it two or three times, at its pace.",
)
@click.option("--page", metavar="URL", help="With --probe: a page of that host to try.")
@click.pass_context
def doctor(ctx: click.Context, probe: str | None, page: str | None) -> None:
    """Show whether everything is in order.

    Versions, disk, clock, the database, what stands in the way, and every setting with the place
    it comes from.  --probe asks a host (robots.txt, its home page, one page) and tells what it
    answered; exit code 3 when it cannot be read from here.
    """
    given = loaded(ctx)
    if probe is not None:
        _probe(given, probe, page)
        return
    if page is not None:
        raise CallerError("--page goes with --probe HOST", remedy="archive-watch doctor --help")
    say(f"archive-watch {__version__}, Python {sys.version.split()[0]}, {utc_text(system_clock())}")
    say("  " + ", ".join(f"{name} {version(name)}" for name in _LIBRARIES))
    _tell_sqlite()
    _tell_database(given)
    say(f"site profiles: {', '.join(profile.name for profile in load_profiles(given))}")
    say(f"configuration: {given.config_file or 'the defaults (no file found)'}")
    for key, origin in given.origins.items():
        say(f"  {key} = {_value(given, key)}  ({origin})")
    if not given.settings.fetch.contact.strip():
        say("! [fetch] contact is not set: nothing outside your own networks can be asked")


def _value(given: Loaded, key: str) -> str:
    if key == "archive.database":
        return str(given.database)
    value: object = given.settings
    for part in key.split("."):
        value = getattr(value, part)
    return visible(repr(value))


def _tell_sqlite() -> None:
    found = sqlite_version_info()
    say(f"SQLite {'.'.join(map(str, found))}")
    if found < _SOUND_SQLITE:
        say(
            "  before 3.51.3 two writers at once could damage a database: all writes go through"
            " one gate here; let no other program write to the archive"
        )


def _tell_database(given: Loaded) -> None:
    path = given.database
    folder = next(folder for folder in path.parents if folder.exists())
    free = shutil.disk_usage(folder).free
    say(f"database: {path}; {free / 2**30:.1f} GiB free")
    try:
        with open_for_reading(path) as archive:
            say(f"  {path.stat().st_size:,} bytes")
            for line in tell_status(onlooker(given, archive)).as_lines():
                say(f"  {line}")
            for host in sites.closed_hosts(archive):
                say(visible(f"  left alone: {host.host}: {told_standing(host)}"))
    except ArchiveWatchError as error:
        say(f"  {error.message}")


def _probe(given: Loaded, probe: str, page: str | None) -> None:
    scheme, authority = _probed(probe)
    wanted = None if page is None else watchable([("--page", page)])[0]
    home = f"{scheme}://{authority}/"
    asyncio.run(require_contact(given.settings, [home, *filter(None, [wanted])]))

    verdict = asyncio.run(probe_from_here(given, authority, page=wanted, scheme=scheme))
    say(visible(verdict.as_text()))
    if not verdict.readable:
        raise NothingReadable(f"{authority} cannot be read from here; the ways on are above")


def _probed(probe: str) -> tuple[str, str]:
    """The scheme and the host (with its port) to be asked; https where none is named."""
    scheme, _, rest = probe.strip().rpartition("://")
    authority = rest.partition("/")[0]
    watchable([("--probe", f"{scheme or 'https'}://{authority}/")])
    return scheme or "https", authority
