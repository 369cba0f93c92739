"""Datasette on one archive, under the name ``archive``, read-only."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import datasette.handle_exception
import uvicorn
from datasette.app import Datasette
from datasette.database import Database

from archive_watch.errors import CallerError

_SETTINGS = {
    "allow_download": False,  # the file of a live archive is only whole with its log
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 1000,
    "default_page_size": 50,
    "suggest_facets": False,
    "truncate_cells_html": 400,  # a transcript is read on its own row, not in a list
}


# Where rich is installed, Datasette prints every error, a 404 too, with the values of all variables.
datasette.handle_exception.rich = None


def datasette_on(database: Path) -> Datasette:
    """A Datasette that knows ``database`` as ``archive``; its plugin tells what the tables mean."""
    served = Datasette(settings=_SETTINGS)
    served.add_database(Database(served, path=str(database), is_mutable=True), name="archive")
    return served


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket bound to ``host`` and ``port``.  Raises CallerError when that cannot be."""
    try:
        return socket.create_server((host, port))
    except (OSError, OverflowError) as error:
        raise CallerError(
            f"cannot listen on {host}:{port}: {error}",
            remedy="name another port: archive-watch serve --port 8002",
        ) from error


def run_datasette(database: Path, listener: socket.socket) -> None:
    """Serve until stopped (SIGINT or SIGTERM)."""
    served = datasette_on(database)
    asyncio.run(served.invoke_startup())
    config = uvicorn.Config(served.app(), log_level="warning", lifespan="on")
    uvicorn.Server(config).run(sockets=[listener])
