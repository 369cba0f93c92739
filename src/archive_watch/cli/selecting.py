"""What an export is of, and where it goes: options and outlets that every kind of it shares."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from archive_watch.cli.naming import optional_moment, page_named, site_named
from archive_watch.errors import CallerError
from archive_watch.model.change import ChangeKind
from archive_watch.report.visible import visible
from archive_watch.services.exporting.selection import Selection
from archive_watch.storage.database import Archive

_OPTIONS = (
    click.option(
        "-o", "--output", metavar="FILE|DIR", help="Write there, whole or not at all; else (or -) stdout."
    ),
    click.option("--site", "sites", multiple=True, metavar="HOST", help="Only of this host."),
    click.option("--url", "urls", multiple=True, metavar="URL", help="Only of this page."),
    click.option("--since", metavar="TIME", help="Only what was seen at this time or later."),
    click.option("--until", metavar="TIME", help="Only what was seen at this time or earlier."),
    click.option(
        "--kind", "kinds", multiple=True, type=click.Choice([kind.value for kind in ChangeKind]),
        help="Only changes of this kind; of the rest, what is of pages with such a change.",
    ),
    click.option("--force", is_flag=True, help="Write over a file that is there."),
)  # fmt: skip


def selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every kind of export has; those that select may be given several times."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def stdout() -> Generator[Callable[[bytes], object], None, None]:
    """stdout to write bytes to; once its reader has gone the export is over (``cli.root``)."""
    try:
        yield sys.stdout.buffer.write
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CallerError(f"the result cannot be written: {error.strerror}") from error


def is_folder(output: str) -> bool:
    """Whether an output is meant as a folder: there is one, or its name ends like one."""
    return output.endswith(os.sep) or Path(output).is_dir()


def whereto(output: str | None) -> str:
    """Where it was written, for the line that says so."""
    return "" if output is None else f" to {visible(output)}"


def selection_of(
    archive: Archive, *, sites: tuple[str, ...], urls: tuple[str, ...], since: str | None,
    until: str | None, kinds: tuple[str, ...],
) -> Selection:  # fmt: skip
    """What the options ask for.  Raises CallerError for a host or page that is not watched."""
    hosts = tuple(filter(None, map(site_named, sites)))
    for host in hosts:
        if archive.row("SELECT 1 FROM sites WHERE host = ?", (host,)) is None:
            raise CallerError(
                f"no page of {host} is watched", remedy="`archive-watch pages` lists what is"
            )
    return Selection(
        page_ids=tuple(page_named(archive, url).id for url in urls),
        hosts=hosts,
        kinds=kinds,
        since=optional_moment(since),
        until=optional_moment(until),
    )
