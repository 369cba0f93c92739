"""verify: prove that what is stored is what was stored."""

from __future__ import annotations

import click

from archive_watch.cli.opening import is_quiet, watching
from archive_watch.cli.progress import Progress
from archive_watch.errors import ArchiveDamaged
from archive_watch.services.verify_archive import verify_archive


@click.command()
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Check every digest, patch, span and index of the archive."""
    with watching(ctx) as watch:
        bar = Progress("verifying", None, shown=not is_quiet(ctx))
        faults = verify_archive(watch, progress=bar.step)
        bar.close()
    if faults:
        raise ArchiveDamaged(
            f"{len(faults)} faults:\n  " + "\n  ".join(faults),
            remedy="restore a backup; keep this file, what is sound in it can still be read",
        )
    click.echo("sound: every digest, patch, span, change and index agrees")
