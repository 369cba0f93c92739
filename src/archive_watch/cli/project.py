"""init and doctor: a project's own files, and whether everything is in order."""

from __future__ import annotations

import asyncio
import shutil
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path

import click

from archive_watch import __version__
from archive_watch.cli.opening import loaded
from archive_watch.config import Loaded
from archive_watch.errors import ArchiveWatchError, NothingReadable
from archive_watch.extract.profile import profile_for
from archive_watch.fetch.client import Fetcher
from archive_watch.model.clock import system_clock, utc_text
from archive_watch.model.url import ascii_host
from archive_watch.report.visible import visible
from archive_watch.services.init_project import init_project
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.network import fetch_settings
from archive_watch.services.probe_host import probe_host
from archive_watch.storage import answers
from archive_watch.storage.database import open_for_reading, sqlite_version_info

_SOUND_SQLITE = (3, 51, 3)
_LIBRARIES = ("httpx", "beautifulsoup4", "selectolax", "apscheduler", "sqlite-utils", "datasette")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[DIR]")
def init(folder: Path) -> None:
    """Write config/ (commented defaults, site profiles) and db/ into DIR; never overwrites."""
    for path in init_project(folder):
        click.echo(f"wrote {path}")
    click.echo(
        "next: set [fetch] contact in config/archive-watch.toml, then `archive-watch add URL`",
        err=True,
    )


@click.command()
@click.option(
    "--probe",
    metavar="HOST",
    help="Can this machine read HOST? Asks it two or three times, at its pace.",
)
@click.option("--page", metavar="URL", help="With --probe: a page of that host to try.")
@click.pass_context
def doctor(ctx: click.Context, probe: str | None, page: str | None) -> None:
    """Show every setting with its origin, and whether everything is in order."""
    given = loaded(ctx)
    if probe is not None:
        _probe(given, probe, page)
        return
    click.echo(
        f"archive-watch {__version__}, Python {sys.version.split()[0]}, {utc_text(system_clock())}"
    )
    click.echo("  " + ", ".join(f"{name} {version(name)}" for name in _LIBRARIES))
    _tell_sqlite()
    _tell_database(given)
    profiles = load_profiles(given)
    click.echo(f"site profiles: {', '.join(profile.name for profile in profiles)}")
    click.echo(f"configuration: {given.config_file or 'the defaults (no file found)'}")
    for key, origin in given.origins.items():
        click.echo(f"  {key} = {_value(given, key)}  ({origin})")
    if not given.settings.fetch.contact:
        click.echo("! [fetch] contact is not set: nothing outside your own networks can be asked")


def _value(given: Loaded, key: str) -> str:
    if key == "archive.database":
        return str(given.database)
    value: object = given.settings
    for part in key.split("."):
        value = getattr(value, part)
    return visible(repr(value))


def _tell_sqlite() -> None:
    found = sqlite_version_info()
    click.echo(f"SQLite {'.'.join(map(str, found))}")
    if found < _SOUND_SQLITE:
        click.echo(
            "  before 3.51.3 two writers at once could damage a database: all writes go through"
            " one gate here; let no other program write to the archive"
        )


def _tell_database(given: Loaded) -> None:
    path = given.database
    folder = next(folder for folder in path.parents if folder.exists())
    free = shutil.disk_usage(folder).free
    click.echo(f"database: {path}; {free / 2**30:.1f} GiB free")
    try:
        with open_for_reading(path) as archive:
            click.echo(f"  {path.stat().st_size:,} bytes, {len(answers.pages(archive)):,} pages")
            for incident in answers.open_incidents(archive):
                click.echo(
                    visible(f"  open: {incident['kind']} {incident['host']}: {incident['detail']}")
                )
    except ArchiveWatchError as error:
        click.echo(f"  {error.message}")


def _probe(given: Loaded, probe: str, page: str | None) -> None:
    scheme, _, rest = probe.rpartition("://")
    host = ascii_host(rest.partition("/")[0].partition(":")[0])
    authority = rest.partition("/")[0]
    profile = profile_for(host, load_profiles(given))

    async def ask() -> str:
        async with Fetcher(fetch_settings(given.settings)) as fetcher:
            verdict = await probe_host(
                fetcher,
                authority,
                profile,
                page=page,
                scheme=scheme or "https",
                pause=partial(asyncio.sleep, given.settings.fetch.min_delay_seconds),
            )
        if not verdict.readable:
            raise NothingReadable(verdict.as_text())
        return verdict.as_text()

    click.echo(visible(asyncio.run(ask())))
