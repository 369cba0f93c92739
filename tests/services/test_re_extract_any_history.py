"""Whatever was observed, in whatever order and by whichever profile: re-reading leaves history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_watch.model.site import SiteProfile
from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.proving.re_extract import Difference, re_extract
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.watch import Watch
from archive_watch.storage.database import Archive
from fresh import fresh_archive
from warcs import response, written
from watching import MOST_BYTES, watch_of

_HOST = "archive.example"
_URL = f"https://{_HOST}/report"
_PLAIN = SiteProfile(name="example", hosts=(_HOST,), roots=("main",), title=("h1",))
_PROFILES = (
    _PLAIN,
    replace(_PLAIN, version=2, drop=(".one",)),
    replace(_PLAIN, version=3, drop=(".one", ".two")),
    replace(_PLAIN, version=3, drop=(".two",)),  # mended without a new number
    replace(_PLAIN, version=4, roots=("#none",)),
)
_BLIND = len(_PROFILES) - 1
_NUMBERED = 3  # the first ones have each a number of their own
_LINES = ("Open", "Closed")
_bodies = st.tuples(st.sampled_from(_LINES), st.sampled_from(_LINES), st.integers(0, 1))
_which = st.integers(0, len(_PROFILES) - 1)
_observations = st.lists(
    st.tuples(st.integers(0, 40), _bodies, _which), min_size=1, max_size=8,
    unique_by=lambda seen: seen[0],
)  # fmt: skip


def _body(one: str, two: str, nonce: int) -> bytes:
    return (
        f"<html><head><title>A page</title></head><body class='n{nonce}'><main><h1>A page</h1>"
        f"<p class='one'>{one} here</p><p class='two'>{two} there</p><p>The words.</p></main>"
    ).encode()


def _take(watch: Watch, folder: Path, second: int, body: bytes) -> None:
    file = written(folder / "f.warc", response(_URL, body, at=f"2020-01-01T00:00:{second:02d}Z"))
    import_captures(watch, sources_of([file], url=None, at=None, max_bytes=MOST_BYTES))


def _read_by(archive: Archive, profile: SiteProfile) -> Watch:
    watch = watch_of(archive)
    return replace(watch, profiles=(*watch.profiles, profile))


def _history(archive: Archive) -> list[tuple[Any, ...]]:
    tables = ("spans", "changes", "fetches", "pages", "captures")
    return [tuple(row) for one in tables for row in archive.rows(f"SELECT * FROM {one}")]


@settings(max_examples=24, deadline=None)
@given(_observations, _which)
def test_re_reading_leaves_history_and_makes_no_later_change(
    seen: list[tuple[int, tuple[str, str, int], int]], today: int
) -> None:
    with TemporaryDirectory() as name, fresh_archive(Path(name) / "a.db") as archive:
        for second, body, which in seen:
            watch = _read_by(archive, _PROFILES[which])
            _take(watch, Path(name), second, _body(*body))
            assert verify_archive(watch) == []
        watch = _read_by(archive, _PROFILES[today])
        before = _history(archive)
        foretold: list[Difference] = []
        re_extract(watch, dry_run=True, tell=foretold.append)
        told: list[Difference] = []
        tallies = re_extract(watch, tell=told.append)
        assert _history(archive) == before
        assert verify_archive(watch) == []
        again: list[Difference] = []
        re_extract(watch, tell=again.append)
        assert not any(tally.kept for tally in tallies.values())
        assert (told, again) == (foretold, [])
        sights = [(second, body) for second, body, which in seen if which != _BLIND]
        if sights and today != _BLIND:
            changes = archive.number("SELECT count(*) FROM changes")
            _, (one, two, _) = max(sights)
            _take(watch, Path(name), 50, _body(one, two, 9))  # as it was seen last
            assert archive.number("SELECT count(*) FROM changes") == changes
            assert verify_archive(watch) == []


@settings(max_examples=24, deadline=None)
@given(st.lists(st.tuples(_bodies, st.integers(0, _NUMBERED - 1)), min_size=2, max_size=8))
def test_a_page_that_says_what_it_said_has_no_change_whoever_reads_it(
    seen: list[tuple[tuple[str, str, int], int]],
) -> None:
    with TemporaryDirectory() as name, fresh_archive(Path(name) / "a.db") as archive:
        before = None
        for second, ((one, two, nonce), which) in enumerate(seen):
            changes = archive.number("SELECT count(*) FROM changes")
            watch = _read_by(archive, _PROFILES[which])
            _take(watch, Path(name), second, _body(one, two, nonce))
            told = archive.number("SELECT count(*) FROM changes") - changes
            differs = before is not None and _words(before, which) != _words((one, two), which)
            assert told == differs
            before = one, two
        assert verify_archive(watch) == []


def _words(lines: tuple[str, str], which: int) -> tuple[str, ...]:
    """What a profile reads of the two lines."""
    dropped = _PROFILES[which].drop
    return tuple(
        line for line, place in zip(lines, (".one", ".two"), strict=True) if place not in dropped
    )
