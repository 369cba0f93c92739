"""backup and restore: a copy that can be relied on, made while others write, and put back."""

from __future__ import annotations

import os
from pathlib import Path

import click

from archive_watch.cli.examples import examples
from archive_watch.cli.opening import is_quiet, loaded, looking_on
from archive_watch.cli.printing import counted
from archive_watch.cli.progress import Progress
from archive_watch.cli.streams import say
from archive_watch.daemon.single import only_daemon
from archive_watch.errors import CallerError
from archive_watch.model.clock import system_clock
from archive_watch.report.visible import visible
from archive_watch.services.copying.back_up import back_up
from archive_watch.services.copying.restore import must_be_restorable, restore
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.proving.verify_archive import Depth
from archive_watch.services.watch import Watch
from archive_watch.storage.database import Archive

_PROOF = click.option(
    "--proof",
    type=click.Choice([depth.value for depth in Depth]),
    default=Depth.DIGESTS.value,
    show_default=True,
    help="How deep it is looked at: the file's structure, also every digest, or all that `verify`"
    " proves.",
)


@click.command(epilog=examples("backup /mnt/copies/", "backup archive-before-upgrade.db"))
@click.argument("dest", metavar="DEST", type=click.Path())
@_PROOF
@click.pass_context
def backup(ctx: click.Context, dest: str, proof: str) -> None:
    """Copy the archive while others write to it.

    DEST is a file that there is not yet, or a folder (with a / at its end it is made): then the
    copy is named by the time.  It is one moment of the archive, proved before it gets its name;
    only its owner may read it.  A backup that is stopped leaves nothing that looks like a copy.
    """
    target = _absolute(Path(dest))
    with looking_on(ctx) as watch:
        if dest.endswith(os.sep):
            _ready_folder(target)
        bar = Progress("proving the copy", None, shown=not is_quiet(ctx))
        try:
            made = back_up(watch, target, depth=Depth(proof), progress=bar.step)
        finally:
            bar.close()
    say(
        f"{visible(str(made.path))}: {made.size:,} bytes; {counted(made.pages, 'page')},"
        f" {counted(made.versions, 'version')}, {counted(made.captures, 'capture')}; proved ({proof})"
    )


@click.command(
    "restore",
    epilog=examples(
        "restore /mnt/copies/archive-20260131T235959Z.db",
        "--db looked-at.db restore archive-before-upgrade.db",
    ),
)
@click.argument("src", metavar="SRC", type=click.Path(path_type=Path))
@_PROOF
@click.pass_context
def restore_(ctx: click.Context, src: Path, proof: str) -> None:
    """Make the archive from a copy, where there is none.

    The copy is proved first, brought up to date, and placed as a whole.  An archive that is there
    is never overwritten: move it away, or name another place with --db.
    """
    given = loaded(ctx)
    profiles = load_profiles(given)

    def watch_of(archive: Archive) -> Watch:
        return Watch(
            archive=archive, settings=given.settings, profiles=profiles, clock=system_clock
        )

    source, target = _absolute(src), given.database
    must_be_restorable(source, target)
    _ready_folder(target.parent)
    bar = Progress("proving the copy", None, shown=not is_quiet(ctx))
    try:
        with only_daemon(target):
            pages = restore(watch_of, source, target, depth=Depth(proof), progress=bar.step)
    finally:
        bar.close()
    say(f"{visible(str(target))}: {counted(pages, 'page')}; restored from {visible(str(source))}")


def _ready_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CallerError(f"cannot make the folder {folder}: {error.strerror}") from error


def _absolute(path: Path) -> Path:
    return Path.cwd() / path.expanduser()
