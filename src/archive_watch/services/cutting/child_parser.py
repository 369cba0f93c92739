"""The process that parses one dear page and ends: what it may use, and what it answers.

It is started by ``parse_in_child`` with a request on its standard input, and writes its answer to
its standard output.  It limits itself before it reads a byte of the page, and it ends with the
process that started it, even where that one is killed: its standard input is then closed, which is
a signal that it does not catch.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, BinaryIO

from selectolax.lexbor import SelectolaxError

from archive_watch.extract.explaining.explain import explain_page
from archive_watch.extract.explaining.explained import Explanation
from archive_watch.extract.page import Cut, cut_page, read_cut
from archive_watch.services.end_with_parent import end_with_parent

OUT_OF_MEMORY = 71  # the exit code


def _cut_and_read(**answer: Any) -> Cut:
    """The cut of an answer with its reading, where it has words."""
    cut = cut_page(**answer)
    return replace(cut, reading=read_cut(cut)) if cut.has_words else cut


_TASKS: dict[str, Callable[..., Cut | Explanation]] = {
    "cut": _cut_and_read,
    "explain": explain_page,
}


def main(cpu_seconds: int, memory_bytes: int) -> None:
    """Answer the one request, within the limits."""
    answers = _alone_with_answers()
    _limit(cpu_seconds, memory_bytes)
    try:
        task, request = pickle.load(sys.stdin.buffer)  # noqa: S301 (our parent's own words)
        end_with_parent()
        answer = pickle.dumps(_TASKS[task](**request))
    except (MemoryError, SelectolaxError) as error:
        if not _is_want_of_memory(error):
            raise
        os._exit(OUT_OF_MEMORY)
    answers.write(answer)
    answers.flush()
    os._exit(0)  # a large tree need not be taken down


def _is_want_of_memory(error: Exception) -> bool:
    """Nothing else keeps lexbor from building a tree; a bad selector is another matter."""
    return isinstance(error, MemoryError) or "parse HTML" in str(error)


def _alone_with_answers() -> BinaryIO:
    """The standard output for the answer alone: what anything else prints goes to the errors."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _limit(cpu_seconds: int, memory_bytes: int) -> None:
    """End by SIGXCPU after so much CPU time, whatever the starting process made of that signal."""
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, cpu_seconds)
    _lower(resource.RLIMIT_AS, memory_bytes)


def _lower(which: int, limit: int) -> None:
    _, hard = resource.getrlimit(which)
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    try:
        resource.setrlimit(which, (limit, hard))
    except (ValueError, OSError):
        return  # the system knows no such limit: the patience of who waits is one
