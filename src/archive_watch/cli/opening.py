"""From the command's options to an open archive, its settings and its site profiles."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from archive_watch.config import Loaded, load
from archive_watch.model.clock import system_clock
from archive_watch.model.site import SiteProfile
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.watch import Watch
from archive_watch.storage.database import Archive, open_archive, open_for_reading


def loaded(ctx: click.Context) -> Loaded:
    """The configuration that this command runs with."""
    options = ctx.find_root().obj
    return load(
        config_path=options["config"],
        db_path=options["db"],
        environ=os.environ,
        cwd=Path.cwd(),
    )


@contextmanager
def reading(ctx: click.Context) -> Generator[Archive, None, None]:
    """The archive, read-only; NoDatabase where there is none."""
    with open_for_reading(loaded(ctx).database) as archive:
        yield archive


@contextmanager
def looking_on(ctx: click.Context) -> Generator[Watch, None, None]:
    """Everything a service that only reads needs: a copy on a read-only disk will do."""
    given = loaded(ctx)
    with open_for_reading(given.database) as archive:
        yield _watch(given, load_profiles(given), archive)


@contextmanager
def watching(ctx: click.Context, *, create: bool = False) -> Generator[Watch, None, None]:
    """Everything a service needs, the archive open for writing; made first where ``create``."""
    given = loaded(ctx)
    profiles = load_profiles(given)  # a broken one is told before a database is made
    with open_archive(given.database, create=create) as archive:
        yield _watch(given, profiles, archive)


def _watch(given: Loaded, profiles: Sequence[SiteProfile], archive: Archive) -> Watch:
    return Watch(archive=archive, settings=given.settings, profiles=profiles, clock=system_clock)


def is_quiet(ctx: click.Context) -> bool:
    """Whether progress is unwanted."""
    return bool(ctx.find_root().obj["quiet"])
