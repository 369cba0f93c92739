"""The operator's log: facts with fields, on stderr, as text or JSON lines."""

from __future__ import annotations

import logging
import os
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from archive_watch.report.visible import visible


def set_up_logs(*, form: str, verbose: bool, quiet: bool) -> None:
    """Send the log to stderr in the form asked for."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it says is no fact of ours
    level = logging.ERROR if quiet else logging.DEBUG if verbose else logging.INFO
    drawn: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if form == "json"
        else [_for_terminals()]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True),
            _made_visible,
            *drawn,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def _for_terminals() -> Processor:
    """Lines for people; a traceback without the values of variables, which may be secrets."""
    return structlog.dev.ConsoleRenderer(
        colors=_may_be_coloured(), exception_formatter=structlog.dev.plain_traceback
    )


def _may_be_coloured() -> bool:
    """On a terminal, unless the reader wants none (https://no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def _made_visible(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {
        key: visible(value) if isinstance(value, str) else value for key, value in event.items()
    }
