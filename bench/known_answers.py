"""The known-answer data, where it lies beside the checkout, and the archives made of it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from archive_watch.config import load
from archive_watch.model.clock import system_clock
from archive_watch.model.site import SiteProfile
from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.load_profiles import load_profiles
from archive_watch.services.watch import Watch
from archive_watch.storage.database import open_archive
from archive_watch.storage.warc import WarcCapture, read_warc

TOP = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("ARCHIVE_WATCH_SHARED", TOP.parent / "shared")) / "data"
RELEASES = DATA / "releases-2021.warc.gz"
MOST_BYTES = 2**25


def captures_in(warc: Path) -> list[WarcCapture]:
    """The captures of a WARC file; there is no bad record in ours."""
    records = read_warc(warc, max_bytes=MOST_BYTES)
    return [record for record in records if isinstance(record, WarcCapture)]


def truth() -> list[dict[str, Any]]:
    """What is known of each capture of the press releases."""
    lines = (DATA / "releases-2021.truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def gold() -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Each transcript page with its known answer."""
    for file in sorted((DATA / "reconstructed").glob("*.gold.json")):
        page = file.with_name(file.name.replace(".gold.json", ".html"))
        yield page.read_bytes(), json.loads(file.read_text(encoding="utf-8"))


def shipped_profiles() -> tuple[SiteProfile, ...]:
    """The profiles that ship."""
    return load_profiles(load(config_path=None, db_path=None, environ={}, cwd=TOP))


@contextmanager
def watching(folder: Path, database: Path) -> Iterator[Watch]:
    """A watch with the default settings on ``database``, which is made where there is none."""
    given = load(config_path=None, db_path=database, environ={}, cwd=folder)
    profiles = load_profiles(given)
    with open_archive(database, create=True) as archive:
        yield Watch(archive=archive, settings=given.settings, profiles=profiles, clock=system_clock)


def imported(folder: Path, warc: Path, name: str) -> Path:
    """The database that an import of ``warc`` made."""
    database = folder / name
    with watching(folder, database) as watch:
        import_captures(watch, sources_of([warc], url=None, at=None, max_bytes=MOST_BYTES))
    return database


def whole_text(body: bytes) -> str:
    """What a watcher without any knowledge of the page takes for its words."""
    return " ".join(BeautifulSoup(body, "html.parser").get_text(" ").split())


def cpu_seconds(work: Callable[[], object]) -> float:
    """The CPU seconds of this process that ``work`` takes."""
    began = time.process_time()
    work()
    return time.process_time() - began
