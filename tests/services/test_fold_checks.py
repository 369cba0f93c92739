"""Whatever is folded and whenever: every answer is the same as if nothing had been, and nothing is
lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_watch.config.settings import RetentionSettings
from archive_watch.daemon.chores import CHORES
from archive_watch.model.capture import Response
from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.model.visit import Visit
from archive_watch.services.add_pages import add_pages
from archive_watch.services.asking.network import open_network
from archive_watch.services.checking.check import Check
from archive_watch.services.checking.judge_answer import judge_answer
from archive_watch.services.checking.keep_check import keep_check
from archive_watch.services.copying.fold_aside import fold_aside
from archive_watch.services.copying.fold_checks import fold_checks
from archive_watch.services.proving.retract_version import retract_version
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.watch import Watch
from archive_watch.storage import standing
from archive_watch.storage.database import Archive, open_archive
from archive_watch.storage.fetches import already_observed
from archive_watch.storage.folding import folded_checks, unfold
from archive_watch.storage.pages import page_by_id
from cli.program import Program
from fresh import fresh_archive
from warcs import page
from watching import watch_of

_URL = "https://archive.example/report"
_LATE = "2026-06-01T00:00:00Z"
_WORDS = {
    "A": "The committee met on Tuesday and agreed to publish its report in full.",
    "B": "The committee met on Monday and agreed to publish its report in part.",
}

Step = tuple[str, int]  # what is done, and by how many seconds it is later (or when, if it is late)


def _response(kind: str, at: str) -> Response:
    match kind:
        case "304":
            return Response(url=_URL, final_url=_URL, status=304)
        case "gone":
            body, status = page("Not found", title="Not found"), 404
        case "down":
            body, status = page("Down", title="Down"), 503
        case "A, nonce":
            body, status = page(_WORDS["A"], nonce=at), 200
        case "A, another frame":
            body = page(_WORDS["A"]).replace(b"<nav>", b"<nav><a href='/x'>Another entry</a>")
            status = 200
        case _:
            body, status = page(_WORDS[kind]), 200
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Response(url=_URL, final_url=_URL, status=status, body=body, headers=headers)


def _check(watch: Watch, kind: str, at: str, *, source: str = "live") -> Visit:
    watched, response = page_by_id(watch.archive, 1), _response(kind, at)
    judgement = judge_answer(response, watched, watch.profile(watched.origin))
    return keep_check(
        watch,
        Check(page=watched, response=response, judgement=judgement, at=at, source=source),
    )


def _after(seconds: int) -> str:
    return utc_text(parse_utc("2026-01-01T00:00:00Z") + timedelta(seconds=seconds))


_ANSWERS = (
    "SELECT url, state, state_since, versions, last_checked_at, last_changed_at FROM pages_now",
    "SELECT * FROM page_history ORDER BY first_seen_at, last_seen_at",
    "SELECT * FROM current_transcripts",
    "SELECT * FROM spans ORDER BY first_seen_at, last_seen_at",
    "SELECT * FROM changes ORDER BY id",
    "SELECT * FROM versions ORDER BY id",
    "SELECT failures, last_ok_at, moved_to, etag, checks_since_full FROM pages",
    "SELECT * FROM frame_edits ORDER BY to_fetch_id, position",
    "SELECT * FROM open_incidents",
    "SELECT sum(checks), min(started_at), max(started_at) FROM check_log",
)


def _told(archive: Archive) -> list[Any]:
    said: list[Any] = [[tuple(row) for row in archive.rows(sql)] for sql in _ANSWERS]
    until = "2026-01-01T00:02:00Z"
    return [
        *said,
        verify_archive(watch_of(archive)),
        standing.pages_checked(archive, since="2026-01-01T00:00:30Z", until=until),
        standing.furniture_checks(archive, since=None, until=until),
    ]


_KINDS = ("A", "A", "A", "304", "304", "A, nonce", "A, another frame", "B", "gone", "down")
_steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(_KINDS), st.integers(0, 7)),
        st.tuples(
            st.sampled_from(("late A", "late B", "late gone", "retract")), st.integers(0, 80)
        ),
        st.tuples(st.just("many"), st.integers(3, 9)),
        st.tuples(st.just("fold"), st.integers(0, 90)),
    ),
    min_size=4,
    max_size=24,
)


def _lived(watch: Watch, steps: Sequence[Step], *, folding: bool) -> None:
    """Take the steps; time goes on with each check that is not late."""
    add_pages(watch, [_URL], due=False)
    now = 0
    for what, number in steps:
        if what == "fold":
            if folding:
                list(fold_checks(watch, before=_after(number)))
        elif what == "retract":
            standing_versions = watch.archive.rows("SELECT id FROM versions WHERE is_current = 1")
            if number % 4 == 0 and standing_versions:
                retract_version(watch, standing_versions[0]["id"], reason="a test")
        elif what == "many":
            for one in range(number):
                now += 3
                _check(watch, "304" if one % 3 else "A", _after(now))
        elif what.startswith("late "):
            _check(watch, what.removeprefix("late "), _after(number), source="import")
        else:
            now += number
            _check(watch, what, _after(now))
    if folding:
        list(fold_checks(watch, before=_LATE))


@settings(max_examples=15, deadline=None)
@given(steps=_steps)
def test_a_folded_archive_says_what_an_unfolded_one_says_and_can_be_unfolded(
    steps: list[Step],
) -> None:
    with (
        TemporaryDirectory() as name,
        fresh_archive(Path(name) / "folded.db") as folded,
        fresh_archive(Path(name) / "plain.db") as plain,
    ):
        _lived(watch_of(folded), steps, folding=True)
        _lived(watch_of(plain), steps, folding=False)
        assert _told(folded) == _told(plain)
        assert verify_archive(watch_of(folded)) == []
        with folded.writing():
            unfold(folded, 1)
        assert _rows(folded) == _rows(plain)


def _rows(archive: Archive) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in archive.rows("SELECT * FROM fetches ORDER BY id")]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """A page that was checked forty times, seven seconds apart, and never changed."""
    with fresh_archive(tmp_path / "archive.db") as archive:
        watch = watch_of(archive)
        add_pages(watch, [_URL], due=False)
        for number in range(40):
            _check(watch, "304" if number % 4 else "A", _after(7 * number))
        yield watch


def test_of_an_unchanged_page_three_checks_stay_and_the_log_tells_the_rest_as_one(
    watch: Watch,
) -> None:
    assert list(fold_checks(watch, before=_LATE)) == [37]
    log = watch.archive.rows(
        "SELECT fetch_id, started_at, until, outcome, checks, status FROM check_log ORDER BY 2"
    )
    assert [tuple(row) for row in log] == [
        (1, _after(0), None, "new", 1, 200),
        (2, _after(7), _after(38 * 7), "unchanged", 37, None),
        (37, _after(36 * 7), None, "unchanged", 1, 200),
        (40, _after(39 * 7), None, "not_modified", 1, 304),
    ]
    (span,) = watch.archive.rows("SELECT checks, last_seen_at, last_full_at FROM spans")
    assert tuple(span) == (40, _after(39 * 7), _after(36 * 7))


def test_only_what_was_checked_before_the_date_is_folded(watch: Watch) -> None:
    assert list(fold_checks(watch, before=_after(70), dry_run=True)) == [9]
    assert folded_checks(watch.archive, 1) == []
    assert list(fold_checks(watch, before=_after(70))) == [9]
    assert list(fold_checks(watch, before=_after(70))) == [0]
    assert max(check.at for check in folded_checks(watch.archive, 1)) == _after(63)


def test_a_late_capture_inside_of_a_folded_stretch_parts_its_span_to_the_check(
    watch: Watch,
) -> None:
    list(fold_checks(watch, before=_LATE))
    _check(watch, "B", _after(7 * 20 + 3), source="import")
    spans = watch.archive.rows("SELECT checks, first_seen_at FROM spans ORDER BY 2")
    assert [tuple(row) for row in spans] == [
        (21, _after(0)),
        (1, _after(7 * 20 + 3)),
        (19, _after(7 * 21)),
    ]
    assert verify_archive(watch) == []


def test_a_check_that_was_folded_is_not_taken_in_again(watch: Watch) -> None:
    list(fold_checks(watch, before=_LATE))
    folded = folded_checks(watch.archive, 1)[5]
    asked = {"page_id": 1, "at": folded.at, "status": folded.row["status"]}
    assert already_observed(watch.archive, capture_id=folded.row["capture_id"], **asked)
    assert not already_observed(watch.archive, capture_id=77, **asked)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE folds SET checks = checks + 1, read = read + 1",
        "UPDATE folds SET last_at = '2026-02-01T00:00:00Z'",
        "UPDATE folds SET last_full_at = NULL",
        "UPDATE folds SET packed = X'00'",
        "UPDATE folds SET alike = '{}'",
        "DELETE FROM folds",
    ],
)
def test_a_fold_that_was_tampered_with_is_named(watch: Watch, statement: str) -> None:
    list(fold_checks(watch, before=_LATE))
    conn = sqlite3.connect(watch.archive.path)
    conn.execute(statement)
    conn.commit()
    conn.close()
    faults = verify_archive(watch)
    assert faults
    assert all(fault.startswith("page 1") for fault in faults)


def test_the_command_tells_first_then_folds_and_every_check_is_still_counted(
    watch: Watch, tmp_path: Path
) -> None:
    program = Program(tmp_path)
    told = program.run("fold", "--before", _LATE, "--dry-run")
    assert (told.code, told.out) == (0, "37 checks of 1 page can be folded\n")
    assert program.run("fold", "--before", _LATE).out == "37 checks of 1 page folded\n"
    (log,) = watch.archive.rows("SELECT count(*), sum(checks) FROM check_log")
    assert tuple(log) == (4, 40)
    assert program.run("verify").code == 0
    refused = program.run("fold", "--before", "soon")
    assert (refused.code, refused.out) == (2, "")


def test_the_daemon_folds_only_where_it_is_asked_to(watch: Watch) -> None:
    (chore,) = (one for one in CHORES if one.name == "fold")
    assert chore.every(watch.settings) is None
    retention = RetentionSettings(fold_unchanged_after="30d")
    asked = replace(
        watch,
        settings=replace(watch.settings, retention=retention),
        clock=lambda: parse_utc("2026-02-01T00:00:00Z"),
    )
    assert chore.every(asked.settings) == 86_400

    async def work() -> None:
        async with open_network(asked) as network:
            await chore.work(asked, network)

    asyncio.run(work())
    assert len(folded_checks(watch.archive, 1)) == 37


async def _ticks(while_not_done: asyncio.Future[None], *, most: int) -> int:
    """How often the loop came round before the work was done."""
    ticks = 0
    while not while_not_done.done() and ticks < most:
        await asyncio.sleep(0.005)
        ticks += 1
    return ticks


@pytest.mark.parametrize("is_cancelled", [False, True], ids=["to its end", "cancelled"])
async def test_the_loop_goes_on_while_checks_are_folded_and_what_is_cancelled_ends_whole(
    watch: Watch, is_cancelled: bool
) -> None:
    with open_archive(watch.archive.path) as another:
        with another.writing():  # so that the folding has to wait
            work = asyncio.ensure_future(fold_aside(watch, before=_LATE, fewest=2))
            assert await _ticks(work, most=20) == 20
            if is_cancelled:
                work.cancel()
                await asyncio.sleep(0)
                assert not work.done()
        done = await asyncio.gather(work, return_exceptions=True)
    assert [type(one) for one in done] == [asyncio.CancelledError if is_cancelled else type(None)]
    assert len(folded_checks(watch.archive, 1)) in ({0, 37} if is_cancelled else {37})
    assert verify_archive(watch) == []
