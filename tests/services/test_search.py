"""Words are found where they stand now, where they ever stood, and where edits took or put them."""

from __future__ import annotations

from contextlib import suppress
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
FAR = "https://far.example/far"
NEAR = "https://archive.example/near"
HARBOUR = "https://harbour.example/campaign"
WELL = "https://harbour.example/well"


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
    records += [
        response(FAR, page("部长说：我们很乐观。"), at="2020-01-01T00:00:00Z"),
        response(FAR, page("部长说：我们很悲观。"), at="2020-02-01T00:00:00Z"),
        response(FAR, page("部长说：我们很乐观。"), at="2020-03-01T00:00:00Z"),
        response(NEAR, page("قال الوزير إننا متفائلون جدا اليوم."), at="2020-01-01T00:00:00Z"),
        response(NEAR, page("قال الوزير إننا متشائمون جدا اليوم."), at="2020-02-01T00:00:00Z"),
        response(HARBOUR, page("A maximum pressure campaign."), at="2020-01-01T00:00:00Z"),
        response(HARBOUR, page("A pressure campaign."), at="2020-02-01T00:00:00Z"),
        response(WELL, page("They are here and are well."), at="2020-01-01T00:00:00Z"),
        response(WELL, page("They are here and well."), at="2020-02-01T00:00:00Z"),
    ]
    warc = written(folder / "seen.warc", *records)
    imported(folder / "archive.db", warc)
    return folder / "archive.db"


def _found(
    database: Path, words: str, where: Where, speaker: str | None = None, host: str | None = None
) -> list[str]:
    with open_for_reading(database) as archive:
        question = Question(words=words, where=where, speaker=speaker, host=host)
        hits = search(archive, question)
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
        ("乐观", Where.NOW, None, ["far 1"]),
        ("悲观", Where.NOW, None, []),
        ("悲观", Where.EVER, None, ["far 2"]),
        ("乐观", Where.REMOVED, None, ["far 1"]),
        ("悲观", Where.REMOVED, None, ["far 2"]),
        ("很悲观", Where.REMOVED, None, ["far 2"]),
        ("我们 悲", Where.EVER, None, ["far 2"]),
        ("متفائلون", Where.REMOVED, None, ["near 1"]),
        ("الوزير متشائمون", Where.NOW, None, ["near 2"]),
        ("maximum", Where.REMOVED, None, ["campaign 1"]),
        ('"maximum pressure"', Where.REMOVED, None, ["campaign 1"]),
        ("“maximum pressure”", Where.REMOVED, None, ["campaign 1"]),
        ("pressure campaign", Where.REMOVED, None, []),
        ('"a pressure', Where.ADDED, None, []),
        ("are", Where.REMOVED, None, ["well 1"]),
        ('"are well"', Where.REMOVED, None, ["well 1"]),
        ('"they are here"', Where.REMOVED, None, []),
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


_TYPED = [
        '"', '"optimistic', "optimistic*", "NEAR(a b)", "optimistic AND", "NOT", "-optimistic", "(", "a^b",
        "removed:optimistic", "{a b}: c", "x" * 5000, "it's", "co-op", "100%", "%", "_", "乐*", '乐"',
        "\u0301e", "²", "\U0001f600 a", "a\x00b", "ﬁ", "ॐ", " ".join(f"word{n}" for n in range(3000)),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", _TYPED, ids=map(str, range(len(_TYPED))))
@pytest.mark.parametrize("where", Where)
def test_whatever_is_typed_is_words_and_never_an_error(
    database: Path, where: Where, typed: str
) -> None:
    with suppress(CallerError):  # there was no word in it
        _found(database, typed, where)


def test_hits_are_narrowed_to_a_host(database: Path) -> None:
    assert _found(database, "maximum", Where.REMOVED, host="harbour.example") == ["campaign 1"]
    for where in Where:
        assert _found(database, "maximum", where, host="archive.example") == []
        assert _found(database, "乐观", where, host="archive.example") == []


def _dated(database: Path, words: str, where: Where) -> list[tuple[str, str | None, str | None]]:
    with open_for_reading(database) as archive:
        hits = search(archive, Question(words=words, where=where))
    return [
        (hit["url"].rsplit("/", 1)[1], _months(hit["appeared"]), _months(hit["vanished"]))
        for hit in hits
    ]


def _months(date: dict[str, str] | None) -> str | None:
    """From which month to which: ``01-02``; without the first where nobody looked before."""
    if date is None:
        return None
    return f"{(date['not_before'] or '')[5:7]}-{date['not_after'][5:7]}"


def test_a_hit_says_when_its_words_appeared_and_when_they_vanished(database: Path) -> None:
    assert _dated(database, "optimistic", Where.REMOVED) == [("remarks", "-01", "01-02")]
    assert _dated(database, "pessimistic", Where.ADDED) == [("remarks", "01-02", None)]
    assert _dated(database, "悲观", Where.EVER) == [("far", "01-02", "02-03")]
    assert _dated(database, "乐观", Where.NOW) == [("far", "-01", "01-02")]
    assert _dated(database, "sails", Where.REMOVED) == [("gone", "-01", "01-02")]


def test_a_hit_says_in_which_change_its_words_went_and_how_often_they_stand_there_now(
    database: Path,
) -> None:
    with open_for_reading(database) as archive:
        (hit,) = search(archive, Question(words="乐观", where=Where.REMOVED))
        assert hit["vanished"]["change_id"] == hit["change_id"]
        assert (hit["appeared"]["change_id"], hit["times_now"]) == (None, 1)
        assert hit["snippet"] == "部长说：我们很[[乐观]]。"


def test_without_a_word_there_is_nothing_to_look_for(database: Path) -> None:
    with pytest.raises(CallerError, match="no word"):
        _found(database, '"* -', Where.REMOVED)
