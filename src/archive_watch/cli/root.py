"""The ``archive-watch`` command: its options and its exit codes.

The outermost loop of a command run by hand: here errors become a message, a remedy and an exit
code, and a bug becomes exit code 70 with a traceback in the log.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from click.shell_completion import shell_complete

from archive_watch import __version__
from archive_watch.cli.commands import LazyGroup
from archive_watch.cli.examples import examples
from archive_watch.cli.logs_later import log_as, ready_logs
from archive_watch.cli.streams import ready_streams, silence
from archive_watch.errors import ArchiveWatchError, CallerError
from archive_watch.report.visible import visible

_NAME = "archive-watch"
_COMPLETION = "_ARCHIVE_WATCH_COMPLETE"
_OWN = frozenset({"--config", "--db", "--log", "-v", "--verbose", "-q", "--quiet"})
_BUG = 70
_INTERRUPTED = 130


@click.group(
    cls=LazyGroup,
    epilog=examples("demo", "init", "add https://2017-2021.state.gov/", "fetch", "report"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="archive-watch")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="The configuration file; else ./config/archive-watch.toml.",
)
@click.option(
    "--db",
    type=click.Path(path_type=Path),
    help="The archive's database file; else ./db/archive.db.",
)
@click.option("--log", type=click.Choice(["text", "json"]), default="text", help="Form of the log.")
@click.option("-v", "--verbose", is_flag=True, help="Log more.")
@click.option("-q", "--quiet", is_flag=True, help="Log errors only, and show no progress.")
@click.pass_context
def cli(
    ctx: click.Context, config: Path | None, db: Path | None, log: str, verbose: bool, quiet: bool
) -> None:
    """Keep every version of what archived government pages say, and tell what changed.

    Results are printed on stdout, logs and progress on stderr.  Times are UTC.  Exit codes: 0 done,
    1 something changed or broke (with --exit-code, or an example of site check), 2 your mistake,
    3 nothing could be read, 4 the database, 70 a bug.
    """
    log_as(form=log, verbose=verbose, quiet=quiet)
    ctx.obj = {"config": config, "db": db, "quiet": quiet}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    ready_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(given)
    except BrokenPipeError:
        # Whoever read our messages went away (`2>&1 | head`): there is nobody left to tell.
        silence(sys.stdout)
        silence(sys.stderr)
        code = 0
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    try:
        return _result(arguments)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.NoSuchOption as error:
        return _unknown_option(error)
    except click.ClickException as error:
        error.show()
        return CallerError.exit_code
    except ArchiveWatchError as error:
        return _told(error)
    except ExceptionGroup as group:
        return _of_group(group)
    except (KeyboardInterrupt, click.Abort):
        return _interrupted()
    except BrokenPipeError:
        raise
    except UnicodeEncodeError as error:
        return _unspeakable(error, arguments)
    except Exception as error:  # noqa: BLE001  the outermost loop: a bug, told as one
        return _bug(error)


def _result(arguments: list[str]) -> int:
    """The exit code of the command.  Not by ``cli.main``: that makes a closed pipe exit code 1."""
    asked = os.environ.get(_COMPLETION)
    if asked:  # by a shell, when the Tab key is pressed
        return shell_complete(cli, {}, _NAME, _COMPLETION, asked)
    with cli.make_context(_NAME, arguments) as context:
        result: Any = cli.invoke(context)
    return result if isinstance(result, int) else 0


def _unknown_option(error: click.NoSuchOption) -> int:
    """An option that there is none of; one of the program's own stands before the command."""
    error.show()
    if error.ctx is not None and error.ctx.parent is not None and error.option_name in _OWN:
        click.echo(f"{error.option_name} stands before the command: {_NAME} --help", err=True)
    return CallerError.exit_code


def _unspeakable(error: UnicodeEncodeError, arguments: Sequence[str]) -> int:
    """Bytes on the command line that are no UTF-8 reach us as lone surrogates."""
    if any("\udc80" <= letter <= "\udcff" for text in arguments for letter in text):
        return _told(CallerError("an argument is not UTF-8 text", remedy="write it in UTF-8"))
    return _bug(error)


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
    import structlog  # noqa: PLC0415  (a bug is rare, and its library is not cheap)

    ready_logs()
    structlog.get_logger().exception("a bug in archive-watch", exc_info=error)
    click.echo(
        f"archive-watch: a bug: {type(error).__name__}: {visible(str(error))}\n"
        "  nothing acknowledged is lost; please report this with the log above",
        err=True,
    )
    return _BUG
