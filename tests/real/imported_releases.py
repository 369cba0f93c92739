"""The real releases in an archive: imported once in a run of the tests, then copied.

To import them takes ten seconds of CPU, and several files of tests ask them.  Whichever process of
the run is first imports them, in the folder that all share; another that asks meanwhile waits.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from archive_watch.services.importing.import_captures import ImportTally
from shared_data import shared_data
from watching import imported


def import_releases(database: Path, warc: Path | None = None) -> ImportTally:
    """What importing them into ``database`` came to; from ``warc``, where it is given."""
    return imported(database, warc or shared_data() / "releases-2021.warc.gz")


def copied_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of 848 captures of 587 releases, the caller's own."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    whole = shared / "releases.db"
    with (shared / "releases.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            made = tmp_path_factory.mktemp("imported") / "archive.db"
            tally = import_releases(made)
            assert (tally.captures, tally.new_pages, tally.bad) == (848, 587, [])
            made.rename(whole)
    copy = tmp_path_factory.mktemp("releases") / "archive.db"
    shutil.copyfile(whole, copy)
    return copy
