"""What pages said once is found by an index, and by that what reading all of it would find."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_watch.diff.said import as_said, times_said
from archive_watch.services.indexing.index_past import index_past
from archive_watch.storage.database import Archive, open_archive
from archive_watch.storage.finding_past import in_past_versions
from archive_watch.storage.history import make_current
from archive_watch.storage.past_words import empty_past, waiting_versions
from archive_watch.storage.reindexing import make_indexes_anew
from archive_watch.storage.sought import Sought
from archive_watch.storage.soundness import structure_faults

_PAGES, _HOSTS = 3, ("a.example", "b.example")
_SPEAKERS = ("MR. REED", "MS. DAL")


@dataclass(frozen=True, slots=True)
class Said:
    """One version: its page, when it was first seen, its headline, and who says what in it."""

    page: int
    second: int
    title: str
    turns: tuple[tuple[str | None, str], ...]
    speaker: str | None = None
    published_on: str | None = None
    kept_as_bytes: bool = False

    @property
    def text(self) -> str:
        """Its words, each turn a paragraph."""
        return "\n\n".join(words for _, words in self.turns)


def _ground(archive: Archive) -> None:
    with archive.writing() as conn:
        for number, host in enumerate(_HOSTS, start=1):
            conn.execute(
                "INSERT INTO sites (id, host, added_at) VALUES (?, ?, '2020')", (number, host)
            )
        for number in range(1, _PAGES + 1):
            conn.execute(
                "INSERT INTO pages (id, site_id, url, key, state_since, added_at, added_by)"
                " VALUES (:id, :site, :url, :url, '2020', '2020', 'command')",
                {"id": number, "site": 1 + number % 2, "url": f"https://x.example/{number}"},
            )
        conn.execute(
            "INSERT INTO captures (id, sha256, size, media_type, codec, stored_at, data) VALUES"
            " (1, ?, 1, 'text/html', 'identity', '2020', x'00')",
            ("0" * 64,),
        )


def _at(second: int) -> str:
    return f"2026-01-01T00:00:{second:02}Z"


def _keep(archive: Archive, number: int, said: Said) -> None:
    with archive.writing() as conn:
        conn.execute("INSERT INTO texts VALUES (?, ?, 1, ?)", (number, f"{number:064}", said.text))
        conn.execute(
            "INSERT INTO versions (id, page_id, number, state_sha256, text_id, comparable_sha256,"
            " metadata_sha256, links_sha256, title, speaker, published_on, media_type, extractor,"
            " capture_id, first_seen_at) VALUES (?, ?, ?, ?, ?, '', '', '', ?, ?, ?, '', '', 1, ?)",
            (
                number, said.page, number, str(number), None if said.kept_as_bytes else number,
                said.title, said.speaker, said.published_on, _at(said.second),
            ),
        )  # fmt: skip
        start = 0
        for position, (speaker, words) in enumerate(said.turns):
            conn.execute(
                "INSERT INTO turns VALUES (?, ?, ?, NULL, 'speech', ?, ?)",
                (number, position, speaker, start, len(words)),
            )
            start += len(words) + 2


_WORDS = st.lists(st.sampled_from(["sea", "ship", "tide", "Séa", "the"]), min_size=1, max_size=5)
_PHRASE = st.lists(st.sampled_from(["sea", "ship", "tide", "the"]), min_size=1, max_size=3)
_TURNS = st.lists(
    st.tuples(st.sampled_from([None, *_SPEAKERS]), _WORDS.map(" ".join)), min_size=1, max_size=3
)
_VERSIONS = st.builds(
    Said,
    page=st.integers(1, _PAGES),
    second=st.integers(0, 9),
    title=_WORDS.map(" ".join),
    turns=_TURNS.map(tuple),
    speaker=st.sampled_from([None, "Reed of Dal"]),
    published_on=st.sampled_from([None, "2020-01-01", "2021-01-01"]),
    kept_as_bytes=st.sampled_from([False, False, False, True]),
)
_DOINGS = st.tuples(
    st.sampled_from(["current", "aside", "back", "title", "text", "seen", "empty", "bit"]),
    st.integers(1, 8),
)
_ASKED = st.builds(
    Sought,
    phrases=st.lists(_PHRASE.map(" ".join), min_size=1, max_size=2).map(tuple),
    speaker=st.sampled_from([None, None, "reed", "DAL"]),
    host=st.sampled_from([None, None, _HOSTS[0]]),
    published_from=st.sampled_from([None, None, "2020-06-01"]),
)


def _do(archive: Archive, doing: str, number: int) -> None:
    """One of the things that happen to versions, to that one."""
    row = archive.row("SELECT page_id FROM versions WHERE id = ?", (number,))
    if doing == "bit":
        next(index_past(archive), None)
    if row is None:
        return
    with archive.writing() as conn:
        match doing:
            case "current":
                make_current(archive, row["page_id"], number)
            case "aside" | "back":
                at = "2026" if doing == "aside" else None
                conn.execute("UPDATE versions SET retracted_at = ? WHERE id = ?", (at, number))
                if archive.row("SELECT 1 FROM versions WHERE id = ? AND is_current", (number,)):
                    make_current(archive, row["page_id"], None)
            case "title" | "text":  # as ``reword`` does it: not while it stands in an index
                was = archive.number("SELECT is_current FROM versions WHERE id = ?", (number,))
                said = "title = 'ship sea'" if doing == "title" else "text_id = 1"
                for change in ("is_current = 0", said, f"is_current = {was}"):
                    conn.execute(f"UPDATE versions SET {change} WHERE id = ?", (number,))
            case "seen":
                conn.execute(
                    "UPDATE versions SET first_seen_at = ? WHERE id = ?", (_at(10 + number), number)
                )
            case "empty":
                empty_past(archive)


def _says(said: str, title: str, text: str) -> bool:
    """Whether a phrase stands in the headline or in the text."""
    return any(times_said(as_said(part), as_said(said)) for part in (title, text))


def _read(archive: Archive, sought: Sought) -> list[int]:
    """The versions that say what is sought, the latest first: without any index or SQL of ours."""
    found = []
    for row in archive.rows(
        "SELECT v.*, t.text, s.host FROM versions v JOIN texts t ON t.id = v.text_id"
        " JOIN pages p ON p.id = v.page_id JOIN sites s ON s.id = p.site_id"
        " WHERE NOT v.is_current AND v.retracted_at IS NULL"
    ):
        if sought.host not in {None, row["host"]}:
            continue
        if sought.published_from and (row["published_on"] or "") < sought.published_from:
            continue
        parts = [(row["title"], row["text"])]
        if sought.speaker is not None:
            parts = _spoken(archive, row["id"], row, sought.speaker.casefold())
        if any(all(_says(one, *part) for one in sought.phrases) for part in parts):
            found.append((row["first_seen_at"], row["id"]))
    return [number for _, number in sorted(found, reverse=True)]


def _spoken(archive: Archive, number: int, row: object, speaker: str) -> list[tuple[str, str]]:
    turns = archive.rows("SELECT * FROM turns WHERE version_id = ?", (number,))
    if not any(turn["speaker"] for turn in turns):
        of_head = (row["speaker"] or "").casefold()  # type: ignore[index]
        return [(row["title"], row["text"])] if speaker in of_head else []  # type: ignore[index]
    return [
        ("", row["text"][turn["start"] : turn["start"] + turn["length"]])  # type: ignore[index]
        for turn in turns
        if speaker in (turn["speaker"] or "").casefold()
    ]


def _found(archive: Archive, sought: Sought, limit: int = 99) -> list[int]:
    return [hit["version_id"] for hit in in_past_versions(archive, sought, limit=limit)]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an archive with a few pages that nobody has looked at."""
    path = tmp_path_factory.mktemp("ground") / "archive.db"
    with open_archive(path, create=True) as archive:
        _ground(archive)
    return path


@settings(max_examples=60, deadline=None)
@given(
    versions=st.lists(_VERSIONS, min_size=1, max_size=8),
    doings=st.lists(_DOINGS, max_size=12),
    asked=st.lists(_ASKED, min_size=1, max_size=4),
)
def test_the_index_finds_what_reading_everything_finds(
    ground: Path, versions: list[Said], doings: list[tuple[str, int]], asked: list[Sought]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        path.write_bytes(ground.read_bytes())
        with open_archive(path) as archive:
            archive.conn.execute("PRAGMA synchronous = OFF")
            for number, said in enumerate(versions, start=1):
                _keep(archive, number, said)
            for doing, number in doings:
                _do(archive, doing, number)
            _must_agree(archive, asked)
            list(index_past(archive))
            assert waiting_versions(archive) == 0
            _must_agree(archive, asked)


def _must_agree(archive: Archive, asked: list[Sought]) -> None:
    for sought in asked:
        expected = _read(archive, sought)
        assert _found(archive, sought) == expected
        assert _found(archive, sought, limit=2) == expected[:2]
    assert structure_faults(archive) == []


@pytest.fixture
def archive(tmp_path: Path, ground: Path) -> Archive:
    """A page that said one thing after the other, each of them indexed but the last."""
    (tmp_path / "archive.db").write_bytes(ground.read_bytes())
    opened = open_archive(tmp_path / "archive.db")
    for number in range(1, 31):
        word = f"{'tide' if number % 2 else 'ebb'} word{number}"
        _keep(opened, number, Said(1, number, "Ships", ((None, word),)))
        with opened.writing():
            make_current(opened, 1, number)
    list(index_past(opened))
    return opened


def _statements(archive: Archive, sought: Sought) -> list[str]:
    seen: list[str] = []
    archive.conn.set_trace_callback(seen.append)
    _found(archive, sought)
    archive.conn.set_trace_callback(None)
    return [sql for sql in seen if not sql.startswith("--")]  # those of FTS5 to itself


def test_only_what_has_the_words_is_read(archive: Archive) -> None:
    assert len(_statements(archive, Sought(phrases=("word7",)))) == 3  # two lists, one text
    assert _found(archive, Sought(phrases=("word7",))) == [7]


def test_what_a_page_says_now_is_no_past_of_it(archive: Archive) -> None:
    assert _found(archive, Sought(phrases=("word30",))) == []
    assert _found(archive, Sought(phrases=("ebb",)), limit=2) == [28, 26]


def test_what_waits_to_be_indexed_is_found_in_its_place(archive: Archive) -> None:
    with archive.writing() as conn:  # seen earlier than was known: out of the index
        conn.execute("UPDATE versions SET first_seen_at = ? WHERE id = 27", (_at(12),))
    assert waiting_versions(archive) == 1
    assert _found(archive, Sought(phrases=("tide",)), limit=4) == [29, 25, 23, 21]
    assert _found(archive, Sought(phrases=("tide",)))[7:10] == [13, 27, 11]
    assert sum(index_past(archive)) == 1
    assert _found(archive, Sought(phrases=("tide",)))[7:10] == [13, 27, 11]


def test_indexing_goes_on_where_it_was_stopped(archive: Archive) -> None:
    with archive.writing() as conn:
        conn.execute("UPDATE texts SET words = 25000")
        empty_past(archive)
    assert waiting_versions(archive) == 29
    assert next(index_past(archive)) == 2  # as many as are done in a moment
    assert waiting_versions(archive, most=9) == 9
    assert sum(index_past(archive)) == 27
    assert list(index_past(archive)) == []


@pytest.mark.parametrize(
    "damage",
    [
        "INSERT INTO past_fts(past_fts, rowid, title, text)"
        " SELECT 'delete', rowid, title, text FROM past_transcripts LIMIT 1",
        "UPDATE past_fts_data SET block = X'0102030405' WHERE id > 10",
        "UPDATE versions SET past_rowid = NULL WHERE id = 3",
    ],
)
def test_an_index_that_is_made_anew_agrees_again(archive: Archive, damage: str) -> None:
    archive.conn.execute(damage)
    (fault,) = structure_faults(archive)
    assert "does not agree with the past versions" in fault
    assert "reindex --anew" in fault
    make_indexes_anew(archive)
    assert structure_faults(archive) == []
    assert sum(index_past(archive)) == 29
    assert structure_faults(archive) == []
    assert _found(archive, Sought(phrases=("word3",))) == [3]


def test_a_version_in_a_place_that_is_not_its_own_is_named(archive: Archive) -> None:
    archive.conn.execute("UPDATE versions SET past_rowid = 7 WHERE id = 3")
    assert structure_faults(archive)[0].startswith("version 3 ")
    make_indexes_anew(archive)
    list(index_past(archive))
    assert structure_faults(archive) == []
