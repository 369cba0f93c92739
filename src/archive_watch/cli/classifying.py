"""changes reclassify: judge the changes of earlier programs by today's rules."""

from __future__ import annotations

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.naming import site_named
from archive_watch.cli.opening import watching
from archive_watch.cli.printing import counted
from archive_watch.cli.streams import say
from archive_watch.report.visible import visible
from archive_watch.services.judging.classify_again import Reclassified, classify_again


@click.command(
    epilog=examples("changes reclassify --dry-run", "changes reclassify --site 2017-2021.state.gov")
)
@click.option("--site", metavar="HOST", help="Only the changes of this host.")
@click.option("--dry-run", is_flag=True, help="Only tell what would differ; write nothing.")
@click.pass_context
def reclassify(ctx: click.Context, site: str | None, dry_run: bool) -> None:
    """Judge the changes of earlier programs by today's rules.

    A change keeps the kind and the severity that it was told with, until you ask for this.  Its
    number, its times, its verdict and its marks stay, and nothing is told again; what it was called
    before is kept in the table `earlier_findings`.  Safe to stop and to repeat.
    """
    told: list[Reclassified] = []

    def tell(one: Reclassified) -> None:
        told.append(one)
        was, now = (f"{kind} ({severity})" for kind, severity in (one.was, one.now))
        click.echo(f"{one.id}  {was} -> {now}  {visible(one.url)}")

    with watching(ctx, reworks=not dry_run) as watch:
        count = classify_again(watch, host=site_named(site), dry_run=dry_run, tell=tell)
    verb = "would be judged" if dry_run else "judged"
    say(f"{counted(count, 'change')} {verb} by today's rules, {len(told):,} of them otherwise")
