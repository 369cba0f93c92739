"""The ``archive-watch`` command: its options, its lazily loaded commands, its exit codes.

The outermost loop of a command run by hand: here errors become a message, a remedy and an exit
code, and a bug becomes exit code 70 with a traceback in the log.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import structlog

from archive_watch import __version__
from archive_watch.cli.logs import set_up_logs
from archive_watch.errors import ArchiveWatchError, CallerError
from archive_watch.report.visible import visible

_BUG = 70
_INTERRUPTED = 130

_COMMANDS = {
    "init": "project:init",
    "doctor": "project:doctor",
    "demo": "demonstration:demo",
    "add": "watching:add",
    "pages": "watching:pages",
    "status": "watching:status",
    "fetch": "fetching:fetch",
    "run": "fetching:run",
    "import": "importing:import_",
    "history": "reading:history",
    "show": "reading:show",
    "search": "reading:search",
    "diff": "comparing:diff",
    "changes": "comparing:changes",
    "versions": "comparing:versions",
    "links": "linking:links",
    "report": "reporting:report",
    "verify": "keeping:verify",
    "serve": "serving:serve",
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click calls it so)
        """The names of all commands, in the order of a newcomer's needs."""
        return list(_COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002  (click calls it so)
        cmd_name: str,
    ) -> click.Command | None:
        """The command of that name, imported now."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(f"archive_watch.cli.{module}"), name)
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="archive-watch")
@click.option("--config", type=click.Path(path_type=Path), help="The configuration file.")
@click.option("--db", type=click.Path(path_type=Path), help="The archive's database file.")
@click.option("--log", type=click.Choice(["text", "json"]), default="text", help="Form of the log.")
@click.option("-v", "--verbose", is_flag=True, help="Log more.")
@click.option("-q", "--quiet", is_flag=True, help="Log errors only, and show no progress.")
@click.pass_context
def cli(
    ctx: click.Context, config: Path | None, db: Path | None, log: str, verbose: bool, quiet: bool
) -> None:
    """Keep every version of what archived government pages say, and tell what changed.

    Begin with `archive-watch demo`, or with `archive-watch init` and `archive-watch add URL`.
    """
    set_up_logs(form=log, verbose=verbose, quiet=quiet)
    ctx.obj = {"config": config, "db": db, "quiet": quiet}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    try:
        code = _run(arguments)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong with what was done.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result: Any = cli.main(args=arguments, prog_name="archive-watch", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return CallerError.exit_code
    except click.Abort:
        return _interrupted()
    except ArchiveWatchError as error:
        return _told(error)
    except ExceptionGroup as group:
        return _of_group(group)
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  the outermost loop: a bug, told as one
        return _bug(error)
    return result if isinstance(result, int) else 0


def _of_group(group: ExceptionGroup[Exception]) -> int:
    """The first error of side-by-side work that is not a bug; else the bug."""
    ours, rest = group.split(ArchiveWatchError)
    if ours is not None and rest is None:
        error: BaseException = ours
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        assert isinstance(error, ArchiveWatchError)
        return _told(error)
    return _bug(group)


def _told(error: ArchiveWatchError) -> int:
    click.echo(f"archive-watch: {visible(str(error))}", err=True)
    return error.exit_code


def _interrupted() -> int:
    click.echo("archive-watch: stopped; what was done is kept", err=True)
    return _INTERRUPTED


def _bug(error: Exception) -> int:
    structlog.get_logger().exception("a bug in archive-watch", exc_info=error)
    click.echo(
        f"archive-watch: a bug: {type(error).__name__}: {visible(str(error))}\n"
        "  nothing acknowledged is lost; please report this with the log above",
        err=True,
    )
    return _BUG
