"""discover: from where a site names its pages to the watch."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import is_quiet, loaded, watching
from archive_watch.cli.printing import counted, format_option, print_json, print_json_line
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.config import Settings
from archive_watch.errors import CallerError, NothingReadable
from archive_watch.report.visible import visible
from archive_watch.services.asking.require_contact import require_contact
from archive_watch.services.discovering.discover_site import discover_by_hand
from archive_watch.services.discovering.discovered import (
    SourceTold,
    StartingPoint,
    StartTold,
    configured_starts,
    named_start,
)
from archive_watch.services.discovering.keep_source import Rules
from archive_watch.services.watch import Watch

_MOST_SHOWN = 20


@click.command(
    epilog=examples(
        "discover 2017-2021.state.gov --dry-run",
        "discover https://www.state.gov/sitemap_index.xml --include /releases/",
        "discover",
    )
)
@click.argument("places", nargs=-1, metavar="[HOST or URL]...")
@click.option("--dry-run", is_flag=True, help="Say what would be added, and add nothing.")
@click.option(
    "--kind", type=click.Choice(("auto", "sitemap", "feed", "listing")), default=None,
    help="What the URL is; auto (the default) looks at what it holds.",
)  # fmt: skip
@click.option("--include", multiple=True, metavar="BEGINNING", help="Only addresses that begin so.")
@click.option("--exclude", multiple=True, metavar="BEGINNING", help="No addresses that begin so.")
@click.option("--limit", type=click.IntRange(min=1), help="Add so many new pages at most.")
@format_option("text", "json", "jsonl")
@click.pass_context
def discover(
    ctx: click.Context, places: tuple[str, ...], dry_run: bool, kind: str | None,
    include: tuple[str, ...], exclude: tuple[str, ...], limit: int | None, form: str,
) -> None:  # fmt: skip
    """Find the pages of a site, and watch them.

    Of a HOST the sitemaps are read that its robots.txt names, else those in the usual places, else
    its home page; a URL is a sitemap, a feed or a listing page.  Without either, the [[discover]]
    starting points of the configuration.  BEGINNING is one of a path, such as /press/, or of a
    whole address; * and ? are wildcards.  Exit code 3 when nothing could be read.
    """
    settings = loaded(ctx).settings
    starts = [_narrowed(start, kind, include, exclude) for start in _starts(settings, places)]
    asyncio.run(require_contact(settings, (start.url for start in starts)))
    rules = Rules(dry_run=dry_run, limit=limit)
    bar = Progress("sources read", None, shown=not is_quiet(ctx))
    with _opened(ctx, dry_run=dry_run) as watch:
        told = asyncio.run(discover_by_hand(watch, starts, rules, done=lambda _: bar.step()))
    bar.close()
    if form == "json":
        print_json([one.as_json() for one in told])
    elif form == "jsonl":
        for one in told:
            for page in one.pages:
                print_json_line(page.as_json())
    else:
        _print(told, dry_run=dry_run)
    _must_have_read_something(told)


@contextmanager
def _opened(ctx: click.Context, *, dry_run: bool) -> Generator[Watch, None, None]:
    """The archive; for a dry run where there is none, one that is gone afterwards."""
    if not dry_run or loaded(ctx).database.exists():
        with watching(ctx, create=True, reworks=not dry_run) as watch:
            yield watch
        return
    with TemporaryDirectory(prefix="archive-watch-") as folder:
        ctx.find_root().obj["db"] = Path(folder) / "archive.db"
        with watching(ctx, create=True) as watch:
            yield watch


def _starts(settings: Settings, places: Sequence[str]) -> list[StartingPoint]:
    """The starting points that are named, else those of the configuration."""
    if places:
        return [_named(settings, place.strip()) for place in places]
    starts = configured_starts(settings)
    if not starts:
        raise CallerError(
            "nothing says where to look for pages",
            remedy="archive-watch discover HOST, or take up a [[discover]] table of the configuration",
        )
    return starts


def _named(settings: Settings, place: str) -> StartingPoint:
    if "://" in place:
        return named_start(settings, place)
    host = place.partition("/")[0]
    if not host or ("." not in host and ":" not in host and host != "localhost"):
        raise CallerError(
            f"{place[:200]!r} is neither a host nor an address",
            remedy="write a host, such as 2017-2021.state.gov, or a whole address, https://…",
        )
    start = named_start(settings, f"https://{place}" + ("" if "/" in place else "/"))
    return replace(start, is_scheme_guessed=True)


def _narrowed(
    start: StartingPoint, kind: str | None, include: Sequence[str], exclude: Sequence[str]
) -> StartingPoint:
    """The starting point with what the command line says of it."""
    if kind not in {None, "auto"}:
        start = replace(start, kind=str(kind), is_host=False)
    return replace(
        start,
        include=tuple(include) or start.include,
        exclude=(*start.exclude, *exclude),
    )


def _print(told: Sequence[StartTold], *, dry_run: bool) -> None:
    for one in told:
        say(visible(one.start.url))
        for source in one.sources:
            for line in _source_lines(source):
                say(f"  {visible(line)}")
        if one.guessed and not one.was_read:
            say(f"  no sitemap at {', '.join(visible(url) for url in one.guessed)}")
        if one.left_for_next_time:
            say(f"  {counted(one.left_for_next_time, 'source')} left for the next time")
        _print_pages(one, dry_run=dry_run)
    new, known = sum(len(one.pages) for one in told), sum(s.known for o in told for s in o.sources)
    verb = "would be watched" if dry_run else "watched from now on"
    click.echo(f"{counted(new, 'new page')} {verb}, {known:,} watched already", err=True)
    if new and not dry_run:
        click.echo("read them now with `archive-watch fetch`", err=True)


def _print_pages(told: StartTold, *, dry_run: bool) -> None:
    """The new pages: all that a dry run would add, and the first ones that were added."""
    shown = told.pages if dry_run else told.pages[:_MOST_SHOWN]
    for page in shown:
        say(f"  {'would watch' if dry_run else 'watching'}  {visible(page.url)}")
    if len(shown) < len(told.pages):
        say(f"  … and {len(told.pages) - len(shown):,} more: `archive-watch pages` lists them")


def _source_lines(source: SourceTold) -> list[str]:
    kind = (source.kind or "source").replace("_", " ")
    if source.error is not None:
        return [f"could not be read: {source.url}: {source.error}"]
    pages = f" ({source.pages_read:,} pages of it)" if source.pages_read > 1 else ""
    if source.kind == "sitemap_index":
        counts = counted(source.named, "sitemap")
    else:
        counts = (
            f"{source.named:,} found, {source.in_scope:,} in scope, {source.new:,} new,"
            f" {source.known:,} already watched"
        )
    lines = [f"{kind}: {source.url}{pages}: {counts}"]
    if source.left_out:
        lines.append(f"  {source.left_out:,} more are new, and left out by --limit")
    for why, count in source.beyond.most_common():
        lines.append(f"  {count:,} out of scope, {why.value}: {', '.join(source.examples[why])}")
    if source.missing:
        lines.append(f"  {counted(source.missing, 'page')} no longer named that used to be")
    return lines + [f"  {note}" for note in source.notes]


def _must_have_read_something(told: Sequence[StartTold]) -> None:
    if any(one.was_read for one in told):
        return
    faults = [source for one in told for source in one.sources if source.error is not None]
    why = "; ".join(f"{source.url}: {source.error}" for source in faults[:5]) or "nothing answered"
    raise NothingReadable(
        f"nothing that names pages could be read: {visible(why)}",
        remedy="see whether the name is right; `archive-watch doctor --probe HOST` shows whether the"
        " host can be read from here, and `archive-watch add --file pages.txt` takes any list",
    )
