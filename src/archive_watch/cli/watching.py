"""add, pause, resume, pages, status: what is watched, and how it is."""

from __future__ import annotations

import getpass
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import pace
from archive_watch.cli.opening import looking_on, reading, watching
from archive_watch.cli.printing import (
    format_option,
    print_json,
    print_json_array,
    print_json_lines,
    print_table,
)
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError, UnreadableInput
from archive_watch.model.visit import PageState
from archive_watch.report.visible import visible
from archive_watch.services.add_pages import Added, add_pages, watchable
from archive_watch.services.pause_pages import pause_pages, resume_pages
from archive_watch.services.telling.tell_status import tell_status
from archive_watch.storage import answers

_COMMENT = re.compile(r"(^|\s)#.*$")  # a # inside an address is part of it
_STDIN = Path("-")


@click.command(
    epilog=examples(
        "add https://2017-2021.state.gov/some-page/",
        "add --file pages.txt --every 7d --tag interviews",
    )
)
@click.argument("urls", nargs=-1, metavar="URL...")
@click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path),
    help="A file of addresses, one a line; # begins a comment; - is stdin.",
)
@click.option("--every", metavar="TIME", help="How often to check, such as 12h or 7d.")
@click.option("--tag", "tags", multiple=True, help="A word to find these pages by; repeatable.")
@click.pass_context
def add(
    ctx: click.Context, urls: tuple[str, ...], file: Path | None, every: str | None,
    tags: tuple[str, ...],
) -> None:  # fmt: skip
    """Watch pages.

    They are due at once; `fetch` or `run` reads them.  All are added, or none where one of them
    cannot be watched.  A page that is watched already gets the new pace and tags.
    """
    named = [("", url) for url in urls]
    named += [] if file is None else _addresses_in(file)
    if not named:
        raise CallerError(
            "no URL was given" if file is None else f"{file} holds no address",
            remedy="archive-watch add URL… or --file FILE, one address a line",
        )
    wanted, seconds = watchable(named), pace(every)
    with watching(ctx, create=True) as watch:
        added = add_pages(watch, wanted, every_seconds=seconds, tags=tags)
    for one in added:
        say(visible(_told(one)))
    if any(one.is_new for one in added):
        click.echo("read them now with `archive-watch fetch`", err=True)


def _told(one: Added) -> str:
    if one.is_new:
        return f"watching  {one.url}"
    known_as = f"  (as {one.page.url})" if one.page.url != one.url else ""
    if one.page.state is PageState.PAUSED:
        return f"paused; `archive-watch resume` watches it again  {one.url}{known_as}"
    return f"already watched  {one.url}{known_as}"


def _addresses_in(file: Path) -> list[tuple[str, str]]:
    """Each address of a list, with the place where it stands."""
    lines = enumerate(_text_of(file).splitlines(), start=1)
    return [
        (f"{file}, line {number}", address)
        for number, line in lines
        if (address := _COMMENT.sub("", line).strip())
    ]


def _text_of(file: Path) -> str:
    try:
        body = sys.stdin.buffer.read() if file == _STDIN else file.read_bytes()
        return body.decode("utf-8-sig")
    except OSError as error:
        raise UnreadableInput(f"cannot read {file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{file} is not UTF-8 text") from error


@click.command(epilog=examples("pause https://2017-2021.state.gov/some-page/"))
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.pass_context
def pause(ctx: click.Context, urls: tuple[str, ...]) -> None:
    """Stop watching pages, and keep what is known of them.

    Nothing is deleted: history, search and reports have them as before.  `fetch URL` still checks
    one once.  A [[watch]] page stays watched when it is taken out of the configuration: pause it.
    """
    with watching(ctx) as watch:
        paused = pause_pages(watch, urls, by=_login_name())
    for page, was_watched in paused:
        say(visible(f"{'paused' if was_watched else 'was paused already'}  {page.url}"))


def _login_name() -> str | None:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # as a number alone, in a container for instance
        return None


@click.command(epilog=examples("resume https://2017-2021.state.gov/some-page/"))
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.pass_context
def resume(ctx: click.Context, urls: tuple[str, ...]) -> None:
    """Watch paused pages again."""
    with watching(ctx) as watch:
        resumed = resume_pages(watch, urls)
    for page, was_paused in resumed:
        say(visible(f"{'watching again' if was_paused else 'was not paused'}  {page.url}"))


@click.command(
    epilog=examples("pages", "pages --state suspect --state withheld", "pages --format json")
)
@click.option(
    "--state",
    "states",
    type=click.Choice([state.value for state in PageState]),
    multiple=True,
    help="Of this state.",
)
@format_option("text", "json", "jsonl")
@click.pass_context
def pages(ctx: click.Context, states: tuple[str, ...], form: str) -> None:
    """List the watched pages."""
    with reading(ctx) as archive:
        found = (one for one in answers.pages(archive) if not states or one["state"] in states)
        match form:
            case "json":
                print_json_array(found)
            case "jsonl":
                print_json_lines(found)
            case _:
                _print([[page[name] for name in _OF_A_PAGE] for page in found], states)


def _print(rows: Sequence[Sequence[object]], states: Sequence[str]) -> None:
    if not rows:
        none = f"no page is {' or '.join(states)}" if states else "no page is watched yet"
        click.echo(none if states else f"{none}: archive-watch add URL", err=True)
        return
    print_table(
        rows,
        ["state", "versions", "last checked", "title", "page"],
        long=("title", "page"),
    )


_OF_A_PAGE = ("state", "versions", "last_checked_at", "title", "url")


@click.command(epilog=examples("status", "status --format json"))
@format_option("text", "json")
@click.pass_context
def status(ctx: click.Context, form: str) -> None:
    """Tell how the watch is.

    How much is covered and what is due, what stands in the way (open incidents), and how the last
    run went.
    """
    with looking_on(ctx) as watch:
        told = tell_status(watch)
    if form == "json":
        print_json(told.as_json())
    else:
        say(told.as_text())
