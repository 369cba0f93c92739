"""What a page's history says of its sentences, of words that came and went, and of one turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive_watch.errors import CallerError
from archive_watch.services.proving.retract_version import retract_version
from archive_watch.services.telling.blame_page import blame_page
from archive_watch.services.telling.find_page import page_to_read
from archive_watch.services.telling.find_version import wanted_version
from archive_watch.services.telling.tell_turn import tell_turn
from archive_watch.services.telling.tell_when import tell_when
from archive_watch.storage.database import open_archive, open_for_reading
from warcs import page, response, written
from watching import imported, watch_of

URL = "https://archive.example/briefing"
ASKED = "QUESTION: Will the light be lit?"
_TOLD = {
    "hopeful": (ASKED, "MR. GULL: We are optimistic. It is lit at dusk."),
    "doubtful": (ASKED, "MR. GULL: We are pessimistic. It is lit at dusk."),
    "longer": ("MS. TERN: Good day to you all.", ASKED, "MR. GULL: We are optimistic. It rains."),
    "cut": ("MS. TERN: Good day to you all.",),
}


def _body(words: tuple[str, ...]) -> bytes:
    return page("</p><p>".join(words), title="A briefing")


def _records(*sights: tuple[str, str]) -> list[bytes]:
    return [
        response(URL, page("Not found"), status="404 Not Found", at=f"{day}T00:00:00Z")
        if what == "gone"
        else response(URL, _body(_TOLD[what]), at=f"{day}T00:00:00Z")
        for day, what in sights
    ]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("histories")
    sights = _records(
        ("2020-01-01", "hopeful"), ("2020-01-20", "hopeful"), ("2020-02-01", "doubtful"),
        ("2020-03-01", "longer"), ("2020-04-01", "cut"), ("2020-05-01", "gone"),
        ("2020-05-02", "gone"), ("2020-06-01", "longer"),
    )  # fmt: skip
    imported(folder / "archive.db", written(folder / "seen.warc", *sights))
    return folder / "archive.db"


def _blamed(database: Path, number: int | None = None) -> dict[str, Any]:
    with open_for_reading(database) as archive:
        found = page_to_read(archive, URL)
        assert found is not None
        head = wanted_version(archive, found, number=number)
        return blame_page(archive, found, head, buckets=4).as_json()


def _sentences(document: dict[str, Any]) -> list[tuple[str, int, str | None]]:
    return [
        (one["text"], one["version"], one["returned"] and one["returned"]["not_after"][:10])
        for paragraph in document["paragraphs"]
        for one in paragraph["sentences"]
    ]


def test_each_sentence_has_the_version_that_brought_it(database: Path) -> None:
    assert _sentences(_blamed(database, 2)) == [
        ("A briefing", 1, None),
        (ASKED, 1, None),
        ("MR. GULL: We are pessimistic.", 2, None),
        ("It is lit at dusk.", 1, None),
    ]


def test_what_came_back_is_of_its_first_version_and_marked(database: Path) -> None:
    document = _blamed(database)
    assert _sentences(document) == [
        ("A briefing", 1, None),
        ("MS. TERN: Good day to you all.", 3, None),
        (ASKED, 1, "2020-06-01"),
        ("MR. GULL: We are optimistic.", 1, "2020-06-01"),
        ("It rains.", 3, "2020-06-01"),
    ]
    last = document["paragraphs"][-1]
    assert last["speaker"] == "MR. GULL"
    assert "".join(part["text"] for one in last["sentences"] for part in one["parts"]) == (
        "MR. GULL: We are optimistic. It rains."
    )


def test_origins_are_intervals_and_the_first_one_has_no_beginning(database: Path) -> None:
    document = _blamed(database, 2)
    edited = document["paragraphs"][2]["sentences"][0]
    assert (edited["not_before"], edited["not_after"]) == (
        "2020-01-20T00:00:00Z", "2020-02-01T00:00:00Z",
    )  # fmt: skip
    assert document["sights"][0]["not_before"] is None
    (step,) = document["heat"]["steps"]
    assert (len(step["changed_words"]), sum(step["changed_words"])) == (4, 2)
    assert step["not_after"] == "2020-02-01T00:00:00Z"


def _when(database: Path, words: str) -> list[tuple[str, str | None, str, int]]:
    with open_for_reading(database) as archive:
        found = page_to_read(archive, URL)
        assert found is not None
        told = tell_when(archive, found, words)
        changes = {row["id"] for row in archive.rows("SELECT id FROM changes")}
    assert all((event.change_id in changes) == (at > 0) for at, event in enumerate(told.events))
    return [
        (
            event.happened.value,
            event.sight.not_before and event.sight.not_before[5:10],
            event.sight.not_after[5:10],
            event.times,
        )
        for event in told.events
    ]


def test_words_appear_vanish_and_come_back_between_two_looks(database: Path) -> None:
    assert _when(database, "we are “Optimistic”") == [
        ("appeared", None, "01-01", 1),
        ("vanished", "01-20", "02-01", 0),
        ("returned", "02-01", "03-01", 1),
        ("vanished", "03-01", "04-01", 0),
        ("returned", "05-02", "06-01", 1),
    ]


def test_a_headline_counts_and_a_page_that_is_gone_says_nothing(database: Path) -> None:
    assert _when(database, "briefing")[1:] == [
        ("vanished", "04-01", "05-01", 0), ("returned", "05-02", "06-01", 2),
    ]  # fmt: skip
    assert _when(database, "never said") == []
    with pytest.raises(CallerError, match="no word"):
        _when(database, "?!")


def _turn(database: Path, name: str, number: int | None = None) -> list[tuple[str, str | None]]:
    with open_for_reading(database) as archive:
        found = page_to_read(archive, URL)
        assert found is not None
        story = tell_turn(archive, found, wanted_version(archive, found, number=number), name)
    return [(one.sight.not_after[5:10], one.text) for one in story]


def test_one_turn_is_told_wherever_it_stands(database: Path) -> None:
    expected = [
        ("01-01", "MR. GULL: We are optimistic. It is lit at dusk."),
        ("02-01", "MR. GULL: We are pessimistic. It is lit at dusk."),
        ("03-01", "MR. GULL: We are optimistic. It rains."),
        ("04-01", None),
        ("06-01", "MR. GULL: We are optimistic. It rains."),
    ]
    assert _turn(database, "mr. gull:1") == expected
    assert _turn(database, "MR. GULL:1", 1) == expected
    assert _turn(database, "MS. TERN:1") == [
        ("03-01", "MS. TERN: Good day to you all."),
        ("05-01", None),
        ("06-01", "MS. TERN: Good day to you all."),
    ]


@pytest.mark.parametrize("name", ["MR. GULL", "MR. GULL:2", "NOBODY:1", ":", "0", "x:0", "9" * 40])
def test_a_turn_that_there_is_not_is_the_callers_mistake(database: Path, name: str) -> None:
    with pytest.raises(CallerError):
        _turn(database, name)


def test_a_version_that_was_set_aside_is_no_origin(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "archive.db"
    copy.write_bytes(database.read_bytes())
    with open_archive(copy) as archive:
        doubtful = archive.number("SELECT id FROM versions WHERE number = 2")
        retract_version(watch_of(archive), doubtful, reason="a prank")
    assert {version for _, version, _ in _sentences(_blamed(copy))} == {1, 3}
    assert [event for event, *_ in _when(copy, "optimistic")] == [
        "appeared", "vanished", "returned",
    ]  # fmt: skip
    with pytest.raises(CallerError, match="set aside"):
        _blamed(copy, 2)


def test_a_document_kept_as_bytes_has_no_sentences(tmp_path: Path) -> None:
    records = [
        response(URL, b"%PDF-1.4 1", "Content-Type: application/pdf", at="2020-01-01T00:00:00Z"),
        response(URL, b"%PDF-1.4 2", "Content-Type: application/pdf", at="2020-02-01T00:00:00Z"),
    ]
    imported(tmp_path / "archive.db", written(tmp_path / "seen.warc", *records))
    with pytest.raises(CallerError, match="document"):
        _blamed(tmp_path / "archive.db")
    with pytest.raises(CallerError, match="no turns"):
        _turn(tmp_path / "archive.db", "1")
    assert _when(tmp_path / "archive.db", "words") == []
