"""The demo's archive, watched once for all the tests of this folder."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from archive_watch.config import load
from archive_watch.services.run_demo import run_demo


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three invented days.  Only to be read: copy it to change it."""
    folder = tmp_path_factory.mktemp("served")
    database = folder / "archive.db"
    given = load(config_path=None, db_path=database, environ={}, cwd=folder)
    asyncio.run(run_demo(given, database, lambda _: None))
    return database
