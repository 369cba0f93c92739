"""add, pages, status: what is watched, and how it is."""

from __future__ import annotations

from pathlib import Path

import click

from archive_watch.cli.opening import reading, watching
from archive_watch.cli.printing import format_option, print_json, print_table
from archive_watch.errors import CallerError, UnreadableInput
from archive_watch.model.duration import parse_duration
from archive_watch.services.add_pages import add_pages
from archive_watch.services.tell_status import tell_status
from archive_watch.storage import answers


@click.command()
@click.argument("urls", nargs=-1, metavar="URL...")
@click.option("--file", "file", type=click.Path(path_type=Path), help="A file of URLs, one a line.")
@click.option("--every", metavar="TIME", help="How often to check, such as 12h or 7d.")
@click.option("--tag", "tags", multiple=True, help="A word to find these pages by; repeatable.")
@click.pass_context
def add(
    ctx: click.Context, urls: tuple[str, ...], file: Path | None, every: str | None,
    tags: tuple[str, ...],
) -> None:  # fmt: skip
    """Watch pages.  They are due at once; `fetch` or `run` reads them."""
    wanted = [*urls, *(_urls_in(file) if file is not None else [])]
    if not wanted:
        raise CallerError("no URL was given", remedy="archive-watch add URL… or --file FILE")
    seconds = None if every is None else int(parse_duration(every))
    with watching(ctx, create=True) as watch:
        added = add_pages(watch, wanted, every_seconds=seconds, tags=tags)
    for page in added:
        click.echo(f"{'watching' if page.is_new else 'already watched'}  {page.url}")
    if any(page.is_new for page in added):
        click.echo("read them now with `archive-watch fetch`", err=True)


def _urls_in(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise UnreadableInput(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{file} is not UTF-8 text") from error
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@click.command()
@format_option("text", "json")
@click.pass_context
def pages(ctx: click.Context, form: str) -> None:
    """List the watched pages."""
    with reading(ctx) as archive:
        found = answers.pages(archive)
    if form == "json":
        print_json(found)
        return
    print_table(
        [[p["state"], p["versions"], p["last_checked_at"], p["title"], p["url"]] for p in found],
        ["state", "versions", "last checked", "title", "page"],
    )


@click.command()
@format_option("text", "json")
@click.pass_context
def status(ctx: click.Context, form: str) -> None:
    """Tell how the watch is: coverage, what is due, open incidents, the last run."""
    with watching(ctx) as watch:
        told = tell_status(watch)
    if form == "json":
        print_json(told.as_json())
    else:
        click.echo(told.as_text())
