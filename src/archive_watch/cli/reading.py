"""history, show: what a page said, and when."""

from __future__ import annotations

from collections.abc import Sequence

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import VERSION_NUMBER, optional_moment, page_named
from archive_watch.cli.opening import reading
from archive_watch.cli.printing import counted, format_option, print_json, print_table
from archive_watch.cli.streams import say, say_bytes
from archive_watch.cli.tracing import print_turn, tell_turn_of
from archive_watch.errors import CallerError
from archive_watch.model.transcript import Metadata
from archive_watch.model.visit import PageState
from archive_watch.report.heat_strip import LEGEND, STRETCHES, heat_strip
from archive_watch.report.markdown import address_as_markdown, escaped
from archive_watch.report.transcript import transcript_as_markdown
from archive_watch.report.visible import visible
from archive_watch.services.telling.find_version import wanted_version
from archive_watch.services.telling.heat_of_history import heat_of_history
from archive_watch.services.telling.show_version import Shown, raw_body, show_version
from archive_watch.storage import answers

_NO_LONGER = {
    PageState.SUSPECT: "the last check saw the page gone; not confirmed yet",
    PageState.REMOVED: "the page is gone; these are its last words",
    PageState.MOVED: "the page answers at another address",
    PageState.WITHHELD: "the page is refused; these are its last words",
}
_STANDS = {
    PageState.SUSPECT: "the last check saw it gone; not confirmed yet",
    PageState.REMOVED: "seen gone, and confirmed",
    PageState.MOVED: "it answers at another address",
    PageState.WITHHELD: "it alone is refused, for a week or more, while other pages of its host answer",
    PageState.BLOCKED: "we are refused; that says nothing of the page",
    PageState.UNREACHABLE: "it cannot be reached; that says nothing of the page",
    PageState.PAUSED: "it is not checked",
}


@click.command(
    epilog=examples(
        "history https://2017-2021.state.gov/some-page/",
        "history https://2017-2021.state.gov/some-page/ --heat",
        "history https://2017-2021.state.gov/some-page/ --turn 'SECRETARY POMPEO:4'",
    )
)
@click.argument("url")
@click.option("--turn", metavar="SPEAKER:N", help="Of one turn: the Nth under this label.")
@click.option("--version", "number", type=VERSION_NUMBER, help="In which version --turn counts.")
@click.option("--heat", is_flag=True, help="Draw where in the text was edited how much.")
@format_option("text", "json")
@click.pass_context
def history(
    ctx: click.Context, url: str, turn: str | None, number: int | None, heat: bool, form: str
) -> None:
    """List which version of a page was seen when.

    Each line is a span: a run of checks that saw one version, from its first to its last, and how
    often it was checked.  URL may be any address of the page, or one that it states of itself.
    With --turn: how one turn was worded from when to when, wherever it stood.  With --heat: a strip for
    each span, which `json` has as `heat`: the words that came or left in each fiftieth of the text.
    """
    if turn is not None and heat:
        raise CallerError("--heat is of the whole page: give --turn or --heat, not both")
    if turn is None and number is not None:
        raise CallerError("--version says in which version --turn counts: give both, or neither")
    if turn is not None:
        with reading(ctx) as archive:
            story = tell_turn_of(archive, page_named(archive, url), turn, number)
        print_turn(story, form)
        return
    with reading(ctx) as archive:
        page = page_named(archive, url)
        spans = answers.history(archive, page.id)
        aside = answers.retracted(archive, page.id)
        if heat or form == "json":
            strips = heat_of_history(archive, page.id, buckets=STRETCHES)
            spans = [{**span, "heat": strip} for span, strip in zip(spans, strips, strict=True)]
    if form == "json":
        print_json(spans)
        return
    if spans:
        (_print_heat if heat else _print_spans)(spans)
    else:
        click.echo("no check has read this page yet", err=True)
    if page.state in _STANDS:
        say(f"now {page.state}: {_STANDS[page.state]}")
    for version in aside:
        say(
            f"version {version['version']} (id {version['version_id']}) was set aside on"
            f" {version['retracted_at']}: {visible(version['retraction'])}"
        )


def _print_spans(spans: Sequence[answers.Answer]) -> None:
    print_table(
        [
            [
                "gone" if span["version_id"] is None else span["version"],
                span["first_seen_at"],
                span["last_seen_at"],
                span["checks"],
                span["how"],
                span["words"],
                span["version_id"],
                span["title"],
            ]
            for span in spans
        ],
        ["version", "first seen", "last seen", "checks", "last by", "words", "id", "title"],
        long=("title",),
    )
    for span in spans:
        if span["absences"]:
            say(visible(_seen_gone(span["absences"])))


def _seen_gone(absences: Sequence[answers.Answer]) -> str:
    """What a tombstone rests on: what was answered when, and what is kept of it."""
    first = absences[0]
    signs = "; ".join(first["evidence"]) or first["reason"] or "no page"
    statuses = ", ".join(dict.fromkeys(str(one["status"]) for one in absences))
    kept = sum(one["capture_sha256"] is not None for one in absences)
    checks = counted(len(absences), "check")
    return (
        f"gone since {first['at']}: {checks} (status {statuses}; bodies kept: {kept:,});"
        f" the first: {signs}"
    )


def _print_heat(spans: Sequence[answers.Answer]) -> None:
    print_table(
        [
            [
                "gone" if span["version_id"] is None else span["version"],
                span["first_seen_at"],
                None if span["heat"] is None else sum(span["heat"]),
                None if span["heat"] is None else heat_strip(span["heat"]),
            ]
            for span in spans
        ],
        ["version", "first seen", "words edited", "where in the text"],
    )
    say(f"\n{LEGEND}")


@click.command(
    epilog=examples(
        "show https://2017-2021.state.gov/some-page/",
        "show https://2017-2021.state.gov/some-page/ --version 1 --format markdown",
        "show https://2017-2021.state.gov/some-page/ --at 2024-05-01",
        "show https://2017-2021.state.gov/some-page/ --format raw > page.html",
    )
)
@click.argument("url")
@click.option("--version", "number", type=VERSION_NUMBER, help="The version's number.")
@click.option("--at", metavar="TIME", help="What it said at this time, or at 00:00 UTC of a day.")
@format_option("text", "markdown", "json", "raw")
@click.pass_context
def show(ctx: click.Context, url: str, number: int | None, at: str | None, form: str) -> None:
    """Show what a page says, or said.

    The current version, unless --version or --at name another.  URL may be any address of the
    page, or one that it states of itself.  `raw` gives the bytes as they were fetched.
    """
    moment_at = optional_moment(at)
    with reading(ctx) as archive:
        page = page_named(archive, url)
        head = wanted_version(archive, page, number=number, at=moment_at)
        shown = show_version(archive, page, head)
        body = raw_body(archive, shown) if form == "raw" else b""
    match form:
        case "json":
            print_json(shown.as_json())
        case "raw":
            say_bytes(body)
        case "markdown":
            say(_markdown(shown))
        case _:
            say(_text(shown))


def _head(shown: Shown) -> list[tuple[str, str]]:
    said = shown.transcript.metadata if shown.transcript else Metadata()
    facts = [
        ("by", ", ".join(filter(None, (said.speaker, said.role)))),
        ("where", ", ".join(filter(None, (said.audience, said.place)))),
        ("published", said.published_on or ""),
        ("now", _NO_LONGER.get(shown.page.state, "")),
        ("version", f"{shown.head.number}, first seen {shown.observed_at}"),
        ("source", shown.page.url),
        ("capture", f"sha256 {shown.capture_sha256}, read by {shown.head.extractor}"),
        ("note", "read without a site profile (fallback)" if shown.fallback else ""),
    ]
    return [(name, value) for name, value in facts if value]


def _words(shown: Shown) -> str:
    if shown.transcript is None:
        return f"({shown.media_type}, kept as bytes: `show --format raw` gives them)"
    return shown.transcript.text


def _text(shown: Shown) -> str:
    title = (shown.transcript.metadata.title if shown.transcript else shown.title) or shown.page.url
    lines = [title, *(f"{name}: {value}" for name, value in _head(shown)), "", _words(shown)]
    return visible("\n".join(lines))


def _markdown(shown: Shown) -> str:
    title = (shown.transcript.metadata.title if shown.transcript else shown.title) or shown.page.url
    facts = [
        f"- {name}: {address_as_markdown(value) if name == 'source' else escaped(value)}"
        for name, value in _head(shown)
    ]
    words = (
        escaped(_words(shown))
        if shown.transcript is None
        else transcript_as_markdown(shown.transcript)
    )
    return visible("\n".join([f"# {escaped(title)}", "", *facts, "", words]))
