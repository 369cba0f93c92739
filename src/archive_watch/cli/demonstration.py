"""demo: watch a small invented archive change for three days."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections import Counter
from pathlib import Path

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import loaded
from archive_watch.cli.reporting import write_report
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError
from archive_watch.report.html import digest_as_html
from archive_watch.report.text import digest_as_text
from archive_watch.services.run_demo import DemoDay, clear_demo, run_demo

_FOLDER = Path("demo")


@click.command(epilog=examples("demo", "demo --serve"))
@click.option("--serve", is_flag=True, help="Open the archive in Datasette afterwards.")
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8001,
    show_default=True,
    help="With --serve: where; 0 for any free port.",
)
@click.pass_context
def demo(ctx: click.Context, serve: bool, port: int) -> None:
    """Watch thirty invented pages for three days.

    Serves them on loopback, checks them, and tells what changed, vanished and broke.  Leaves the
    archive in demo/archive.db (or --db FILE) and the report beside it.
    """
    database = ctx.find_root().obj["db"] or _FOLDER / "archive.db"
    page = database.with_name("report.html")
    _make_room(database)
    say("Five invented archives, thirty pages, three days. Every page is served on loopback.\n")
    digest = asyncio.run(run_demo(loaded(ctx), database, _tell))
    say("\n" + digest_as_text(digest))
    write_report(page, digest_as_html(digest))
    command = _command()
    say(
        f"The report as a page: {page}\n"
        f"The archive:          {database}\n"
        f"Ask it:               {command} --db {database} changes\n"
        f"Read it in a browser: {command} --db {database} serve\n"
        f"                      then open http://127.0.0.1:8001/-/archive-watch\n"
        f"Open it in Datasette: the same, at http://127.0.0.1:8001/archive\n"
        f"                 (or: {command.replace('archive-watch', 'datasette')} {database})"
    )
    if serve:
        from archive_watch.cli.serving import serve_archive  # noqa: PLC0415  (Datasette is slow to import)

        serve_archive(database, port=port)


def _command() -> str:
    """How this program is called from here: by its name where the shell finds it, else by its path."""
    if shutil.which("archive-watch") is not None:
        return "archive-watch"
    return os.path.relpath(Path(sys.executable).with_name("archive-watch"))


def _make_room(database: Path) -> None:
    clear_demo(database)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallerError(f"cannot write into {database.parent}: {error.strerror}") from error


def _tell(day: DemoDay) -> None:
    counts = Counter(visit.outcome.value.replace("_", " ") for visit in day.visits)
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())
    say(f"day {day.number}: {len(day.visits)} pages asked: {told}")
