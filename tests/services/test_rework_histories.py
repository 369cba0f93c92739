"""Another number of confirmations is another history of the pages that were seen gone, and of no others;
what was worked out by one number is never taken for damage under another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_watch.model.clock import parse_utc
from archive_watch.services.checking.rework_histories import are_in_line, rework_histories
from archive_watch.services.copying.back_up import back_up
from archive_watch.services.copying.fold_checks import fold_checks
from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.watch import Watch
from archive_watch.storage.database import Archive
from archive_watch.storage.history_rule import HistoryRule, history_rule
from fresh import fresh_archive
from servers import Answer, PageServer, conditional
from services import asking
from services.asking import HOST, Hands, check
from warcs import http, page, record, response, written
from watching import MOST_BYTES, NOW, watch_of

_URL = "https://archive.example/report"
_PAGES = 40

_ASKED = {
    "spans": "SELECT p.url, s.version_id IS NULL, v.state_sha256, s.first_seen_at, s.last_seen_at,"
    " s.last_full_at, s.checks, s.how FROM spans s JOIN pages p ON p.id = s.page_id"
    " LEFT JOIN versions v ON v.id = s.version_id ORDER BY p.url, s.first_seen_at, s.id",
    "changes": "SELECT p.url, c.step, c.kind, c.severity, c.aspects, c.not_before, c.not_after,"
    " c.source, c.summary FROM changes c JOIN pages p ON p.id = c.page_id"
    " WHERE c.superseded_at IS NULL ORDER BY p.url, c.not_after, c.step",
    "log": "SELECT url, started_at, outcome, reason FROM check_log ORDER BY url, started_at, fetch_id",
    "pages": "SELECT url, state, state_since, versions, last_changed_at FROM pages_now ORDER BY url",
    "search": "SELECT rowid FROM transcripts_fts WHERE transcripts_fts MATCH 'report' ORDER BY 1",
}


def _watch(archive: Archive, confirm: int) -> Watch:
    watch = watch_of(archive)
    return replace(watch, settings=_confirmed(watch.settings, confirm))


def _confirmed(given: Any, confirm: int) -> Any:
    return replace(given, pages=replace(given.pages, confirm_removed_checks=confirm))


@contextmanager
def _opened(database: Path, confirm: int) -> Iterator[Watch]:
    with fresh_archive(database) as archive:
        yield _watch(archive, confirm)


def _import(watch: Watch, file: Path) -> None:
    import_captures(watch, sources_of([file], url=None, at=None, max_bytes=MOST_BYTES))


def _told(archive: Archive) -> dict[str, list[Any]]:
    return {name: [tuple(row) for row in archive.rows(sql)] for name, sql in _ASKED.items()}


def _capture(kind: str, second: int, url: str = _URL) -> bytes:
    at = f"2020-01-01T00:00:{second:02}Z"
    if kind == "-":
        return response(url, page("Not found", title="Not found"), status="404 Gone", at=at)
    if kind == "!":
        return response(url, page("Down", title="Down"), status="503 Down", at=at)
    if kind == "=":
        block = http(b"", "Server: x", status="304 Not Modified")
        return record("revisit", url, block, at=at, WARC_Refers_To_Date="2020-01-01T00:00:00Z")
    return response(url, page(f"The report says {kind}."), at=at)


def _story(folder: Path, story: str, url: str = _URL) -> Path:
    """A WARC of one page: a letter is what it says, ``-`` that it is gone, ``!`` an error, ``=``
    that it was not modified since its first capture."""
    name = f"{url.rpartition('/')[2]}.warc"
    return written(folder / name, *(_capture(kind, n, url) for n, kind in enumerate(story)))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of more pages than one transaction takes, each gone twice; by no number yet."""
    folder = tmp_path_factory.mktemp("many")
    stories = [
        _capture(kind, second, f"https://archive.example/{number}")
        for number in range(_PAGES)
        for second, kind in enumerate("A--A")
    ]
    with _opened(folder / "archive.db", 2) as watch:
        _import(watch, written(folder / "many.warc", *stories))
    return folder / "archive.db"


def _copy(source: Path, folder: Path) -> Path:
    (folder / "archive.db").write_bytes(source.read_bytes())
    return folder / "archive.db"


@settings(max_examples=12, deadline=None)
@given(
    story=st.text(alphabet="AB---!", min_size=1, max_size=14),
    numbers=st.lists(st.integers(1, 4), min_size=1, max_size=4),
)
def test_working_out_anew_comes_to_what_that_number_would_have_come_to(
    story: str, numbers: list[int]
) -> None:
    with TemporaryDirectory() as name:
        file = _story(Path(name), story)
        with _opened(Path(name) / "own.db", numbers[0]) as watch:
            _import(watch, file)
            for number in numbers:
                other = _watch(watch.archive, number)
                assert verify_archive(other) == []
                rework_histories(other)
                assert verify_archive(other) == []
            told = _told(watch.archive)
        with _opened(Path(name) / "fresh.db", numbers[-1]) as watch:
            _import(watch, file)
            assert told == _told(watch.archive)


def test_each_number_is_proved_and_copied_whatever_is_configured(tmp_path: Path) -> None:
    with _opened(tmp_path / "archive.db", 2) as watch:
        rework_histories(watch)
        _import(watch, _story(tmp_path, "A--B-A---"))
        for number, tombstones in ((3, 1), (1, 3), (2, 2)):
            new = _watch(watch.archive, number)
            assert not are_in_line(new)
            assert verify_archive(new) == []
            back_up(new, tmp_path / f"before-{number}.db")
            rework_histories(new)
            assert (
                watch.archive.number("SELECT count(*) FROM spans WHERE version_id IS NULL")
                == tombstones
            )
            assert verify_archive(watch) == []
            back_up(watch, tmp_path / f"after-{number}.db")


def test_a_verdict_stands_again_when_its_step_does(tmp_path: Path) -> None:
    with _opened(tmp_path / "archive.db", 2) as watch:
        rework_histories(watch)
        _import(watch, _story(tmp_path, "A--B"))
        with watch.archive.writing() as conn:
            conn.execute("UPDATE changes SET verdict = step")
        before = watch.archive.rows("SELECT * FROM changes ORDER BY id")
        rework_histories(_watch(watch.archive, 3))
        standing = "SELECT step, verdict FROM changes WHERE superseded_at IS NULL"
        assert [tuple(row) for row in watch.archive.rows(standing)] == [("state", None)]
        rework_histories(watch)
        rows = watch.archive.rows("SELECT * FROM changes ORDER BY id")
    assert [dict(row) for row in rows[:2]] == [dict(row) for row in before]
    assert [row["verdict"] for row in before] == ["removed", "restored"]
    assert [row["superseded_at"] for row in rows[2:]] == [NOW]


def test_it_is_stopped_between_two_transactions_and_goes_on_later(
    many: Path, tmp_path: Path
) -> None:
    with _opened(_copy(many, tmp_path), 2) as watch:
        rework_histories(watch)
        new = _watch(watch.archive, 3)
        steps: list[int] = []
        rework_histories(new, progress=steps.append, should_stop=lambda: len(steps) == 1)
        rule = history_rule(watch.archive)
        assert rule is not None
        assert (rule.confirm, rule.earlier) == (3, 2)
        removed = "SELECT count(DISTINCT page_id) FROM spans WHERE version_id IS NULL"
        assert watch.archive.number(removed) == _PAGES - sum(steps)
        assert verify_archive(new) == verify_archive(watch) == []
        back_up(watch, tmp_path / "half.db")
        _import(watch, _late_absences(tmp_path))
        assert verify_archive(new) == []
        rework_histories(new)
        assert watch.archive.number(removed) == 0
        assert history_rule(watch.archive) == HistoryRule(confirm=3)
        assert verify_archive(new) == []


def _late_absences(folder: Path) -> Path:
    """An absence more, between the two and the return, of the first page and of the last; and of a
    page that was never gone before."""
    first, last, new = (f"https://archive.example/{one}" for one in (0, _PAGES - 1, "new"))
    captures = [_capture("-", 1, first), _capture("A", 0, new), _capture("-", 1, new)]
    return written(folder / "late.warc", *captures, _capture("A", 4, last), _capture("-", 5, last))


class _Died(Exception):
    pass


def test_what_dies_in_a_transaction_leaves_no_half_of_one(many: Path, tmp_path: Path) -> None:
    left = 6

    def dying_clock() -> datetime:
        nonlocal left
        left -= 1
        if not left:
            raise _Died
        return parse_utc(NOW)

    with _opened(_copy(many, tmp_path), 2) as watch:
        rework_histories(watch)
        before = _told(watch.archive)
        new = _watch(watch.archive, 3)
        with pytest.raises(_Died):
            rework_histories(replace(new, clock=dying_clock))
        assert history_rule(watch.archive) == HistoryRule(confirm=2)
        assert _told(watch.archive) == before
        rework_histories(new)
        assert verify_archive(new) == []


def test_a_wish_that_comes_meanwhile_is_carried_out_after_the_one_before(
    many: Path, tmp_path: Path
) -> None:
    with _opened(_copy(many, tmp_path), 2) as watch:
        rework_histories(watch)
        before = _told(watch.archive)
        steps: list[int] = []
        rework_histories(
            _watch(watch.archive, 3),
            progress=steps.append,
            should_stop=lambda: len(steps) == 1,
        )
        rework_histories(watch)
        assert history_rule(watch.archive) == HistoryRule(confirm=2)
        assert _told(watch.archive) == before


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_archive_that_kept_no_number_is_sound_by_whichever_it_was_made(
    tmp_path: Path, number: int
) -> None:
    with _opened(tmp_path / "archive.db", number) as watch:
        _import(watch, _story(tmp_path, "A--B-A--"))
        assert history_rule(watch.archive) is None
        default = _watch(watch.archive, 2)
        assert verify_archive(default) == []
        rework_histories(default)
        assert history_rule(watch.archive) == HistoryRule(confirm=2)
        assert verify_archive(watch) == []
        with watch.archive.writing() as conn:
            conn.execute("DELETE FROM spans WHERE version_id IS NULL")
            conn.execute("DELETE FROM history_rule")
        assert verify_archive(default) != []


def test_a_return_that_was_only_not_modified_is_no_more_than_that_again(tmp_path: Path) -> None:
    outcome = "SELECT outcome FROM fetches ORDER BY observed_at DESC LIMIT 1"
    with _opened(tmp_path / "archive.db", 1) as watch:
        rework_histories(watch)
        _import(watch, _story(tmp_path, "A-="))
        assert [row["outcome"] for row in watch.archive.rows(outcome)] == ["changed"]
        rework_histories(_watch(watch.archive, 2))
        assert [row["outcome"] for row in watch.archive.rows(outcome)] == ["not_modified"]


async def test_checks_that_were_folded_come_back_as_they_were(
    tmp_path: Path,
) -> None:
    clock = Hands()
    with PageServer() as server:
        plain = asking.settings(server.connect_to(HOST), pages={"confirm_removed_checks": 1})
        with asking.watching(tmp_path, plain, clock) as watch:
            rework_histories(watch)
            for kind in "AAAAA-AAAAA--":
                clock.move(hours=1)
                server.routes["/a"] = (
                    Answer(status=404, body="Not found")
                    if kind == "-"
                    else conditional(asking.article("Words."), etag='"1"')
                )
                await check(watch, f"http://{HOST}/a")
            before = _told(watch.archive)
            assert {row[2] for row in before["log"]} >= {"changed", "not_modified", "missing"}
            assert sum(fold_checks(watch, before="2027-01-01T00:00:00Z"))
            unsure = replace(watch, settings=_confirmed(plain, 3))
            rework_histories(unsure)
            assert [row["state"] for row in watch.archive.rows("SELECT * FROM pages")] == [
                "suspect"
            ]
            assert asking.changes(watch.archive) == []
            assert verify_archive(unsure) == []
            rework_histories(watch)
            assert _told(watch.archive) == before
            assert verify_archive(watch) == []


async def test_a_page_that_is_only_suspect_now_is_looked_at_soon(tmp_path: Path) -> None:
    clock = Hands()
    with (
        PageServer() as server,
        asking.watching(tmp_path, asking.settings(server.connect_to(HOST)), clock) as watch,
    ):
        rework_histories(watch)
        server.page("/a", asking.article("Words."))
        await check(watch, f"http://{HOST}/a")
        server.routes["/a"] = Answer(status=404, body="Not found")
        for _ in range(2):
            clock.move(hours=1)
            await check(watch, f"http://{HOST}/a")
        with watch.archive.writing() as conn:
            conn.execute("UPDATE pages SET next_fetch_at = '2027-01-01T00:00:00Z'")
        rework_histories(replace(watch, settings=_confirmed(watch.settings, 3)))
        (row,) = watch.archive.rows("SELECT state, next_fetch_at, next_why FROM pages")
        assert tuple(row) == ("suspect", "2026-03-02T14:00:00Z", "confirm")


def test_a_page_that_was_never_gone_is_not_touched(tmp_path: Path) -> None:
    with _opened(tmp_path / "archive.db", 2) as watch:
        rework_histories(watch)
        _import(watch, _story(tmp_path, "ABA"))
        with watch.archive.writing() as conn:
            conn.execute("UPDATE spans SET checks = 7")  # what a rework would mend
        rework_histories(_watch(watch.archive, 3))
        assert watch.archive.number("SELECT min(checks) FROM spans") == 7
