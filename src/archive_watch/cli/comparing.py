"""diff, changes, versions: what changed, and what is set aside."""

from __future__ import annotations

from collections.abc import Sequence

import click
from click.core import ParameterSource

from archive_watch.cli.classifying import reclassify
from archive_watch.cli.examples import examples
from archive_watch.cli.marking import importance_option, mark, marks
from archive_watch.cli.naming import (
    ROW_ID,
    is_address,
    optional_moment,
    page_named,
    site_named,
    version_or_time,
    warn_of_unwatched,
)
from archive_watch.cli.opening import reading, watching
from archive_watch.cli.printing import (
    format_option,
    print_csv,
    print_json_array,
    print_json_line,
    print_table,
)
from archive_watch.cli.printing_diffs import DIFF_FORMS, form_for, print_diff, write_diff
from archive_watch.cli.streams import say
from archive_watch.errors import CallerError
from archive_watch.model.change import ChangeKind
from archive_watch.model.page import WatchedPage
from archive_watch.report.diffs import DrawnDiff
from archive_watch.report.verdicts import verdict_in_words
from archive_watch.services.proving.retract_version import retract_version
from archive_watch.services.telling.compare_versions import compare_heads, last_pair, named_pair
from archive_watch.services.telling.find_version import wanted_version
from archive_watch.services.telling.make_feed import make_feed
from archive_watch.storage import answers
from archive_watch.storage.database import Archive

_COLUMNS = (
    "id", "url", "host", "title", "kind", "severity", "aspects", "flags", "observed_at",
    "not_before", "not_after", "detected_at", "source", "from_version", "to_version",
    "from_capture_sha256", "to_capture_sha256", "words_added", "words_removed", "cluster",
    "cluster_severity", "pages", "summary", "why", "reviewed", "importance", "labels", "note",
    "marked_by", "marked_at",
)  # fmt: skip

_SHORT = 12  # characters of a cluster's name that are enough to ask for it


_NO_REASONS = "judged by the rules of an earlier program: `changes reclassify` gives the reasons"


@click.command(
    epilog=examples(
        "diff https://2017-2021.state.gov/some-page/",
        "diff https://2017-2021.state.gov/some-page/ 1 3",
        "diff https://2017-2021.state.gov/some-page/ 1 3 -o changed.html",
        "diff https://2017-2021.state.gov/some-page/ 2024-01-01 2025-01-01",
        "diff https://2017-2021.state.gov/some-page/ https://www.state.gov/some-page/",
    )
)
@click.argument("url")
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option("-o", "--output", metavar="FILE", help="Write to this file; - is stdout.")
@format_option(*DIFF_FORMS)
@click.pass_context
def diff(
    ctx: click.Context, url: str, a: str | None, b: str | None, output: str | None, form: str
) -> None:
    """Show what changed between two versions, word by word.

    A and B are version numbers or times; without them it is the last change, and without B it is
    from A to the current version.  A may also be the URL of another page to compare with.  A file's
    name tells the form, unless --format does.  NO_COLOR keeps a terminal without colours.
    """
    if output is not None and ctx.get_parameter_source("form") is ParameterSource.DEFAULT:
        form = form_for(output)
    with reading(ctx) as archive:
        page = page_named(archive, url)
        if a is None:
            before, after = last_pair(archive, page)
            drawn = compare_heads(archive, (page, before), (page, after))
        elif is_address(a):
            drawn = _two_pages(archive, page, a, b)
        else:
            last = None if b is None else version_or_time(b)
            before, after = named_pair(archive, page, version_or_time(a), last)
            drawn = compare_heads(archive, (page, before), (page, after))
    if output is None or output == "-":
        print_diff(drawn, form)
    else:
        write_diff(drawn, form, output)


def _two_pages(archive: Archive, page: WatchedPage, url: str, surplus: str | None) -> DrawnDiff:
    """The diff between what two pages say now."""
    if surplus is not None:
        raise CallerError(
            "two pages are compared as they are now: a version or a time has no place here",
            remedy="archive-watch diff URL1 URL2",
        )
    other = page_named(archive, url)
    return compare_heads(
        archive, (page, wanted_version(archive, page)), (other, wanted_version(archive, other))
    )


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "changes --since 2024-05-01 --min-severity 50",
        "changes --site 2017-2021.state.gov --format csv > changes.csv",
        "changes --min-severity 50 --format atom > changes.atom",
        "changes --unreviewed --min-severity 30",
        "changes --cluster 31b803751169",
        "changes --since 2024-05-01 --why",
        "changes mark 12 --importance high --note 'nobody announced it'",
    ),
)
@click.option("--since", metavar="TIME", help="Seen at this time or later.")
@click.option("--until", metavar="TIME", help="Seen at this time or earlier.")
@click.option("--site", metavar="HOST", help="On this host.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in ChangeKind]), help="Of this kind."
)
@click.option(
    "--min-severity", type=click.IntRange(0, 100), default=0, help="At least this severe."
)
@click.option(
    "--reviewed/--unreviewed", default=None, help="Marked as reviewed by a reader, or not yet."
)
@click.option("--label", "labels", multiple=True, metavar="LABEL", help="With this label.")
@importance_option("--min-importance", told="At least this important to a reader.")
@click.option("--cluster", metavar="ID", help="With this edit; the beginning will do.")
@click.option("--why", "why", is_flag=True, help="Say under each why it is judged so.")
@format_option("text", "json", "jsonl", "csv", "atom")
@click.pass_context
def changes(
    ctx: click.Context, since: str | None, until: str | None, site: str | None, kind: str | None,
    min_severity: int, reviewed: bool | None, labels: tuple[str, ...], min_importance: int | None,
    cluster: str | None, why: bool, form: str,
) -> None:  # fmt: skip
    """List the changes, in the order they were seen, and mark them.

    All kinds, cosmetic ones too.  The same edit on many pages is a change of each of them; the list
    names it, and `--cluster` gives the pages.  A day means its first moment, 00:00 UTC.  `--unreviewed` gives
    what no reader has marked as reviewed; cosmetic changes need no review.
    """
    if ctx.invoked_subcommand is not None:
        return
    wanted = answers.ChangeFilter(
        since=optional_moment(since),
        until=optional_moment(until),
        host=site_named(site),
        kind=kind,
        min_severity=min_severity,
        reviewed=reviewed,
        labels=labels,
        min_importance=min_importance,
        cluster=cluster,
    )
    with reading(ctx) as archive:
        warn_of_unwatched(archive, wanted.host)
        if form == "atom":
            for piece in make_feed(archive, wanted):
                say(piece, nl=False)
            return
        found = answers.changes(archive, wanted)
        match form:
            case "json":
                print_json_array(found)
            case "jsonl":
                for change in found:
                    print_json_line(change)
            case "csv":
                print_csv(({**one, **(one["verdict"] or {})} for one in found), _COLUMNS)
            case _:
                _print(list(found), why=why)


changes.add_command(mark)
changes.add_command(marks)
changes.add_command(reclassify)


def _print(found: Sequence[answers.Answer], *, why: bool) -> None:
    if not found:
        click.echo("no change is recorded that fits", err=True)
        return
    names = ("id", "observed_at", "kind", "severity", "url", "summary")
    headings = ["id", "seen", "kind", "severity", "page", "what"]
    rows = [[*(change[name] for name in names[:-1]), _summed_up(change)] for change in found]
    if any(change["verdict"] for change in found):
        headings.append("verdict")
        rows = [[*row, _judged(change)] for row, change in zip(rows, found, strict=True)]
    below = [change["why"] or [_NO_REASONS] for change in found] if why else ()
    print_table(rows, headings, long=("page", "what", "verdict")[: len(headings) - 4], below=below)


def _summed_up(change: answers.Answer) -> str:
    """What changed, and on how many pages the same edit was made."""
    if change["cluster"] is None or change["kind"] == ChangeKind.TEMPLATE:
        return str(change["summary"])
    pages, name = change["pages"], change["cluster"][:_SHORT]
    return f"{change['summary']} (the same edit on {pages:,} pages: {name})"


def _judged(change: answers.Answer) -> str:
    said = change["verdict"]
    if said is None:
        return ""
    return verdict_in_words(
        reviewed=said["reviewed"], importance=said["importance"],
        labels=said["labels"], note=said["note"],
    )  # fmt: skip


@click.group()
def versions() -> None:
    """Set versions aside."""


@versions.command(
    epilog=examples("versions retract 32 --reason 'a maintenance page, read as the transcript'")
)
@click.argument("version_id", metavar="ID", type=ROW_ID)
@click.option("--reason", required=True, help="Why this version is not what the page said.")
@click.pass_context
def retract(ctx: click.Context, version_id: int, reason: str) -> None:
    """Set a poisoned version aside.

    It is kept and never deleted, but never current again; the page's history is worked out anew
    without it.  ID is the `id` that `history URL` shows.
    """
    if not reason.strip():
        raise CallerError("a retraction needs a reason", remedy="--reason 'why it is not the page'")
    with watching(ctx) as watch:
        head = retract_version(watch, version_id, reason=reason)
    say(f"version {head.number} of {head.url} is set aside; the history was worked out anew")
