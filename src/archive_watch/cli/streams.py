"""stdout and stderr as the commands need them.

Results are UTF-8 wherever they are piped to, whatever the locale says; a terminal that cannot show
a character gets an escape.  A stream that was closed before we began swallows what it is given,
and so does stdout once its reader has gone (``| head``): the work that was asked for goes on.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from archive_watch.errors import CallerError


def ready_streams() -> None:
    """Make both streams fit to be written to."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # Open for as long as the program runs: it stands in for the stream itself.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        encoding = None if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")


def say(text: str = "", *, nl: bool = True) -> None:
    """Write a result to stdout, now.  Raises CallerError when there is no room for it."""
    _written(f"{text}\n" if nl else text)


def say_bytes(body: bytes) -> None:
    """Write bytes to stdout as they are."""
    _written(body)


def _written(result: str | bytes) -> None:
    try:
        if isinstance(result, bytes):
            sys.stdout.buffer.write(result)
        else:
            sys.stdout.write(result)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as error:
        silence(sys.stdout)
        raise CallerError(
            f"the result cannot be written: {error.strerror}",
            remedy="what was done is kept; send the output somewhere else and ask again",
        ) from error


def silence(stream: TextIO) -> None:
    """Let ``stream`` swallow everything from here on, what it still holds included."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
