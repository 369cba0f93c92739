"""verify: prove that what is stored is what was stored."""

from __future__ import annotations

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import is_quiet, watching
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.errors import ArchiveDamaged
from archive_watch.services.verify_archive import verify_archive


@click.command(epilog=examples("verify"))
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Prove that what is stored is what was stored.

    Checks every digest, patch, span, change and index of the archive, and names what is damaged
    (exit code 4).
    """
    with watching(ctx) as watch:
        bar = Progress("verifying", None, shown=not is_quiet(ctx))
        faults = verify_archive(watch, progress=bar.step)
        bar.close()
    if faults:
        raise ArchiveDamaged(
            f"{len(faults)} faults:\n  " + "\n  ".join(faults),
            remedy="restore a backup; keep this file, what is sound in it can still be read",
        )
    say("sound: every digest, patch, span, change and index agrees")
