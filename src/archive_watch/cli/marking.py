"""changes mark, changes marks: a reader's verdict on changes, and who marked what when."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import reading, watching
from archive_watch.cli.printing import format_option, print_csv, print_json, print_table
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError
from archive_watch.model.verdict import Importance, Mark
from archive_watch.report.verdicts import verdict_in_words
from archive_watch.report.visible import visible
from archive_watch.services.judging.mark_changes import mark_changes
from archive_watch.storage import marks as stored

_FROM_STDIN = "-"
_MOST_LETTERS = 200
_COLUMNS = (
    "mark_id", "change_id", "marked_at", "marked_by", "reviewed", "importance", "labels_added",
    "labels_removed", "note", "url", "kind", "summary", "not_before", "not_after",
    "from_capture_sha256", "to_capture_sha256", "superseded_at",
)  # fmt: skip


def importance_option(*names: str, told: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option whose value is an importance: one of the four words, or 0 to 100."""
    return click.option(
        *names, metavar="[low|normal|high|critical|0-100]", callback=_importance, help=told
    )


def _importance(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    text = value.strip()
    if text.upper() in Importance.__members__:
        return Importance[text.upper()].value
    if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100:
        return int(text)
    raise click.BadParameter(f"{text!r} is neither low, normal, high, critical nor 0 to 100")


@click.command(
    epilog=examples(
        "changes mark 12 13 --importance high --label wording --note 'the Q&A was cut'",
        "changes mark 12 --unreviewed",
        "changes --kind template --format jsonl | jq .id | archive-watch changes mark -",
    )
)
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option(
    "--reviewed/--unreviewed", default=None, help="Whether it needs no further look, or does."
)
@importance_option("--importance", told="How much it matters to you.")
@click.option("--label", "labels", multiple=True, metavar="LABEL", help="Add a word of your own.")
@click.option("--unlabel", "unlabels", multiple=True, metavar="LABEL", help="Take one away.")
@click.option("--note", help="What you make of it; an empty one takes the note away.")
@click.option("--by", metavar="NAME", help="Who you are.  [default: your login name]")
@click.pass_context
def mark(
    ctx: click.Context, ids: tuple[str, ...], reviewed: bool | None, importance: int | None,
    labels: tuple[str, ...], unlabels: tuple[str, ...], note: str | None, by: str | None,
) -> None:  # fmt: skip
    """Say what you make of changes.

    ID is a change's `id`; `-` reads ids from standard input.  Where nothing else is said they are
    marked as reviewed; what is not said stays as it was.  Every mark is kept with its author and
    time, and the verdict stays with its change when texts are derived anew, older captures come in,
    or a copy is restored.
    """
    wanted = _ids(ids)
    says_nothing = reviewed is None and importance is None and note is None
    with watching(ctx) as watch:
        made = Mark(
            by=_author(by),
            at=watch.now(),
            reviewed=True if says_nothing and not labels and not unlabels else reviewed,
            importance=importance,
            add=_labels(labels),
            remove=_labels(unlabels),
            note=None if note is None else note.strip(),
        )
        done = mark_changes(watch, wanted, made)
    for change_id, verdict in done:
        told = verdict_in_words(
            reviewed=verdict.reviewed, importance=verdict.importance,
            labels=verdict.labels, note=verdict.note,
        )  # fmt: skip
        say(visible(f"change {change_id}: {told or 'nothing is said of it'}").replace("\n", " "))


@click.command(epilog=examples("changes marks", "changes marks 12 --format json"))
@click.argument("ids", nargs=-1, metavar="[ID]…")
@format_option("text", "json", "csv")
@click.pass_context
def marks(ctx: click.Context, ids: tuple[str, ...], form: str) -> None:
    """List who marked what, and when.

    Of the changes that are named, or of all; in the order in which the marks were made.  A mark of
    a change that no longer stands is told too.
    """
    wanted = _ids(ids) if ids else []
    with reading(ctx) as archive:
        found = stored.marks(archive, wanted)
    match form:
        case "json":
            print_json(found)
        case "csv":
            print_csv(found, _COLUMNS)
        case _:
            _print(found)


def _print(found: Sequence[dict[str, Any]]) -> None:
    if not found:
        click.echo("nobody marked anything", err=True)
        return
    print_table(
        [
            [
                one["marked_at"],
                one["marked_by"],
                one["change_id"],
                _said(one) + ("" if one["superseded_at"] is None else " (no longer stands)"),
                one["url"],
                one["summary"],
            ]
            for one in found
        ],
        ["when", "who", "change", "said", "page", "of"],
        long=("said", "page", "of"),
    )


def _said(one: dict[str, Any]) -> str:
    return verdict_in_words(
        reviewed=one["reviewed"], importance=one["importance"], labels=one["labels_added"],
        unlabelled=one["labels_removed"], note=one["note"],
    )  # fmt: skip


def _ids(given: Sequence[str]) -> list[int]:
    """The ids that are named, on the command line or on standard input.  Raises CallerError."""
    words = [word for text in given for word in (_typed_in() if text == _FROM_STDIN else [text])]
    if not words:
        raise CallerError("no change is named", remedy="archive-watch changes mark ID…")
    wrong = [word for word in words if not (word.isascii() and word.isdigit() and len(word) < 19)]
    if wrong:
        raise CallerError(
            f"{wrong[0]!r} is not the id of a change: nothing was marked",
            remedy="`archive-watch changes` lists the changes with their ids",
        )
    return [int(word) for word in words]


def _typed_in() -> list[str]:
    try:
        return [] if sys.stdin is None else sys.stdin.read().split()
    except UnicodeDecodeError:
        raise CallerError("standard input is not UTF-8 text", remedy="one id a line") from None


def _labels(given: Sequence[str]) -> tuple[str, ...]:
    labels = tuple(dict.fromkeys(" ".join(text.split()) for text in given))
    if not all(0 < len(label) <= _MOST_LETTERS for label in labels):
        raise CallerError(f"a label has 1 to {_MOST_LETTERS} characters", remedy="--label wording")
    return labels


def _author(given: str | None) -> str:
    """Who marks: as they say, else by their login name."""
    if given is not None and not given.strip():
        raise CallerError("--by needs a name", remedy="--by 'A. Reader'")
    try:
        return " ".join((given or getpass.getuser()).split())
    except (KeyError, OSError):  # no such user: a container that runs under a number
        raise CallerError("who marks? you have no login name", remedy="--by NAME") from None
