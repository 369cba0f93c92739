"""The log is set up when somebody may write to it: its library is a tenth of a second at each start.

Whoever imports the library has it configured, because ``log_as`` looks whether it is there, and who
imports it later asks ``ready_logs`` first.
"""

from __future__ import annotations

import logging
import sys
from typing import TypedDict


class _Wanted(TypedDict):
    form: str
    verbose: bool
    quiet: bool


_WANTED = _Wanted(form="text", verbose=False, quiet=False)


def log_as(*, form: str, verbose: bool, quiet: bool) -> None:
    """How the log is to be, from here on."""
    _WANTED.update({"form": form, "verbose": verbose, "quiet": quiet})
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it says is no fact of ours
    if "structlog" in sys.modules:
        ready_logs()


def ready_logs() -> None:
    """Set the log up as it is to be."""
    from archive_watch.cli.logs import set_up_logs  # noqa: PLC0415  (brings the library)

    set_up_logs(**_WANTED)
