"""A host without a profile is learnt from its own pages, and learning makes no change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive_watch.model.visit import Outcome, Visit
from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.proving.re_extract import re_extract
from archive_watch.services.watch import Watch
from archive_watch.storage.learnt import load_facts, load_learnt
from fresh import fresh_archive
from servers import PageServer
from services.asking import HOST, Hands, changes, check, settings, watching
from warcs import response, written
from watching import MOST_BYTES, watch_of

_FIRST = ("harbour", "bridge", "ferry", "council", "budget", "storm", "school", "market")
_SIDE = "<h3>Weather</h3><p>Fair, wind from the west.</p>"


def _page(subject: str, *, side: str = _SIDE, word: str = "agreed") -> str:
    """A page without any usual name of content, whose words are its own."""
    lines = "".join(
        f"<p>The {subject} was talked about on day {day} of the {subject} week, and all who spoke"
        f" of the {subject} {word} on point {day}.</p>"
        for day in range(4)
    )
    return (
        f"<html><head><title>{subject}</title></head><body><div class=top><p>Quay Press</p>"
        f"<p>Since 1901</p></div><div class=story-{len(subject)}><h1>On the {subject}</h1>{lines}</div>"
        f"<div class=corner>{side}</div></body></html>"
    )


@contextmanager
def _site(folder: Path) -> Iterator[tuple[PageServer, Watch, list[str]]]:
    with PageServer() as server:
        for subject in _FIRST:
            server.page(f"/{subject}", _page(subject))
        with watching(folder, settings(server.connect_to(HOST)), Hands()) as watch:
            yield server, watch, [f"http://{HOST}/{subject}" for subject in _FIRST]


async def _round(watch: Watch, urls: list[str]) -> list[Visit]:
    clock = watch.clock
    assert isinstance(clock, Hands)
    clock.move(hours=6)
    return await check(watch, *urls)


def _readers(watch: Watch) -> set[str]:
    rows = watch.archive.rows("SELECT DISTINCT extractor FROM versions")
    return {row["extractor"].partition(" ")[2].partition("+trafilatura")[0] for row in rows}


async def test_learning_makes_no_change_and_after_it_only_words_do(tmp_path: Path) -> None:
    with _site(tmp_path) as (server, watch, urls):
        first = await _round(watch, urls)
        assert {visit.outcome for visit in first} == {Outcome.NEW}
        learnt = load_learnt(watch.archive, HOST)
        assert learnt is not None
        assert (learnt.number, learnt.pages) == (1, 8)

        second = await _round(watch, urls)
        assert {visit.outcome for visit in second} <= {Outcome.UNCHANGED, Outcome.NOT_MODIFIED}
        assert changes(watch.archive) == []
        assert _readers(watch) == {"generic/2+learnt/1"}

        for subject in _FIRST:
            side = _SIDE.replace("Fair", "Rain")
            server.page(f"/{subject}", _page(subject, side=side))
        await _round(watch, urls)
        assert changes(watch.archive) == ["template"]  # one, for all eight

        server.page("/bridge", _page("bridge", word="quarrelled"))
        visits = await _round(watch, urls)
        assert [visit.url for visit in visits if visit.outcome is Outcome.CHANGED] == [urls[1]]
        assert len(changes(watch.archive)) == 2


async def test_before_anything_is_learnt_the_whole_body_says_what_it_is(tmp_path: Path) -> None:
    with _site(tmp_path) as (_, watch, urls):
        await _round(watch, urls[:1])
        row = watch.archive.row("SELECT f.evidence, v.fallback FROM fetches f JOIN versions v")
        assert row is not None
        assert "no usual name of content" in row["evidence"]
        assert row["fallback"] == 1


def _imported(folder: Path, count: int) -> Path:
    subjects = [f"{_FIRST[number % 8]}{number}" for number in range(count)]
    records = [
        response(f"https://{HOST}/{one}", _page(one).encode(), at="2020-01-01T00:00:00Z")
        for one in subjects
    ]
    return written(folder / f"{count}.warc", *records)


@pytest.mark.parametrize(("counts", "numbers"), [((5,), []), ((6, 11), [1]), ((6, 12), [1, 2])])
def test_a_host_is_learnt_again_only_when_its_pages_have_doubled(
    tmp_path: Path, counts: tuple[int, ...], numbers: list[int]
) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        for count in counts:
            files = [_imported(tmp_path, count)]
            sources = sources_of(files, url=None, at=None, max_bytes=MOST_BYTES)
            import_captures(watch_of(archive), sources)
        rows = archive.rows("SELECT number FROM templates ORDER BY number")
        assert [row["number"] for row in rows] == numbers
        assert archive.number("SELECT count(DISTINCT template_id) FROM block_df") == len(
            numbers[:1]
        )


def test_re_extraction_reads_the_past_by_what_was_learnt(tmp_path: Path) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        watch = watch_of(archive)
        sources = sources_of([_imported(tmp_path, 8)], url=None, at=None, max_bytes=MOST_BYTES)
        import_captures(watch, sources)
        re_extract(watch)
        rows = archive.rows("SELECT text FROM versions v JOIN texts t ON t.id = v.text_id")
        assert ["Weather" in row["text"] for row in rows] == [False] * 8
        assert archive.number("SELECT count(*) FROM changes") == 0
        facts = load_facts(archive, HOST)
        assert facts is not None
        assert {one.pages for one in facts.blocks} == {8}


def test_a_host_with_a_profile_is_not_learnt(tmp_path: Path) -> None:
    host = "2021-2025.state.gov"
    records = [
        response(f"https://{host}/{one}/", _page(one).encode(), at="2020-01-01T00:00:00Z")
        for one in _FIRST
    ]
    with fresh_archive(tmp_path / "archive.db") as archive:
        file = written(tmp_path / "a.warc", *records)
        sources = sources_of([file], url=None, at=None, max_bytes=MOST_BYTES)
        import_captures(watch_of(archive), sources)
        assert archive.number("SELECT count(*) FROM templates") == 0


def test_a_large_import_compares_its_later_captures_by_what_the_first_ones_taught(
    tmp_path: Path,
) -> None:
    subjects = [f"{_FIRST[number % 8]}{number}" for number in range(70)]
    records = [
        response(f"https://{HOST}/{one}", _page(one, side=side).encode(), at=at)
        for at, side in (
            ("2020-01-01T00:00:00Z", _SIDE),
            ("2020-02-01T00:00:00Z", "<h3>Weather</h3><p>Rain and more of it.</p>"),
        )
        for one in subjects
    ]
    with fresh_archive(tmp_path / "archive.db") as archive:
        file = written(tmp_path / "a.warc", *records)
        sources = sources_of([file], url=None, at=None, max_bytes=MOST_BYTES)
        tally = import_captures(watch_of(archive), sources)
        assert (tally.captures, tally.new_pages) == (140, 70)
        assert {one for one in changes(archive) if one != "template"} == set()
