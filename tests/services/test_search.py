"""Words are found where they stand now, where they ever stood, and where edits took or put them."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.errors import CallerError
from archive_watch.services.telling.search_archive import Question, Where, search
from archive_watch.storage.database import open_for_reading
from warcs import page, response, written
from watching import imported

URL = "https://archive.example/remarks"
OTHER = "https://archive.example/notice"
GONE = "https://archive.example/gone"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    records = [
        response(URL, page("SECRETARY REED: We are optimistic."), at="2020-01-01T00:00:00Z"),
        response(URL, page("SECRETARY REED: We are pessimistic."), at="2020-02-01T00:00:00Z"),
        response(
            OTHER, page("Nobody is optimistic at 100%.", title="N"), at="2020-01-01T00:00:00Z"
        ),
    ]
    asked = "QUESTION: Who pays the light tax?</p><p>SECRETARY REED: Everyone who sails by a light."
    records += [
        response(GONE, page(asked), at="2020-01-01T00:00:00Z"),
        response(GONE, page("Not found"), status="404 Not Found", at="2020-02-01T00:00:00Z"),
        response(GONE, page("Not found"), status="404 Not Found", at="2020-02-02T00:00:00Z"),
    ]
    warc = written(folder / "seen.warc", *records)
    imported(folder / "archive.db", warc)
    return folder / "archive.db"


def _found(database: Path, words: str, where: Where, speaker: str | None = None) -> list[str]:
    with open_for_reading(database) as archive:
        hits = search(archive, Question(words=words, where=where, speaker=speaker))
    return [f"{hit['url'].rsplit('/', 1)[1]} {hit['version']}" for hit in hits]


@pytest.mark.parametrize(
    ("words", "where", "speaker", "expected"),
    [
        ("optimistic", Where.NOW, None, ["notice 1"]),
        ("pessimistic", Where.NOW, None, ["remarks 2"]),
        ("optimistic", Where.EVER, None, ["notice 1", "remarks 1"]),
        ("Optimístic", Where.EVER, None, ["notice 1", "remarks 1"]),
        ("optimistic", Where.EVER, "reed", ["remarks 1"]),
        ("optimistic", Where.REMOVED, None, ["remarks 1"]),
        ("optimistic", Where.ADDED, None, []),
        ("pessimistic", Where.ADDED, None, ["remarks 2"]),
        ("pessimistic", Where.ADDED, "SECRETARY", ["remarks 2"]),
        ("pessimistic", Where.ADDED, "QUESTION", []),
        ("optimistic", Where.NOW, "100%", []),
        ("optimistic", Where.EVER, "%", []),
        ("absent", Where.EVER, None, []),
        ("light tax", Where.EVER, "QUESTION", ["gone 1"]),
        ("light tax", Where.EVER, "SECRETARY", []),
        ("sails", Where.EVER, "SECRETARY", ["gone 1"]),
        ("pays sails", Where.EVER, None, ["gone 1"]),
        ("sails", Where.NOW, None, []),
        ("sails", Where.REMOVED, None, ["gone 1"]),
        ("sails", Where.REMOVED, "QUESTION", []),
    ],
)
def test_words_are_found_where_they_are_looked_for(
    database: Path, words: str, where: Where, speaker: str | None, expected: list[str]
) -> None:
    assert _found(database, words, where, speaker) == expected


def test_a_hit_in_an_edit_names_its_change_and_when_it_can_have_happened(database: Path) -> None:
    with open_for_reading(database) as archive:
        (hit,) = search(archive, Question(words="optimistic", where=Where.REMOVED))
        changes = archive.rows("SELECT change_id FROM recent_changes")
    assert hit["change_id"] == changes[0]["change_id"]
    assert (hit["not_before"], hit["not_after"]) == ("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z")
    assert (hit["speaker"], hit["snippet"]) == ("SECRETARY REED", "[[optimistic]]")


def test_more_past_versions_than_fit_a_batch_are_all_looked_through(tmp_path: Path) -> None:
    records = [
        response(URL, page(f"word{n} tide"), at=f"2020-01-01T{n // 60:02}:{n % 60:02}:00Z")
        for n in range(450)
    ]
    imported(tmp_path / "archive.db", written(tmp_path / "seen.warc", *records))
    assert _found(tmp_path / "archive.db", "word3", Where.EVER) == ["remarks 4"]
    assert len(_found(tmp_path / "archive.db", "tide", Where.EVER)) == 50


def test_without_a_word_there_is_nothing_to_look_for(database: Path) -> None:
    with pytest.raises(CallerError, match="no word"):
        _found(database, '"* -', Where.REMOVED)
