"""Whatever the order in which captures arrive, and however they are split over files, the archive
says the same to the letter."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.storage import answers
from archive_watch.storage.database import open_archive
from warcs import page, response, written
from watching import imported, watch_of

_WORDS = {
    "A": "The committee met on Tuesday and agreed to publish its report in full.",
    "B": "The committee met on Monday and agreed to publish its report in part.",
    "C": "Something else altogether stands here now, and nobody says why it does.",
}
_ADDRESSES = (
    "https://archive.example/report",
    "http://archive.example/report/",
    "https://archive.example/report/index.html",
    "https://archive.example/letter",
)


def _answer(kind: str, url: str, at: str, nonce: int) -> bytes:
    match kind:
        case "A" | "B" | "C":
            return response(url, page(_WORDS[kind], nonce=str(nonce)), at=at)
        case "A, tagged":
            body = page(_WORDS["A"]).replace(
                b"<nav>", b"<nav><a href='https://archive.example/tag/x'>x</a>"
            )
            return response(url, body, at=at)
        case "A, broken over lines":
            return response(url, page(_WORDS["A"].replace(" agreed", "<br>agreed")), at=at)
        case "A, titled":
            return response(url, page(_WORDS["A"], title="Another title"), at=at)
        case "A, linked":
            linked = _WORDS["A"].replace(
                "report", f"<a href='{_ADDRESSES[3]}/{nonce % 2}'>report</a>"
            )
            return response(url, page(linked), at=at)
        case "document":
            return response(
                url, b"%%PDF-1.4 %d" % (nonce % 2), "Content-Type: application/pdf", at=at
            )
        case "gone":
            return response(url, page("Not found", title="Not found"), status="404 Gone", at=at)
        case "refused":
            return response(url, page("Refused", title="Refused"), status="403 No", at=at)
        case "down":
            return response(url, page("Down", title="Down"), status="503 Down", at=at)
        case _:
            return response(url, b"", at=at)


_KINDS = (
    *("A", "B", "C", "A, tagged", "A, broken over lines", "A, titled", "A, linked"),
    *("document", "gone", "gone", "refused", "down", "empty"),
)
_observations = st.lists(
    st.tuples(
        st.sampled_from(_KINDS),
        st.sampled_from(_ADDRESSES),
        st.integers(0, 9),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
    # one body has one address in one second
    unique_by=lambda seen: (_answer(seen[0], "", "", seen[3]), seen[2]),
)

_ASKED = {
    "pages": "SELECT url, host, title, state, state_since, versions, last_checked_at,"
    " last_changed_at FROM pages_now ORDER BY url",
    "history": "SELECT url, version, first_seen_at, last_seen_at, checks, words, text_sha256"
    " FROM page_history ORDER BY url, first_seen_at, last_seen_at, version",
    "current": "SELECT url, title, version, text, first_seen_at, last_seen_at"
    " FROM current_transcripts ORDER BY url",
    "turns": "SELECT url, position, speaker, kind, text, is_current FROM spoken_turns"
    " ORDER BY 1, 2, 3, 4, 5, 6",
    "removed": "SELECT url, speaker, removed, added, not_before, not_after FROM removed_text"
    " ORDER BY 1, 2, 3, 4, 5, 6",
    "log": "SELECT url, started_at, source, outcome, reason, status, final_url, capture_sha256"
    " FROM check_log ORDER BY 1, 2, 3, 4, 5, 6, 7, 8",
    "incidents": "SELECT kind, host, url, opened_at, last_seen_at, occurrences, detail"
    " FROM open_incidents ORDER BY 1, 2, 3",
    "standing": "SELECT url, failures, last_ok_at, moved_to FROM pages ORDER BY url",
    "versions": "SELECT p.url, v.number, v.state_sha256, c.sha256, v.first_seen_at, v.is_current,"
    " v.tags FROM versions v JOIN pages p ON p.id = v.page_id"
    " JOIN captures c ON c.id = v.capture_id ORDER BY 1, 2, 3",
    "links": "SELECT url, host, state, first_seen_at FROM links ORDER BY url",
    "found": "SELECT v.page_id IS NOT NULL, v.number FROM transcripts_fts f"
    " JOIN versions v ON v.id = f.rowid WHERE transcripts_fts MATCH 'committee' ORDER BY 1, 2",
}


def _told(database: Path) -> dict[str, list[Any]]:
    with open_archive(database) as archive:
        assert verify_archive(watch_of(archive)) == []
        said: dict[str, list[Any]] = {
            name: [tuple(row) for row in archive.rows(sql)] for name, sql in _ASKED.items()
        }
        changes = list(answers.changes(archive, answers.ChangeFilter()))
        histories = [
            answers.history(archive, row["id"])
            for row in archive.rows("SELECT id FROM pages ORDER BY url")
        ]
    local = ("id", "detected_at", "version_id")
    said["changes"] = [_without(change, local) for change in changes]
    said["spans"] = [_without(span, local) for history in histories for span in history]
    return said


def _without(answer: answers.Answer, names: tuple[str, ...]) -> answers.Answer:
    return {name: value for name, value in answer.items() if name not in names}


@settings(max_examples=24, deadline=None)
@given(observations=_observations, data=st.data())
def test_any_order_and_any_partition_say_the_same(
    observations: list[tuple[str, str, int, int]], data: st.DataObject
) -> None:
    records = [
        _answer(kind, url, f"2020-01-01T00:00:0{second}Z", nonce)
        for kind, url, second, nonce in observations
    ]
    in_time = [records[i] for i in sorted(range(len(records)), key=lambda i: observations[i][2])]
    arrived = data.draw(st.permutations(records))
    cut = data.draw(st.integers(0, len(records)))
    with TemporaryDirectory() as name:
        folder = Path(name)
        imported(folder / "in-time.db", written(folder / "in-time.warc", *in_time))
        first = written(folder / "first.warc", *(arrived[:cut] or arrived))
        second = written(folder / "second.warc", *(arrived[cut:] or arrived))
        imported(folder / "shuffled.db", first)
        imported(folder / "shuffled.db", second, first)
        assert _told(folder / "shuffled.db") == _told(folder / "in-time.db")


def test_a_late_capture_can_make_a_change_a_return(tmp_path: Path) -> None:
    url = _ADDRESSES[0]
    first, second, third = (
        _answer(kind, url, f"2020-01-01T00:00:0{second}Z", 0)
        for second, kind in enumerate(("B", "A", "B"))
    )
    imported(tmp_path / "late.db", written(tmp_path / "known.warc", second, third))
    imported(tmp_path / "late.db", written(tmp_path / "late.warc", first))
    imported(tmp_path / "in-time.db", written(tmp_path / "all.warc", first, second, third))
    told = _told(tmp_path / "late.db")
    assert [change["kind"] for change in told["changes"]] == ["text", "reverted"]
    assert told == _told(tmp_path / "in-time.db")


def test_two_ways_of_being_gone_within_one_second_are_told_in_one_order(tmp_path: Path) -> None:
    url = _ADDRESSES[0]
    there = _answer("A", url, "2020-01-01T00:00:00Z", 0)
    ways = [_answer(kind, url, "2020-01-01T00:00:01Z", 0) for kind in ("gone", "empty")]
    imported(tmp_path / "one.db", written(tmp_path / "one.warc", there, *ways))
    imported(tmp_path / "two.db", written(tmp_path / "two.warc", there, *reversed(ways)))
    assert _told(tmp_path / "one.db") == _told(tmp_path / "two.db")


def test_within_one_second_a_page_that_is_there_is_not_gone(tmp_path: Path) -> None:
    url = _ADDRESSES[0]
    there = _answer("A", url, "2020-01-01T00:00:00Z", 0)
    gone = _answer("gone", url, "2020-01-01T00:00:00Z", 0)
    empty = _answer("empty", url, "2020-01-01T00:00:01Z", 0)
    imported(tmp_path / "one.db", written(tmp_path / "one.warc", there, gone, empty))
    imported(tmp_path / "two.db", written(tmp_path / "two.warc", empty, gone, there))
    assert _told(tmp_path / "one.db") == _told(tmp_path / "two.db")
    assert [row[3] for row in _told(tmp_path / "one.db")["pages"]] == ["suspect"]
