"""diff, changes, versions: what changed, and what is set aside."""

from __future__ import annotations

from typing import Any

import click

from archive_watch.cli.opening import reading, watching
from archive_watch.cli.printing import (
    format_option,
    print_csv,
    print_json,
    print_json_line,
    print_table,
)
from archive_watch.errors import CallerError
from archive_watch.model.change import ChangeKind
from archive_watch.report.diffs import diff_as_html, diff_as_json, diff_as_markdown, diff_as_text
from archive_watch.services.compare_versions import compare_heads, last_pair, named_pair
from archive_watch.services.find_version import moment_of, wanted_version
from archive_watch.services.retract_version import retract_version
from archive_watch.storage import answers
from archive_watch.storage.pages import find_page, known_page

_COLUMNS = (
    "id", "url", "host", "title", "kind", "severity", "aspects", "flags", "observed_at",
    "not_before", "not_after", "detected_at", "source", "from_version", "to_version",
    "from_capture_sha256", "to_capture_sha256", "words_added", "words_removed", "cluster", "summary",
)  # fmt: skip
_DRAWN: dict[str, Any] = {"text": diff_as_text, "markdown": diff_as_markdown, "html": diff_as_html}


@click.command()
@click.argument("url")
@click.argument("a", required=False)
@click.argument("b", required=False)
@format_option("text", "markdown", "html", "json")
@click.pass_context
def diff(ctx: click.Context, url: str, a: str | None, b: str | None, form: str) -> None:
    """Show what changed between versions or times A and B; by default, in the last change.

    A and B are version numbers or times; A may also be the URL of another page to compare with.
    """
    with reading(ctx) as archive:
        page = known_page(archive, url)
        other = find_page(archive, a) if a is not None and "://" in a else None
        if other is not None:
            drawn = compare_heads(
                archive,
                (page, wanted_version(archive, page)),
                (other, wanted_version(archive, other)),
            )
        else:
            before, after = (
                last_pair(archive, page) if a is None else named_pair(archive, page, a, b)
            )
            drawn = compare_heads(archive, (page, before), (page, after))
    if form == "json":
        print_json(diff_as_json(drawn))
    else:
        click.echo(_DRAWN[form](drawn))


@click.command()
@click.option("--since", metavar="TIME", help="Seen at this time or later.")
@click.option("--until", metavar="TIME", help="Seen at this time or earlier.")
@click.option("--site", metavar="HOST", help="On this host.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in ChangeKind]), help="Of this kind."
)
@click.option(
    "--min-severity", type=click.IntRange(0, 100), default=0, help="At least this severe."
)
@format_option("text", "json", "jsonl", "csv")
@click.pass_context
def changes(
    ctx: click.Context, since: str | None, until: str | None, site: str | None, kind: str | None,
    min_severity: int, form: str,
) -> None:  # fmt: skip
    """List the changes, in the order in which they were seen."""
    wanted = answers.ChangeFilter(
        since=None if since is None else moment_of(since),
        until=None if until is None else moment_of(until),
        host=site,
        kind=kind,
        min_severity=min_severity,
    )
    with reading(ctx) as archive:
        found = answers.changes(archive, wanted)
        match form:
            case "json":
                print_json(list(found))
            case "jsonl":
                for change in found:
                    print_json_line(change)
            case "csv":
                print_csv(found, _COLUMNS)
            case _:
                print_table(
                    [
                        [
                            c["id"],
                            c["observed_at"],
                            c["kind"],
                            c["severity"],
                            c["url"],
                            c["summary"],
                        ]
                        for c in found
                    ],
                    ["id", "seen", "kind", "severity", "page", "what"],
                )


@click.group()
def versions() -> None:
    """Set versions aside."""


@versions.command()
@click.argument("version_id", metavar="ID", type=int)
@click.option("--reason", required=True, help="Why this version is not what the page said.")
@click.pass_context
def retract(ctx: click.Context, version_id: int, reason: str) -> None:
    """Set a poisoned version aside: kept, never current, never deleted.  ID is in `history`."""
    if not reason.strip():
        raise CallerError("a retraction needs a reason", remedy="--reason 'why it is not the page'")
    with watching(ctx) as watch:
        head = retract_version(watch, version_id, reason=reason)
    click.echo(f"version {head.number} of {head.url} is set aside; the history was worked out anew")
