"""A process that becomes the program again and again, so that it can be killed a thousand times.

Run as a script: imports the program once, then for each line on stdin forks a child that is the
program with the arguments of that line, prints the child's number, and, after one more line, how
it ended.  What the child prints goes to files, which outlive it.

``plant`` names a bug that is put into the child on purpose, to see that the killing finds it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from archive_watch.cli import main
from archive_watch.cli.copying import backup
from archive_watch.cli.discovering import discover
from archive_watch.cli.fetching import fetch, run
from archive_watch.cli.keeping import fold
from archive_watch.daemon import run as _daemon
from archive_watch.extract import page as _page
from archive_watch.services.checking import keep_check as _keep
from archive_watch.storage import database as _database
from archive_watch.storage import fetches as _fetches

_IMPORTED = (backup, discover, fetch, fold, run, _daemon, _page, _keep)
_COMMIT_EACH = 5
_WIDE_SECONDS = 0.05  # a kill falls into it often, also where all the rest is ten times as slow


def acknowledges_before_commit() -> None:
    """Commit only every so many transactions: what is printed in between is not kept yet."""
    done = 0

    @contextmanager
    def writing(self: _database.Archive) -> Generator[Any, None, None]:
        nonlocal done
        assert self.gate is not None
        with self.gate.held():
            if not self.conn.in_transaction:
                self.conn.execute("BEGIN IMMEDIATE")
            yield self.conn
            done += 1
            if done % _COMMIT_EACH == 0:
                self.conn.execute("COMMIT")

    def close(self: _database.Archive) -> None:
        if self.conn.in_transaction:
            self.conn.execute("COMMIT")  # (only a kill shows the bug)
        whole_close(self)

    whole_close = _database.Archive.close
    _database.Archive.writing = writing  # type: ignore[method-assign]
    _database.Archive.noting = writing  # type: ignore[method-assign]
    _database.Archive.close = close  # type: ignore[method-assign]


def commits_in_two() -> None:
    """Commit the row of the check by itself, and the rest of it a moment later."""
    whole = _fetches.record_fetch

    def record_fetch(archive: _database.Archive, fetch: _fetches.FetchRecord) -> int:
        fetch_id = whole(archive, fetch)
        archive.conn.execute("COMMIT")
        time.sleep(_WIDE_SECONDS)
        archive.conn.execute("BEGIN IMMEDIATE")
        return fetch_id

    _fetches.record_fetch = record_fetch


PLANTS: dict[str, Callable[[], None]] = {
    "acknowledges before commit": acknowledges_before_commit,
    "commits in two": commits_in_two,
}


def become(order: dict[str, Any]) -> None:
    """Be the program, with its streams going to files; never returns."""
    for name, descriptor in (("out", 1), ("err", 2)):
        file = os.open(order[name], os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        os.dup2(file, descriptor)
        os.close(file)
    if order.get("plant"):
        PLANTS[order["plant"]]()
    main(order["arguments"])


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def serve() -> None:
    """Fork a child for each order on stdin."""
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            become(json.loads(line))
        _say(child)
        sys.stdin.readline()  # until then the child's number is its own, even when it has ended
        _, status = os.waitpid(child, 0)
        _say(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    serve()
