"""The archives that the tests of this folder read, each watched once for all of them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive_watch.config import load
from archive_watch.services.run_demo import run_demo
from datasette_plugin.odd_pages import watched


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three invented days.  Only to be read: copy it to change it."""
    folder = tmp_path_factory.mktemp("served")
    database = folder / "archive.db"
    given = load(config_path=None, db_path=database, environ={}, cwd=folder)
    asyncio.run(run_demo(given, database, lambda _: None))
    return database


@pytest.fixture(scope="session")
def odd_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of pages as nobody wants them.  Only to be read."""
    folder = tmp_path_factory.mktemp("odd")
    with ThreadPoolExecutor(1) as apart:  # the tests' browser holds this thread's event loop
        return apart.submit(lambda: asyncio.run(watched(folder))).result()
