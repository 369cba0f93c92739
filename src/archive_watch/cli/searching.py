"""search: words in what the pages say now, ever said, lost or gained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import day, site_named, warn_of_unwatched
from archive_watch.cli.opening import reading
from archive_watch.cli.printing import counted, format_option, print_csv, print_json
from archive_watch.cli.streams import say
from archive_watch.report.origins import interval_in_words
from archive_watch.report.visible import visible
from archive_watch.services.telling.search_archive import Question, Where
from archive_watch.services.telling.search_archive import search as found_by

_DATES = ("version", "not_before", "not_after", "change_id")
_COLUMNS = (
    "url", "host", "state", "title", "speaker", "published_on", "version", "change_id", "not_before",
    "not_after", "snippet", *(f"appeared_{name}" for name in _DATES),
    *(f"vanished_{name}" for name in _DATES), "times_now",
)  # fmt: skip


@click.command(
    epilog=examples(
        "search nuclear weapons",
        "search '\"maximum pressure\"' --speaker Pompeo --from 2019-01-01",
        "search --removed climate --site 2017-2021.state.gov --format csv > gone.csv",
    )
)
@click.argument("words", nargs=-1, required=True)
@click.option("--speaker", help="Only what this name says.")
@click.option("--from", "published_from", metavar="DAY", help="Published on this day or later.")
@click.option("--to", "published_to", metavar="DAY", help="Published on this day or earlier.")
@click.option("--site", metavar="HOST", help="On this host.")
@click.option("--ever", "where", flag_value="ever", help="In every version, not only the current.")
@click.option("--removed", "where", flag_value="removed", help="In the words that edits removed.")
@click.option("--added", "where", flag_value="added", help="In the words that edits added.")
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True,
    help="At most so many hits.",
)  # fmt: skip
@format_option("text", "json", "csv")
@click.pass_context
def search(
    ctx: click.Context, words: tuple[str, ...], speaker: str | None, published_from: str | None,
    published_to: str | None, site: str | None, where: str | None, limit: int, form: str,
) -> None:  # fmt: skip
    """Find words that pages say, ever said, lost or gained.

    What has all the WORDS; a phrase in quotes stays together.  Each hit says when the words came to
    its page, when they went, and in which change.
    """
    question = Question(
        words=" ".join(words),
        where=Where(where or Where.NOW),
        speaker=speaker,
        host=site_named(site),
        published_from=day(published_from),
        published_to=day(published_to),
        limit=limit + 1,
    )
    with reading(ctx) as archive:
        warn_of_unwatched(archive, question.host)
        found = found_by(archive, question)
    more, found = len(found) > limit, found[:limit]
    match form:
        case "json":
            print_json(found)
        case "csv":
            print_csv([_flat(hit) for hit in found], _COLUMNS)
        case _:
            _print(found)
    if more:
        click.echo(f"only the first {counted(limit, 'hit')}; --limit gives more", err=True)
    elif form == "text":
        nothing = "nothing found" if where else "nothing found; --ever looks at every version"
        click.echo(f"{len(found)} found" if found else nothing, err=True)


def _flat(hit: dict[str, Any]) -> dict[str, Any]:
    """A hit as one row: its intervals as columns of their own."""
    dates = {
        f"{what}_{name}": hit[what] and hit[what][name]
        for what in ("appeared", "vanished")
        for name in _DATES
    }
    return {**hit, **dates}


def _print(found: Sequence[dict[str, Any]]) -> None:
    for hit in found:
        said = ", ".join(filter(None, (hit["speaker"], hit["published_on"], _place_of(hit))))
        say(visible(f"{hit['title'] or hit['url']}{f'  ({said})' if said else ''}"))
        say(visible(f"  {hit['snippet']}".replace("\n", " ")))
        say(visible(f"  {hit['url']}"))
        told = [_dated(what, hit[what]) for what in ("appeared", "vanished") if hit[what]]
        if hit["vanished"] and hit["times_now"]:
            told.append(f"the page says it {counted(hit['times_now'], 'time')} now")
        if told:
            say(f"  {'; '.join(told)}")


def _dated(what: str, date: dict[str, Any]) -> str:
    change = "" if date["change_id"] is None else f" (change {date['change_id']})"
    return f"{what} {interval_in_words(date['not_before'], date['not_after'])}{change}"


def _place_of(hit: dict[str, Any]) -> str:
    """Which version or change a hit stands in."""
    gone = ", the page is gone" if hit["state"] == "removed" else ""
    if hit["change_id"] is None:
        return f"version {hit['version']}{gone}"
    return f"change {hit['change_id']}, seen {hit['not_after']}{gone}"
