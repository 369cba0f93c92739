"""How links are listed: one by one, or put together; for people, programs and continuous integration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from archive_watch.cli.printing import print_csv, print_json, print_table
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError
from archive_watch.model.clock import system_clock, utc_text
from archive_watch.model.link import LinkReason
from archive_watch.report.link_groups import Grouping, grouped, told_of
from archive_watch.report.links_junit import links_as_junit
from archive_watch.report.links_page import links_as_html
from archive_watch.report.moments import when
from archive_watch.report.visible import one_line, visible
from archive_watch.storage.answers import Answer

_COLUMNS = (
    "url", "state", "reason", "status", "final_url", "first_seen_at", "last_ok_at",
    "failing_since", "checks", "detail", "next_check_at", "signs", "found_on", "suggestion",
)  # fmt: skip
_COUNTS = ("links", "dead", "in_doubt", "blocked")
_PLACES_SHOWN = 5
_INDENT = " " * 11


def print_links(found: Sequence[Answer], form: str, by: Grouping | None) -> None:
    """The links on stdout in one of the forms; how many are in which state on stderr.

    Raises CallerError where a form knows links only one by one, and they are wanted put together.
    """
    match form:
        case "json":
            print_json(found if by is None else _counts(found, by))
        case "csv" if by is not None:
            print_csv(_counts(found, by), (by.value, *_COUNTS))
        case "csv":
            print_csv(found, _COLUMNS)
        case "junit" if by is not None:
            raise CallerError(
                "JUnit has a test for each link: there is no --by in it",
                remedy="leave out --by, or ask for another --format",
            )
        case "junit":
            say(links_as_junit(found))
        case "html":
            at = utc_text(system_clock())
            say(links_as_html(found, by or Grouping.PAGE, at=at), nl=False)
        case _:
            _print(found, by)


def _print(found: Sequence[Answer], by: Grouping | None) -> None:
    if by is None:
        for link in found:
            _print_one(link)
    elif found:
        rows = [tuple(one.values()) for one in _counts(found, by)]
        print_table(rows, (by.value, "links", "dead", "in doubt", "blocked"), long=(by.value,))
    counts = Counter(link["state"] for link in found)
    told = ", ".join(f"{count:,} {state}" for state, count in counts.most_common())
    click.echo(told or "there is no link that fits", err=True)


def _counts(found: Sequence[Answer], by: Grouping) -> list[dict[str, str | int]]:
    return [
        {by.value: one.name, "links": one.links, "dead": one.dead,
         "in_doubt": one.in_doubt, "blocked": one.blocked}
        for one in grouped(found, by)
    ]  # fmt: skip


def _print_one(link: Answer) -> None:
    why = ", ".join(str(part) for part in (link["reason"], link["status"]) if part)
    say(visible(f"{link['state']:<10} {link['url']}{f' ({why})' if why else ''}"))
    if link["state"] == "redirected":
        say(visible(f"{_INDENT}→ {link['final_url']}"))
    if link["failing_since"] is not None:
        say(f"{_INDENT}{_doubts(link)}")
        for sign in link["signs"] if link["reason"] != LinkReason.HTTP else ():
            say(visible(f"{_INDENT}{one_line(sign)}"))
    if link["suggestion"] is not None:
        known = told_of(link).perhaps_now()
        say(visible(f"{_INDENT}perhaps now at {link['suggestion']['url']} ({known})"))
    for place in link["found_on"][:_PLACES_SHOWN]:
        say(visible(f"{_INDENT}on {place['url']}: “{place['text']}”"))
    if len(link["found_on"]) > _PLACES_SHOWN:
        say(f"{_INDENT}and in {len(link['found_on']) - _PLACES_SHOWN:,} more places")


def _doubts(link: Answer) -> str:
    """Since when a link fails, when it was good, and when it is asked again."""
    parts = [told_of(link).since()]
    if link["next_check_at"] is not None:
        parts.append(f"asked again {when(link['next_check_at'])}")
    return ", ".join(parts)
