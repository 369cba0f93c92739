"""evidence, cite: one change for an editor, a lawyer, or a reader who would not take our word."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import ROW_ID
from archive_watch.cli.opening import is_quiet, looking_on, reading
from archive_watch.cli.printing import counted
from archive_watch.cli.streams import say
from archive_watch.report.citation import citation_of
from archive_watch.report.visible import visible
from archive_watch.services.evidencing.cite_change import cited_alone
from archive_watch.services.evidencing.write_evidence import SOFTWARE, write_evidence
from archive_watch.storage.one_change import change_with_id
from archive_watch.storage.outlets import must_be_new, outlet


@click.command(epilog=examples("evidence 12", "evidence 12 -o finding.zip"))
@click.argument("change_id", metavar="CHANGE", type=ROW_ID)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE.zip",
    help="Write there, or into that folder; else evidence-CHANGE.zip in this folder.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.pass_context
def evidence(ctx: click.Context, change_id: int, output: Path | None, force: bool) -> None:
    """Bundle all that proves one change.

    Both bodies, headers, a WARC, the diff, the check log, digests, a citation, and a page that says
    how to verify it without this program.  CHANGE is the `id` that `changes` lists.  The same
    archive gives the same bytes.
    """
    target = Path(f"evidence-{change_id}.zip") if output is None else output
    if target.is_dir():
        target /= f"evidence-{change_id}.zip"
    with looking_on(ctx) as watch:
        change = change_with_id(watch.archive, change_id)
        must_be_new(target, over=force)
        operator = watch.settings.fetch.contact or None
        with outlet(target, over=force) as file:
            names = write_evidence(watch.archive, change, file, operator=operator)
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    say(f"{visible(str(target))}: {counted(len(names), 'file')}; SHA-256 {digest}")
    if is_quiet(ctx):
        return
    click.echo("give that digest to somebody else today: it proves the bundle later", err=True)


@click.command(epilog=examples("cite 12"))
@click.argument("change_id", metavar="CHANGE", type=ROW_ID)
@click.pass_context
def cite(ctx: click.Context, change_id: int) -> None:
    """Print a citation of one change, to be pasted.

    What changed where, between when and when, and the digests by which anybody finds the very
    bytes again.  CHANGE is the `id` that `changes` lists.
    """
    with reading(ctx) as archive:
        found = change_with_id(archive, change_id)
        say(citation_of(cited_alone(archive, found, software=SOFTWARE)))
