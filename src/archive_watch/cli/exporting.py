"""export: captures and rows for other tools."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import optional_moment, page_named, site_named
from archive_watch.cli.opening import is_quiet, looking_on
from archive_watch.cli.printing import counted
from archive_watch.cli.progress import Progress
from archive_watch.errors import CallerError
from archive_watch.model.change import ChangeKind
from archive_watch.report.visible import visible
from archive_watch.services.exporting.export_warc import export_warc
from archive_watch.services.exporting.selection import Selection
from archive_watch.services.exporting.warc_files import WarcFiles
from archive_watch.storage.database import Archive
from archive_watch.storage.outlets import must_be_new, outlet

_OPTIONS = (
    click.option(
        "-o", "--output", metavar="FILE|DIR", help="Write there, whole or not at all; else stdout."
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


def _selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every kind of export has; those that select may be given several times."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group(epilog=examples("export warc -o archive.warc.gz"))
def export() -> None:
    """Write captures or rows for other tools."""


@export.command(
    epilog=examples(
        "export warc -o archive.warc.gz",
        "export warc -o warcs/ --site 2017-2021.state.gov --since 2024-01-01",
        "export warc --url https://2017-2021.state.gov/some-page/ > page.warc.gz",
    )
)
@_selecting
@click.pass_context
def warc(ctx: click.Context, /, output: str | None, force: bool, **chosen: Any) -> None:
    """Write captures as WARC files.

    WARC/1.1, a gzip member a record; bodies that were answered again are revisits.  `import` reads
    it back.  Into a folder (with a / at its end it is made) files of a gigabyte are written.
    """
    with looking_on(ctx) as watch:
        wanted = _selection(watch.archive, **chosen)
        operator = watch.settings.fetch.contact or None
        bar = Progress("captures", None, shown=not is_quiet(ctx))
        try:
            with _warc_sink(watch.archive, output, force) as (sink, next_file):
                tally = export_warc(
                    watch.archive, wanted, sink,
                    operator=operator, next_file=next_file, progress=bar.step,
                )  # fmt: skip
        finally:
            bar.close()
    click.echo(
        f"{counted(tally.responses, 'capture')} and {counted(tally.revisits, 'revisit')}"
        f" of {counted(tally.pages, 'page')} written{_whereto(output)}",
        err=True,
    )


@contextmanager
def _warc_sink(
    archive: Archive, output: str | None, force: bool
) -> Generator[tuple[Callable[[bytes], object], Callable[[], bool]], None, None]:
    """Where the file goes, and what tells that another one begins."""
    if output is None:
        if sys.stdout.isatty():
            raise CallerError("a WARC file is not for a terminal", remedy="name a file: -o FILE")
        yield _to_stdout, lambda: False
    elif _is_folder(output):
        files = WarcFiles(Path(output), archive.path.stem, over=force)
        with files:
            yield files.write, files.is_full
        for stale in files.stale():
            click.echo(f"not of this export: {visible(str(stale))}", err=True)
    else:
        must_be_new(Path(output), over=force)
        with outlet(Path(output), over=force) as file:
            yield file.write, lambda: False


def _to_stdout(block: bytes) -> None:
    """Write to stdout; once its reader has gone the export is over (``cli.root``)."""
    try:
        sys.stdout.buffer.write(block)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CallerError(f"the result cannot be written: {error.strerror}") from error


def _is_folder(output: str) -> bool:
    return output.endswith(os.sep) or Path(output).is_dir()


def _whereto(output: str | None) -> str:
    return "" if output is None else f" to {visible(output)}"


def _selection(
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
