"""The operator's log: facts with fields, on stderr, as text or JSON lines.

One line a fact, whatever a page, a server or a library put into it: control characters and line
breaks are escaped, and the secrets that addresses carry are masked.  A log that cannot be written (its
disk is full, its reader has gone) is no reason to stop the work that it tells of.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from archive_watch.report.masked import masked
from archive_watch.report.visible import visible


def set_up_logs(*, form: str, verbose: bool, quiet: bool) -> None:
    """Send the log to stderr in the form asked for."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it says is no fact of ours
    root = logging.getLogger()
    if not any(isinstance(one, _Libraries) for one in root.handlers):
        root.addHandler(_Libraries(logging.WARNING))
    level = logging.ERROR if quiet else logging.DEBUG if verbose else logging.INFO
    drawn: list[Processor] = (
        [structlog.processors.JSONRenderer()] if form == "json" else [_told_only, _for_terminals()]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
            structlog.processors.format_exc_info,  # without the values of variables: secrets
            _made_harmless,
            *drawn,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_Line,
        cache_logger_on_first_use=False,
    )


class _Line:
    """Writes lines to stderr; those that cannot be written are lost."""

    def __init__(self, *_: Any) -> None:
        self._stream = sys.stderr

    def msg(self, line: str) -> None:
        """Write one."""
        with suppress(OSError):
            self._stream.write(line + "\n")
            self._stream.flush()

    debug = info = warning = error = critical = exception = msg


class _Libraries(logging.Handler):
    """What libraries warn of, in the same form as everything else."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log one record of theirs."""
        log = structlog.get_logger()
        told = log.error if record.levelno >= logging.ERROR else log.warning
        told(record.getMessage(), library=record.name, exc_info=record.exc_info or None)


def _told_only(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Without the fields that have nothing to say; programs, which read JSON, have all of them."""
    return {key: value for key, value in event.items() if value is not None}


def _for_terminals() -> Processor:
    """Lines for people."""
    return structlog.dev.ConsoleRenderer(
        colors=_may_be_coloured(), exception_formatter=structlog.dev.plain_traceback
    )


def _may_be_coloured() -> bool:
    """On a terminal, unless the reader wants none (https://no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def _made_harmless(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {
        key: _traceback(value) if key == "exception" else _harmless(value)
        for key, value in event.items()
    }


def _harmless(value: Any) -> Any:
    match value:
        case str():
            return visible(masked(value)).replace("\n", "\\n").replace("\t", "\\t")
        case list() | tuple():
            return [_harmless(item) for item in value]
        case dict():
            return {str(_harmless(str(key))): _harmless(item) for key, item in value.items()}
    return value


def _traceback(text: Any) -> str:
    """A traceback whose every line is set in: none of them can pass for a line of the log."""
    lines = visible(masked(str(text))).splitlines()
    return "\n".join(f"  {line}" for line in lines)
