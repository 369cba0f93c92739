"""verify: prove that what is stored is what was stored; re-extract: derive the texts from it anew;
fold: let old checks that found nothing new take less room."""

from __future__ import annotations

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import is_quiet, watching
from archive_watch.cli.printing import counted
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.errors import ArchiveDamaged
from archive_watch.model.url import host_of
from archive_watch.report.visible import visible
from archive_watch.services.copying.fold_checks import fold_checks
from archive_watch.services.proving.re_extract import Difference, SiteTally, re_extract
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.telling.find_version import moment_of
from archive_watch.storage.rereading import pages_to_read


@click.command(epilog=examples("verify"))
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Prove that what is stored is what was stored.

    Checks every digest, patch, span, change and index of the archive, and names what is damaged
    (exit code 4).
    """
    with watching(ctx, reworks=False) as watch:
        bar = Progress("verifying", None, shown=not is_quiet(ctx))
        faults = verify_archive(watch, progress=bar.step)
        bar.close()
    if faults:
        raise ArchiveDamaged(
            f"{len(faults)} faults:\n  " + "\n  ".join(faults),
            remedy="restore a backup; keep this file, what is sound in it can still be read",
        )
    say("sound: every digest, patch, span, change and index agrees")


@click.command(
    "re-extract", epilog=examples("re-extract --dry-run", "re-extract --site 2017-2021.state.gov")
)
@click.option("--site", metavar="HOST", help="Only the pages of this host.")
@click.option("--dry-run", is_flag=True, help="Only tell what would differ; write nothing.")
@click.pass_context
def re_extract_(ctx: click.Context, site: str | None, dry_run: bool) -> None:
    """Derive every text again from the stored bytes.

    They are read with today's extractor and site profiles.

    What happened stays as it is: checks, spans, changes and their verdicts.  No change is made and
    no alert is sent: where two extractors read the same bytes differently, that is told here.  Safe
    to stop and to repeat.
    """
    with watching(ctx, reworks=not dry_run) as watch:
        host = None if site is None else _host(site)
        bar = Progress(
            "reading again",
            pages_to_read(watch.archive, host=host),
            shown=not is_quiet(ctx),
        )
        try:
            result = re_extract(
                watch, host=host, dry_run=dry_run, progress=bar.step, tell=_tell_difference
            )
        finally:
            bar.close()
    for name, tally in result.items():
        say(f"{name}: {_told(tally, dry_run=dry_run)}")
    if not result:
        say("no version is kept yet: there is nothing to read again")


def _host(site: str) -> str:
    """The host that is meant: its name, or any address on it."""
    try:
        return host_of(site if "://" in site else f"https://{site}/")
    except ValueError:
        return site


def _tell_difference(one: Difference) -> None:
    words = f" ({one.words_added:,} words more, {one.words_removed:,} fewer)"
    parts = [f"{part}{words}" if part == "text" else part for part in one.parts]
    by = f"{one.from_extractor} -> {one.to_extractor}"
    say(f"{visible(one.url)} version {one.number}: {', '.join(parts)}; {by}")


def _told(tally: SiteTally, *, dry_run: bool) -> str:
    parts = [
        f"{counted(tally.read, 'text')} {'read' if dry_run else 'renewed'}",
        f"{tally.differ:,} {'would differ' if dry_run else 'differ'}",
        f"{tally.unchanged:,} unchanged",
        f"{tally.alike:,} like another version of the page now" if tally.alike else "",
        f"{tally.parted:,} read in more than one way now" if tally.parted else "",
        f"{tally.unreadable:,} left as they were: no page is found in them"
        if tally.unreadable
        else "",
        f"{tally.kept:,} left as they were: their order would change" if tally.kept else "",
    ]
    return ", ".join(part for part in parts if part)


@click.command(epilog=examples("fold --before 2025-01-01 --dry-run", "fold --before 2025-01-01"))
@click.option("--before", required=True, metavar="TIME", help="Only what was checked before this.")
@click.option("--dry-run", is_flag=True, help="Only tell how many checks; write nothing.")
@click.pass_context
def fold(ctx: click.Context, before: str, dry_run: bool) -> None:
    """Fold old checks that found nothing new into few rows.

    Nothing is lost: histories, spans and proofs say what they said, and a capture that comes late
    unfolds what it needs.  The first check of each span stays a row, the last, the last full read,
    and every check that found something.  The room is used again; `backup` and `restore` make the
    file smaller.
    """
    with watching(ctx, reworks=not dry_run) as watch:
        bar = Progress("folding", None, shown=not is_quiet(ctx))
        try:
            folded = []
            for checks in fold_checks(watch, before=moment_of(before), dry_run=dry_run):
                folded.append(checks)
                bar.step()
        finally:
            bar.close()
    pages = sum(checks > 0 for checks in folded)
    say(
        f"{counted(sum(folded), 'check')} of {counted(pages, 'page')} {'can be ' if dry_run else ''}folded"
    )
