"""export: captures and rows for other tools."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import is_quiet, looking_on
from archive_watch.cli.printing import counted, print_table
from archive_watch.cli.progress import Progress
from archive_watch.cli.selecting import is_folder, selecting, selection_of, stdout, whereto
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError
from archive_watch.report.visible import visible
from archive_watch.services.exporting.columns import MEANINGS, Table
from archive_watch.services.exporting.export_rows import row_lines
from archive_watch.services.exporting.export_warc import export_warc
from archive_watch.services.exporting.selection import Selection
from archive_watch.services.exporting.warc_files import WarcFiles
from archive_watch.storage.database import Archive
from archive_watch.storage.outlets import must_be_new, outlet


@click.group(epilog=examples("export warc -o archive.warc.gz", "export csv -o rows/"))
def export() -> None:
    """Write captures or rows for other tools."""


@export.command(
    epilog=examples(
        "export warc -o archive.warc.gz",
        "export warc -o warcs/ --site 2017-2021.state.gov --since 2024-01-01",
        "export warc --url https://2017-2021.state.gov/some-page/ > page.warc.gz",
    )
)
@selecting
@click.pass_context
def warc(ctx: click.Context, /, output: str | None, force: bool, **chosen: Any) -> None:
    """Write captures as WARC files.

    WARC/1.1, a gzip member a record; bodies that were answered again are revisits.  `import` reads
    it back.  Into a folder (with a / at its end it is made) files of a gigabyte are written.
    """
    output = None if output == "-" else output
    with looking_on(ctx) as watch:
        wanted = selection_of(watch.archive, **chosen)
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
    if is_quiet(ctx):
        return
    click.echo(
        f"{counted(tally.responses, 'capture')} and {counted(tally.revisits, 'revisit')}"
        f" of {counted(tally.pages, 'page')} written{whereto(output)}",
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
        with stdout() as write:
            yield write, lambda: False
    elif is_folder(output):
        files = WarcFiles(Path(output), archive.path.stem, over=force)
        with files:
            yield files.write, files.is_full
        for stale in files.stale():
            click.echo(f"not of this export: {visible(str(stale))}", err=True)
    else:
        must_be_new(Path(output), over=force)
        with outlet(Path(output), over=force) as file:
            yield file.write, lambda: False


_TABLES = click.option(
    "--table", "tables", multiple=True, type=click.Choice([table.value for table in Table]),
    help="Which rows: versions, who says what in them, changes, checks, or links.",
)  # fmt: skip


@export.command(
    epilog=examples(
        "export jsonl -o rows/",
        "export jsonl --table changes --since 2024-01-01 > changes.jsonl",
    )
)
@_TABLES
@selecting
@click.pass_context
def jsonl(
    ctx: click.Context, /, tables: tuple[str, ...], output: str | None, force: bool, **chosen: Any
) -> None:
    """Write rows as JSON lines, one object a line.

    Into a folder a file for each table; else one table, the versions with their words unless
    --table names another.  `export columns` says what each name means.
    """
    _rows(ctx, "jsonl", tables, output, force, chosen)


@export.command(
    epilog=examples("export csv -o rows/", "export csv --table links --site 2017-2021.state.gov")
)
@_TABLES
@selecting
@click.pass_context
def csv(
    ctx: click.Context, /, tables: tuple[str, ...], output: str | None, force: bool, **chosen: Any
) -> None:
    """Write rows as CSV, for spreadsheets too.

    UTF-8 with a head of names; a cell that a spreadsheet would take for a formula begins with an
    apostrophe.  Into a folder a file for each table; else one table, the versions with their words
    unless --table names another.  `export columns` says what each column means.
    """
    _rows(ctx, "csv", tables, output, force, chosen)


@export.command(epilog=examples("export columns", "export columns --table changes"))
@_TABLES
def columns(tables: tuple[str, ...]) -> None:
    """Say what each column of the rows means."""
    for table in [Table(name) for name in tables] or list(Table):
        meaning = MEANINGS[table]
        say(f"{table}: a row is {meaning.row}")
        print_table(
            [
                *meaning.columns.items(),
                *((name, f"{told} (jsonl)") for name, told in meaning.nested.items()),
            ],
            ["column", "meaning"],
            long=("meaning",),
        )
        say()


def _rows(
    ctx: click.Context, form: str, tables: tuple[str, ...], output: str | None, force: bool,
    chosen: dict[str, Any],
) -> None:  # fmt: skip
    output = None if output == "-" else output
    named = [Table(name) for name in dict.fromkeys(tables)]
    into_folder = output is not None and is_folder(output)
    if len(named) > 1 and not into_folder:
        raise CallerError("one file holds one table", remedy="name a folder: -o rows/")
    wanted = named or (list(Table) if into_folder else [Table.VERSIONS])
    with looking_on(ctx) as watch:
        selection = selection_of(watch.archive, **chosen)
        targets = _targets(wanted, form, output)
        for target in targets.values():
            if target is not None:
                must_be_new(target, over=force)
        bar = Progress("rows", None, shown=not is_quiet(ctx))
        try:
            counts = [
                f"{_written(watch.archive, table, form, selection, target, force, bar):,} {table}"
                for table, target in targets.items()
            ]
        finally:
            bar.close()
    if not is_quiet(ctx):
        click.echo(f"{', '.join(counts)} written{whereto(output)}", err=True)


def _targets(tables: list[Table], form: str, output: str | None) -> dict[Table, Path | None]:
    if output is None:
        return dict.fromkeys(tables)
    path = Path(output)
    return {table: path / f"{table}.{form}" if is_folder(output) else path for table in tables}


def _written(
    archive: Archive, table: Table, form: str, selection: Selection, target: Path | None,
    force: bool, bar: Progress,
) -> int:  # fmt: skip
    """Write one table; how many rows."""
    count = 0
    rows = closing(row_lines(archive, table, selection, as_csv=form == "csv"))
    with rows as lines, stdout() if target is None else _file(target, force) as write:
        for line in lines:
            write(line)
            count += 1
            bar.step()
    return count - (form == "csv")


@contextmanager
def _file(target: Path, force: bool) -> Iterator[Callable[[bytes], object]]:
    with outlet(target, over=force) as file:
        yield file.write
