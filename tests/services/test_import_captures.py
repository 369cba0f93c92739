"""What an import takes, what it names, and what it leaves alone."""

from __future__ import annotations

import gzip
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive_watch.errors import CallerError, UnreadableInput
from archive_watch.model.capture import Response
from archive_watch.model.visit import Outcome, Visit
from archive_watch.services.checking.check import Check
from archive_watch.services.checking.judge_answer import judge_answer
from archive_watch.services.checking.keep_check import keep_check
from archive_watch.services.proving.retract_version import retract_version
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.telling.find_version import version_named, wanted_version
from archive_watch.services.watch import Watch
from archive_watch.storage import answers
from archive_watch.storage.database import open_archive
from archive_watch.storage.pages import known_page
from warcs import gzipped, http, page, record, response, sha1_of, written
from watching import imported, watch_of

_URL = "https://archive.example/report"
_ONE = page("The committee met on Tuesday and agreed on the report.")
_TWO = page("The committee met on Monday and agreed on the report.")


def _rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_archive(database) as archive:
        assert verify_archive(watch_of(archive)) == []
        return [tuple(row) for row in archive.rows(sql)]


def _outcomes(database: Path) -> list[tuple[Any, ...]]:
    return _rows(database, "SELECT started_at, outcome, status FROM check_log ORDER BY 1")


def _revisit(at: str, *, status: str = "200 OK", headers: bool = True, **more: str) -> bytes:
    block = http(b"", "Server: x", status=status) if headers else b""
    return record("revisit", _URL, block, at=at, length=None, end=b"\r\n\r\n", **more)


def test_files_of_every_kind_give_one_history(tmp_path: Path) -> None:
    first = written(tmp_path / "a.warc", response(_URL, _ONE, at="2020-01-01T00:00:00Z"))
    second = tmp_path / "b.warc.gz"
    second.write_bytes(gzipped([response(_URL, _TWO, at="2020-01-02T00:00:00Z")]))
    third = tmp_path / "c.warc.gz"
    third.write_bytes(gzip.compress(response(_URL, _ONE, at="2020-01-03T00:00:00Z") * 2, mtime=0))
    tally = imported(tmp_path / "archive.db", third, first, second)
    assert (tally.captures, tally.repeated, tally.new_pages, tally.bad) == (3, 1, 1, [])
    kinds = _rows(tmp_path / "archive.db", "SELECT kind FROM recent_changes ORDER BY not_after")
    assert kinds == [("text",), ("reverted",)]


def test_importing_again_adds_nothing(tmp_path: Path) -> None:
    file = written(
        tmp_path / "f.warc",
        response(_URL, _ONE, at="2020-01-01T00:00:00Z"),
        response(_URL, b"", status="404 Gone", at="2020-01-02T00:00:00Z"),
        _revisit("2020-01-03T00:00:00Z", WARC_Refers_To_Date="2020-01-01T00:00:00Z"),
    )
    imported(tmp_path / "archive.db", file)
    before = _outcomes(tmp_path / "archive.db")
    again = imported(tmp_path / "archive.db", file)
    assert (again.captures, again.repeated) == (0, 3)
    assert _outcomes(tmp_path / "archive.db") == before


def test_an_error_is_an_event_and_never_a_version(tmp_path: Path) -> None:
    file = written(
        tmp_path / "f.warc",
        response(_URL, _ONE, at="2020-01-01T00:00:00Z"),
        response(_URL, page("No such page"), status="404 Not Found", at="2020-01-02T00:00:00Z"),
        response(_URL, page("Keep out"), status="403 Forbidden", at="2020-01-03T00:00:00Z"),
        response(_URL, page("Later"), status="503 Busy", at="2020-01-04T00:00:00Z"),
        response(_URL, b"", "Location: /elsewhere", status="301 Moved", at="2020-01-05T00:00:00Z"),
        response(_URL, _ONE, at="2020-01-06T00:00:00Z"),
    )
    tally = imported(tmp_path / "archive.db", file)
    assert (tally.captures, tally.skipped) == (5, 1)
    assert [outcome for _, outcome, _ in _outcomes(tmp_path / "archive.db")] == [
        "new", "missing", "blocked", "server_error", "unchanged",
    ]  # fmt: skip
    assert _rows(tmp_path / "archive.db", "SELECT checks FROM page_history") == [(2,)]


@pytest.mark.parametrize(
    "told",
    [
        {"WARC_Refers_To_Date": "2020-01-01T00:00:00Z"},
        {"WARC_Payload_Digest": sha1_of(_ONE)},
        {"WARC_Refers_To_Date": "2019-12-31T23:59:59Z", "WARC_Payload_Digest": sha1_of(_ONE)},
        {
            "WARC_Refers_To_Date": "2020-01-01T00:00:00Z",
            "WARC_Refers_To_Target_URI": "http://archive.example/report/",
        },
    ],
)
@pytest.mark.parametrize("headers", [True, False])
@pytest.mark.parametrize("before", [True, False])
def test_a_revisit_saw_what_it_repeats(
    tmp_path: Path, told: dict[str, str], headers: bool, before: bool
) -> None:
    revisit = _revisit("2020-01-05T00:00:00Z", headers=headers, **told)
    records = [
        response(_URL, _TWO, at="2019-01-01T00:00:00Z"),
        response(_URL, _ONE, at="2020-01-01T00:00:00Z"),
    ]
    records = [revisit, *records] if before else [*records, revisit]
    tally = imported(tmp_path / "archive.db", written(tmp_path / "f.warc", *records))
    assert tally.bad == []
    spans = _rows(tmp_path / "archive.db", "SELECT version, last_seen_at, checks FROM page_history")
    assert spans == [(1, "2019-01-01T00:00:00Z", 1), (2, "2020-01-05T00:00:00Z", 2)]


def test_a_revisit_of_nothing_known_is_named_and_leaves_no_page(tmp_path: Path) -> None:
    other = response("https://archive.example/other", _ONE)
    file = written(tmp_path / "f.warc", _revisit("2020-01-05T00:00:00Z"), other)
    tally = imported(tmp_path / "archive.db", file)
    assert (tally.captures, tally.new_pages, len(tally.bad)) == (1, 1, 1)
    assert "is not here" in tally.bad[0]


def test_a_revisit_that_was_not_modified_is_a_check_without_a_reading(tmp_path: Path) -> None:
    file = written(
        tmp_path / "f.warc",
        response(_URL, _ONE, at="2020-01-01T00:00:00Z"),
        _revisit(
            "2020-01-05T00:00:00Z",
            status="304 Not Modified",
            WARC_Refers_To_Date="2020-01-01T00:00:00Z",
        ),
    )
    imported(tmp_path / "archive.db", file)
    assert _outcomes(tmp_path / "archive.db")[1:] == [("2020-01-05T00:00:00Z", "not_modified", 304)]
    (span,) = _rows(tmp_path / "archive.db", "SELECT checks, last_seen_at, last_full_at FROM spans")
    assert span == (2, "2020-01-05T00:00:00Z", "2020-01-01T00:00:00Z")
    assert imported(tmp_path / "archive.db", file).repeated == 2


def test_bad_records_are_named_with_their_file_their_number_and_their_place(
    tmp_path: Path,
) -> None:
    good, broken = response(_URL, _ONE), record("response", _URL, http(_TWO), at=None)
    tally = imported(tmp_path / "archive.db", written(tmp_path / "f.warc", good, broken))
    assert tally.bad == [
        f"{tmp_path / 'f.warc'}, record 2 at byte {len(good):,} ({_URL}): it has no WARC-Date"
    ]
    assert tally.captures == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><p>words</p>",
        b"PK\x03\x04",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"a page", mtime=0),
        record("warcinfo", None, b"software: x", content_type="application/warc-fields"),
        record("response", _URL, http(_ONE), at=None),
        response(_URL, _ONE)[:-40],
    ],
)
def test_nothing_is_made_where_nothing_can_be_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "f.warc").write_bytes(content)
    with pytest.raises(UnreadableInput) as raised:
        imported(tmp_path / "archive.db", tmp_path / "f.warc")
    assert raised.value.exit_code == 2
    assert str(tmp_path / "f.warc") in raised.value.message
    assert [entry.name for entry in tmp_path.iterdir()] == ["f.warc"]


def test_one_bad_file_among_several_is_found_before_anything_is_taken(tmp_path: Path) -> None:
    good = written(tmp_path / "a.warc", response(_URL, _ONE))
    for bad in (tmp_path, tmp_path / "none.warc"):
        with pytest.raises(UnreadableInput):
            imported(tmp_path / "archive.db", good, bad)
    assert not (tmp_path / "archive.db").exists()


def test_more_files_than_can_be_open_at_once_are_imported(tmp_path: Path) -> None:
    paths = [written(tmp_path / f"{n}.warc", response(f"{_URL}-{n}", _ONE)) for n in range(80)]
    asked = [sys.executable, "-m", "archive_watch", "--db", str(tmp_path / "archive.db"), "import"]
    done = subprocess.run(
        [*asked, *map(str, paths)],
        cwd=tmp_path,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(_outcomes(tmp_path / "archive.db")) == 80


def test_a_saved_page_is_taken_at_its_address_and_time(tmp_path: Path) -> None:
    saved = tmp_path / "saved by a browser.html"
    saved.write_bytes(b"<!-- saved from url=(0030)https://archive.example/report -->\n" + _ONE)
    tally = imported(tmp_path / "archive.db", saved, url=_URL, at="2024-05-01")
    assert tally.captures == 1
    assert _outcomes(tmp_path / "archive.db") == [("2024-05-01T00:00:00Z", "new", 200)]


@pytest.mark.parametrize(
    ("url", "at", "content"),
    [
        (None, "2024-05-01", _ONE),
        (_URL, None, _ONE),
        (None, None, _ONE),
        (_URL, "yesterday", _ONE),
        (_URL, "0001-01-01T00:00:00+14:00", _ONE),
        ("ftp://archive.example/", "2024-05-01", _ONE),
        ("no address", "2024-05-01", _ONE),
        (_URL, "2024-05-01", b""),
        (_URL, "2024-05-01", response(_URL, _ONE)),
        (_URL, "2024-05-01", b"x" * (5 << 20)),
    ],
)
def test_a_saved_page_that_is_wrongly_given_is_the_callers_mistake(
    tmp_path: Path, url: str | None, at: str | None, content: bytes
) -> None:
    (tmp_path / "page.html").write_bytes(content)
    with pytest.raises(CallerError):
        imported(tmp_path / "archive.db", tmp_path / "page.html", url=url, at=at)
    assert not (tmp_path / "archive.db").exists()


def test_a_capture_from_the_future_is_not_believed(tmp_path: Path) -> None:
    file = written(tmp_path / "f.warc", response(_URL, _ONE, at="2062-01-01T00:00:00Z"))
    tally = imported(tmp_path / "archive.db", file)
    assert (tally.captures, len(tally.bad)) == (0, 1)


def _checked(watch: Watch, at: str, response: Response) -> Visit:
    page_now = known_page(watch.archive, _URL)
    judgement = judge_answer(response, page_now, watch.profile(page_now.host))
    return keep_check(
        watch,
        Check(page=page_now, response=response, judgement=judgement, at=at, source="live"),
    )


def _answer(body: bytes, *, status: int = 200, **headers: str) -> Response:
    named = (("content-type", "text/html"), *headers.items())
    return Response(url=_URL, final_url=_URL, status=status, headers=named, body=body)


def test_captures_from_before_between_and_after_live_checks_take_their_places(
    tmp_path: Path,
) -> None:
    database = tmp_path / "archive.db"
    imported(database, written(tmp_path / "a.warc", response(_URL, _ONE)))
    with open_archive(database) as archive:
        visit = _checked(watch_of(archive), "2024-01-01T00:00:00Z", _answer(_ONE, etag="1"))
        assert visit.outcome is Outcome.UNCHANGED
        not_modified = _answer(b"", status=304)
        visit = _checked(watch_of(archive), "2024-02-01T00:00:00Z", not_modified)
        assert visit.outcome is Outcome.NOT_MODIFIED
    late = response(_URL, _TWO, at="2022-01-01T00:00:00Z")
    imported(database, written(tmp_path / "b.warc", late))
    changes = _rows(
        database,
        "SELECT kind, not_before, not_after, source FROM recent_changes ORDER BY not_after",
    )
    assert changes == [
        ("text", "2020-01-01T00:00:00Z", "2022-01-01T00:00:00Z", "import"),
        ("reverted", "2022-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "live"),
    ]
    (span,) = _rows(database, "SELECT checks, last_full_at, last_seen_at FROM spans WHERE id ="
                    " (SELECT max(id) FROM spans)")  # fmt: skip
    assert span == (2, "2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z")


def test_an_unchanged_check_costs_one_row(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    imported(database, written(tmp_path / "a.warc", response(_URL, _ONE)))
    with open_archive(database) as archive:
        tables = [row[0] for row in archive.rows(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
        )]  # fmt: skip
        count = {name: archive.number(f"SELECT count(*) FROM {name}") for name in tables}
        for day in ("01", "02", "03"):
            _checked(watch_of(archive), f"2024-01-{day}T00:00:00Z", _answer(_ONE))
        after = {name: archive.number(f"SELECT count(*) FROM {name}") for name in tables}
        row = archive.row("SELECT headers, evidence FROM fetches ORDER BY id DESC")
    assert {name: after[name] - count[name] for name in tables if after[name] != count[name]} == {
        "fetches": 3
    }
    assert row is not None
    assert (row["headers"], row["evidence"]) == (None, None)


def test_a_live_check_is_over_even_when_the_clock_went_back(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    late = response(_URL, _ONE, at="2025-12-31T00:00:00Z")
    imported(database, written(tmp_path / "a.warc", late))
    with open_archive(database) as archive:
        with archive.writing() as conn:
            conn.execute(
                "UPDATE pages SET lease_owner = 'x', lease_until = '2026-01-01T00:00:00Z',"
                " next_fetch_at = '2020-01-01T00:00:00Z'"
            )
        _checked(watch_of(archive), "2025-12-30T00:00:00Z", _answer(_TWO))
        row = archive.row("SELECT lease_owner, lease_until, next_fetch_at FROM pages")
    assert row is not None
    assert tuple(row) == (None, None, "2025-12-31T00:00:00Z")


def test_a_version_set_aside_is_kept_and_never_current_again(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    records = [
        response(_URL, _ONE, at="2020-01-01T00:00:00Z"),
        response(_URL, page("Poisoned words that nobody ever said."), at="2020-01-02T00:00:00Z"),
    ]
    imported(database, written(tmp_path / "a.warc", *records))
    with open_archive(database) as archive:
        watch = watch_of(archive)
        _checked(watch, "2024-01-01T00:00:00Z", _answer(b"", status=304))
        poisoned = wanted_version(archive, known_page(archive, _URL), number=2)
        retract_version(watch, poisoned.id, reason="a test page")
        assert verify_archive(watch) == []
        watched = known_page(archive, _URL)
        assert wanted_version(archive, watched).number == 1
        assert wanted_version(archive, watched, number=2).retracted
        assert list(answers.changes(archive, answers.ChangeFilter())) == []
        assert archive.number("SELECT count(*) FROM changes WHERE superseded_at IS NOT NULL") == 1
        for words, hits in (("poisoned", 0), ("committee", 1)):
            match = "SELECT count(*) FROM transcripts_fts WHERE transcripts_fts MATCH ?"
            assert archive.number(match, (words,)) == hits
        for answer in (
            _answer(b"", status=304),
            _answer(page("Poisoned words that nobody ever said.")),
        ):
            visit = _checked(watch, "2024-01-02T00:00:00Z", answer)
            assert (visit.outcome, visit.version) == (Outcome.NEEDS_REVIEW, 1)
        earlier = _answer(page("Poisoned words that nobody ever said.", nonce="earlier"))
        visit = _checked(watch, "2020-01-01T12:00:00Z", earlier)
        assert (visit.outcome, visit.version) == (Outcome.NEEDS_REVIEW, 1)
        assert verify_archive(watch) == []
        with pytest.raises(CallerError):
            retract_version(watch, poisoned.id, reason="again")
        for wrong in (99, 10**30):
            with pytest.raises(CallerError):
                retract_version(watch, wrong, reason="no such version")
        with pytest.raises(CallerError):
            retract_version(watch, 1, reason="  ")


@pytest.mark.parametrize("name", ["²", "99", "9" * 40, "0001-01-01T00:00:00+14:00", "soon", "2019"])
def test_a_version_that_is_not_there_is_the_callers_mistake(tmp_path: Path, name: str) -> None:
    imported(tmp_path / "archive.db", written(tmp_path / "a.warc", response(_URL, _ONE)))
    with open_archive(tmp_path / "archive.db") as archive, pytest.raises(CallerError):
        version_named(archive, known_page(archive, _URL), name)


def test_a_page_under_another_of_its_addresses_has_edited_no_link(tmp_path: Path) -> None:
    linked = "The committee met. <a href='/minutes'>Minutes</a> <a href='//b.example/x'>X</a>"
    plain = _URL.replace("https:", "http:")
    captures = [
        response(_URL, page(linked), at="2020-01-01T00:00:00Z"),
        response(plain, page(linked, nonce="1"), at="2020-01-02T00:00:00Z"),
        response(_URL + "/", page(linked, nonce="2"), at="2020-01-03T00:00:00Z"),
    ]
    for order in ((0, 1, 2), (1, 2, 0), (2, 1, 0)):
        database = tmp_path / f"{order}.db"
        for number in order:
            imported(database, written(tmp_path / "one.warc", captures[number]))
        assert _rows(database, "SELECT kind FROM recent_changes") == []


def test_a_copy_that_a_web_archive_served_is_of_the_original_at_its_time(tmp_path: Path) -> None:
    copy = f"https://web.archive.org/web/20200102030405/{_URL}"
    first = response(_URL, _ONE, at="2020-01-01T00:00:00Z")
    served = response(copy, _TWO, at="2024-06-01T00:00:00Z")
    last = response(_URL, _ONE, at="2020-01-03T00:00:00Z")
    to_come = response(copy.replace("2020", "2999", 1), _TWO, at="2024-06-01T00:00:00Z")
    tally = imported(
        tmp_path / "archive.db", written(tmp_path / "a.warc", last, served, first, to_come)
    )
    assert (tally.captures, tally.new_pages, len(tally.bad)) == (3, 1, 1)
    assert _rows(
        tmp_path / "archive.db", "SELECT url, kind, not_after, source FROM recent_changes ORDER BY 3"
    ) == [
        (_URL, "text", "2020-01-02T03:04:05Z", "memento:web.archive.org"),
        (_URL, "reverted", "2020-01-03T00:00:00Z", "import"),
    ]  # fmt: skip
