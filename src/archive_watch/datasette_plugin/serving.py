"""Datasette on one archive, under the name ``archive``: read-only, for this machine by default.

The file is opened ``mode=ro``, so reading goes on while the daemon writes, and no connection can
write or attach another file.  Never as immutable: that would not see what the daemon writes.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm
from datasette.utils import BadMetadataError, parse_metadata
from datasette.utils.sqlite import sqlite3

from archive_watch.datasette_plugin.guarding import guarded
from archive_watch.datasette_plugin.hosting import hosts_of
from archive_watch.datasette_plugin.meanings import front_page
from archive_watch.datasette_plugin.policy import be_strict
from archive_watch.datasette_plugin.worlds import (
    configured,
    connections_of,
    keep_for_this_thread,
    keeps_what_it_is_told,
)
from archive_watch.errors import CallerError

_SETTINGS = {
    "allow_download": False,  # the file of a live archive is only whole with its log
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 1000,
    "default_page_size": 50,
    "default_facet_size": 10,
    "suggest_facets": False,
    "truncate_cells_html": 400,  # a transcript is read on its own page, not in a list
}
_PAGES = Path(__file__).parent / "html"
_STOPPING_SECONDS = 5

# Where rich is installed, Datasette prints every error, a 404 too, with the values of all variables.
# (Through the plugin manager: to import that module before datasette.plugins loses its hook.)
pm.get_plugin("datasette.handle_exception").rich = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """What the operator wants: ``told`` is a configuration of Datasette's, for plugins and permissions.

    ``root_token`` lets whoever knows it log in once as root; ``secret`` signs who is logged in, and
    is another at each start where None.  ``hosts`` are names to answer for beside this machine's.
    """

    check_now: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)
    root_token: str | None = None
    secret: str | None = None
    hosts: tuple[str, ...] = ()


def datasette_on(database: Path, operator: Operator | None = None) -> Datasette:
    """A Datasette that knows ``database`` as ``archive``; its plugin tells what the tables mean."""
    wanted = operator or Operator()
    served = Datasette(
        settings=_SETTINGS,
        template_dir=str(_PAGES / "front"),
        secret=wanted.secret,
        **configured(Datasette, front_page(), _told(wanted)),
    )
    if wanted.root_token is not None:
        served._root_token = wanted.root_token
        served.root_enabled = True  # asked for by 1.0 alone
    be_strict(served)
    served.remove_database("_memory")
    served.add_database(ReadOnly(served, path=str(database.absolute())), name="archive")
    return served


def _told(wanted: Operator) -> dict[str, Any]:
    """The operator's configuration; whether a check can be asked for is said in our own alone."""
    plugins = dict(wanted.told.get("plugins") or {})
    plugins["archive-watch"] = {
        **(plugins.get("archive-watch") or {}),
        "check_now": wanted.check_now,
    }
    return {**wanted.told, "plugins": plugins}


def configuration_in(file: Path) -> dict[str, Any]:
    """What a file of Datasette's configuration says, in YAML or JSON.  Raises CallerError."""
    try:
        told = parse_metadata(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, BadMetadataError) as error:
        raise CallerError(
            f"{file} is no configuration of Datasette: {error}",
            remedy="https://docs.datasette.io/en/stable/configuration.html says what it holds",
        ) from error
    if not isinstance(told, dict):
        raise CallerError(f"{file} is no configuration of Datasette: it holds no names with values")
    return told


class ReadOnly(Database):  # type: ignore[misc]  # Datasette ships no types
    """A database file that nothing can be written to, whatever characters its path holds.

    Where another file took its place (a restored copy), that one is read: Datasette would go on
    answering from the old one, which nobody sees any more.
    """

    most_counted_bytes = 100_000_000

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._opened: dict[int, tuple[int, int] | None] = {}  # the file of each connection

    def connect(self, write: bool = False) -> Any:
        """A connection that reads; Datasette's own takes a ``?`` in the path for options."""
        if write:
            raise PermissionError("the archive is served for reading only")
        address = f"{Path(self.path).as_uri()}?mode=ro"
        conn = sqlite3.connect(address, uri=True, check_same_thread=False)
        conn.execute("PRAGMA query_only = ON")
        conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connections_of(self).append(conn)
        self._opened[id(conn)] = self._file()
        return conn

    async def execute_fn(self, fn: Callable[[Any], Any]) -> Any:
        """What ``fn`` finds on a connection to the file that is there now."""

        def on_the_file_of_now(conn: Any) -> Any:
            there = self._file()
            if there is None or self._opened.get(id(conn)) == there:
                return fn(conn)
            return fn(self._connected_anew(conn))

        return await super().execute_fn(on_the_file_of_now)

    def _connected_anew(self, old: Any) -> Any:
        """Another connection for this thread, in place of ``old``."""
        anew = self.connect()
        self.ds._prepare_connection(anew, self.name)
        keep_for_this_thread(self, anew)
        connections_of(self).remove(old)
        del self._opened[id(old)]
        old.close()
        return anew

    def _file(self) -> tuple[int, int] | None:
        """Which file is there; None where there is none."""
        try:
            told = os.stat(self.path)  # noqa: PTH116  (asked at every question)
        except OSError:
            return None
        return told.st_dev, told.st_ino

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """How many rows each table has; of a large file none is counted: each may take the limit."""
        if self.size > self.most_counted_bytes:
            return dict.fromkeys(await self.table_names())
        counts: dict[str, int | None] = await super().table_counts(limit)
        return counts


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket bound to ``host`` and ``port``.  Raises CallerError when that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError, UnicodeError) as error:
        number = getattr(error, "errno", None) or 0  # that of a resolver is negative
        told = os.strerror(number) if number > 0 else error
        raise CallerError(
            f"cannot listen on {host}:{port}: {told}",
            remedy="name another port or address: archive-watch serve --port 8002",
        ) from error
    # asyncio sets it for sockets that name their protocol alone: without it each answer waits 40 ms
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def run_datasette(database: Path, listener: socket.socket, operator: Operator) -> None:
    """Serve until stopped; SIGINT and SIGTERM are the ways to stop, not faults."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)  # uvicorn stops at it, then raises it once more
    asyncio.run(_serving(database, listener, operator))


async def _serving(database: Path, listener: socket.socket, operator: Operator) -> None:
    served = datasette_on(database, operator)
    await served.invoke_startup()
    config = uvicorn.Config(
        guarded(
            served.app(),
            hosts=hosts_of(listener.getsockname()[0], operator.hosts),
            styles_by_script=keeps_what_it_is_told(served),
        ),
        log_level="warning",
        lifespan="on",
        timeout_graceful_shutdown=_STOPPING_SECONDS,
    )
    with suppress(asyncio.CancelledError):
        await uvicorn.Server(config).serve(sockets=[listener])
