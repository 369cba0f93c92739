"""From the command's options to an open archive, its settings and its site profiles."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from archive_watch.cli.logs_later import ready_logs
from archive_watch.cli.progress import Progress
from archive_watch.config import Loaded, load
from archive_watch.model.clock import system_clock
from archive_watch.model.site import SiteProfile
from archive_watch.services.load_host_map import load_host_map
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.notifying.know_channels import know_channels
from archive_watch.services.watch import Watch
from archive_watch.storage.claimants import is_under_a_daemon
from archive_watch.storage.database import Archive, open_archive, open_for_reading
from archive_watch.storage.history_rule import count_pages_with_absences, goes_by
from archive_watch.storage.known_hosts import keep_known_hosts


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
        yield onlooker(given, archive)


def onlooker(given: Loaded, archive: Archive) -> Watch:
    """The same of an archive that is open already."""
    return _watch(given, load_profiles(given), archive)


@contextmanager
def watching(
    ctx: click.Context, *, create: bool = False, reworks: bool = True
) -> Generator[Watch, None, None]:
    """Everything a service needs, the archive open for writing; made first where ``create``.

    Its histories are brought in line with the settings first, but not where ``reworks`` is False.
    A channel that was configured since is told from now on.
    """
    given = loaded(ctx)
    profiles = load_profiles(given)  # a broken one is told before a database is made
    load_host_map(given)
    is_new = create and not given.database.exists()
    with open_archive(given.database, create=create) as archive:
        if is_new and given.is_in_no_project:
            click.echo(f"no project is here, so the archive is {given.database}", err=True)
        watch = _watch(given, profiles, archive)
        know_channels(watch)
        keep_known_hosts(archive, watch.host_map)
        if reworks:
            _bring_in_line(ctx, watch)
        yield watch


def _bring_in_line(ctx: click.Context, watch: Watch) -> None:
    """Work the histories out anew where the settings want that.

    Under a daemon that is left to it: it does so when it takes up its configuration.
    """
    if goes_by(watch.archive, watch.settings.pages.confirm_removed_checks):
        return
    if is_under_a_daemon(watch.archive):
        return
    ready_logs()
    from archive_watch.services.checking.rework_histories import (  # noqa: PLC0415  (the log's library)
        rework_histories,
    )

    total = count_pages_with_absences(watch.archive)
    bar = Progress("working histories out anew", total, shown=not is_quiet(ctx))
    try:
        rework_histories(watch, progress=bar.step)
    finally:
        bar.close()


def _watch(given: Loaded, profiles: Sequence[SiteProfile], archive: Archive) -> Watch:
    return Watch(
        archive=archive,
        settings=given.settings,
        profiles=profiles,
        clock=system_clock,
        host_map=load_host_map(given),
    )


def is_quiet(ctx: click.Context) -> bool:
    """Whether progress is unwanted."""
    return bool(ctx.find_root().obj["quiet"])
