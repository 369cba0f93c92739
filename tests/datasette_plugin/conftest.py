"""The archives that the tests of this folder read, each watched once for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page

from archive_watch.config import load
from archive_watch.services.run_demo import run_demo
from chromium import fits, opened_browser, patient
from datasette_plugin.odd_pages import watched
from datasette_plugin.served_here import served_here

_Made = TypeVar("_Made")


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three invented days.  Only to be read: copy it to change it."""
    folder = tmp_path_factory.mktemp("served")
    database = folder / "archive.db"
    given = load(config_path=None, db_path=database, environ={}, cwd=folder)
    _apart(lambda: run_demo(given, database, lambda _: None))
    return database


@pytest.fixture(scope="session")
def odd_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of pages as nobody wants them.  Only to be read."""
    folder = tmp_path_factory.mktemp("odd")
    return _apart(lambda: watched(folder))


@pytest.fixture(scope="module")
def site(demo_archive: Path) -> Generator[str]:
    """Where the demo's archive is served."""
    with served_here(demo_archive) as (archive, _):
        yield archive.removesuffix("/archive")


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """The machine's Chromium, for one file of tests."""
    with opened_browser() as opened:
        yield opened


@pytest.fixture(params=[1280, 390])
def reader(browser: Browser, request: pytest.FixtureRequest) -> Generator[Page]:
    """A page on a desk or on a telephone, on which no script may fail and nothing be refused."""
    page = patient(browser.new_page(viewport={"width": request.param, "height": 900}))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []
    assert fits(page)
    page.close()


def _apart(work: Callable[[], Coroutine[None, None, _Made]]) -> _Made:
    """What ``work`` comes to in a thread of its own: the tests' browser holds this one's event loop."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(work())).result()
