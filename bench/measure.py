"""The numbers, each beside a peer, in one run: ``make bench``.

CPU seconds, not wall time: the machines are shared.  The known-answer data is the one that the
tests use; without it, only what needs none is measured.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import blaming
import browsing
import classifying
import diffing
import edits
import events
import fetching
import frontier
import growth
import importing
import link_zoo
import linking
import quality
import reading
import refresh
import shown
import speed
import unknown
from archive_watch.storage.database import open_archive
from known_answers import DATA


def main() -> None:
    """Measure and print."""
    shown.section("How long until a change is known: the refresh policy in the simulator")
    refresh.measure()
    shown.section("Diff of one word in 1 MB of text")
    diffing.measure()
    shown.section("Which version brought which words")
    with (
        tempfile.TemporaryDirectory() as folder,
        open_archive(Path(folder) / "archive.db", create=True) as archive,
    ):
        blaming.measure(archive)
    shown.section("CPU time of a request through our door, beside plain httpx")
    fetching.measure()
    shown.section("Five thousand links over fifty hosts, beside a bare loop of aiohttp")
    linking.measure()
    shown.section("Every kind of link in the zoo, beside LinkChecker and linkinator")
    link_zoo.measure()
    shown.section("What may happen to a page, as it is told: beside urlwatch and webchanges")
    events.measure()
    shown.section("The due-queue: CPU time a page, beside a job a page")
    frontier.measure()
    shown.section("Growth: what a check that finds nothing new takes on the disk")
    with tempfile.TemporaryDirectory() as folder:
        growth.measure(Path(folder))
    shown.section("Reading in an archive of 20,000 pages while the daemon writes")
    browsing.measure(20_000)
    if not DATA.is_dir():
        shown.note(f"no known-answer data at {DATA}: the rest is not measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        shown.section("Real edits among 848 captures of 587 press releases")
        edits.measure(Path(folder))
        shown.section("Import of the same captures, everything stored")
        importing.measure(Path(folder))
    shown.section("Labelled edits of real pages: what the classifier says of each")
    classifying.measure()
    shown.section("Transcript pages with known answers")
    reading.measure_gold()
    shown.section("91 real reports of some 290 KB")
    reading.measure_reports()
    shown.section("CPU time of reading a page, beside trafilatura on the same pages")
    speed.measure()
    shown.section("Right, steady and watchful: every reader on the same real pages")
    quality.measure()
    shown.section("Sites that no profile knows: ours beside the general extractors")
    unknown.measure()


if __name__ == "__main__":
    main()
