"""import: take captures that were made elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import is_quiet, loaded, watching
from archive_watch.cli.printing import counted
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.errors import UnreadableInput
from archive_watch.report.visible import visible
from archive_watch.services.importing.import_captures import ImportTally, import_captures
from archive_watch.services.importing.open_captures import sources_of


@click.command(
    "import",
    epilog=examples(
        "import captures.warc.gz more/*.warc",
        "import saved.html --url https://2017-2021.state.gov/some-page/ --at 2024-05-01T12:00:00Z",
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="The address of a saved page.")
@click.option("--at", metavar="TIME", help="When a saved page was saved, in UTC.")
@click.pass_context
def import_(ctx: click.Context, paths: tuple[Path, ...], url: str | None, at: str | None) -> None:
    """Take captures that were made elsewhere.

    PATHS are WARC files (.warc, .warc.gz), whose own dates are the times of observation; or one
    saved page (.html) with its --url and --at.  Safe to repeat: what is here already is not taken
    twice.  Bad records are named, the good ones taken.
    """
    sources = sources_of(paths, url=url, at=at, max_bytes=loaded(ctx).settings.fetch.max_bytes)
    bar = Progress("importing", None, shown=not is_quiet(ctx))

    def progress(tally: ImportTally) -> None:
        bar.step(tally.seen - progress_seen[0])
        progress_seen[0] = tally.seen

    progress_seen = [0]
    with watching(ctx, create=True) as watch:
        tally = import_captures(watch, sources, progress=progress)
    bar.close()
    for fault in tally.bad:
        click.echo(f"not taken: {visible(fault)}", err=True)
    if tally.seen == 0:
        raise UnreadableInput(
            "nothing could be read from " + ", ".join(str(path) for path in paths),
            remedy="import takes .warc and .warc.gz files with HTTP responses in them",
        )
    say(_told(tally))


def _told(tally: ImportTally) -> str:
    parts = [
        f"{counted(tally.captures, 'capture')} taken",
        counted(tally.new_pages, "new page"),
        counted(tally.changes, "change"),
        *(f"{count:,} {outcome}" for outcome, count in tally.outcomes.items() if outcome != "read"),
        f"{tally.repeated:,} already here" if tally.repeated else "",
        f"{tally.skipped:,} not pages (redirects, styles, pictures)" if tally.skipped else "",
        f"{counted(len(tally.bad), 'record')} not taken" if tally.bad else "",
    ]
    return ", ".join(part for part in parts if part)
