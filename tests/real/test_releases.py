"""848 captures of 587 real press releases with their known edits: each found, nothing else told."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.storage.database import open_archive
from real.imported_releases import copied_releases, import_releases
from shared_data import shared_data
from watching import watch_of

_KINDS = {"text": "text", "title": "metadata", "links": "links", "spacing": "cosmetic"}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_releases(tmp_path_factory)


def _truth() -> list[dict[str, Any]]:
    lines = (shared_data() / "releases-2021.truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _told(database: Path) -> list[dict[str, Any]]:
    """The changes of pages; what changed around them is of the site: test_template_events.py."""
    with open_archive(database) as archive:
        rows = archive.rows("SELECT * FROM recent_changes WHERE kind <> 'template'")
        return [dict(row) for row in rows]


def test_every_known_edit_is_one_change_at_its_time_and_of_its_kind(releases: Path) -> None:
    edits = [one for one in _truth() if one["event"] not in {"first", "unchanged"}]
    expected = Counter((one["url"], one["at"], _KINDS[one["event"]]) for one in edits)
    told = Counter((one["url"], one["observed_at"], one["kind"]) for one in _told(releases))
    assert told == expected
    assert Counter(kind for _, _, kind in told) == {
        "text": 28, "metadata": 24, "links": 10, "cosmetic": 1,
    }  # fmt: skip


def test_every_aspect_of_every_edit_is_named(releases: Path) -> None:
    with open_archive(releases) as archive:
        rows = archive.rows(
            "SELECT p.url, c.not_after, c.aspects FROM changes c JOIN pages p ON p.id = c.page_id"
        )
        told = {(row["url"], row["not_after"]): set(json.loads(row["aspects"])) for row in rows}
    for one in _truth():
        wanted = {_KINDS[aspect] for aspect in one["aspects"]} - {"cosmetic"}
        if one["event"] not in {"first", "unchanged"}:
            assert wanted <= told[one["url"], one["at"]]


def test_nothing_is_told_of_the_captures_in_which_only_furniture_changed(releases: Path) -> None:
    quiet = {(one["url"], one["at"]) for one in _truth() if one["event"] == "unchanged"}
    assert len(quiet) == 198
    assert quiet & {(one["url"], one["observed_at"]) for one in _told(releases)} == set()


def test_importing_twice_adds_nothing(releases: Path) -> None:
    before = _history(releases)
    tally = import_releases(releases)
    assert (tally.captures, tally.repeated, tally.changes) == (0, 848, 0)
    assert _history(releases) == before


def test_the_order_of_import_makes_no_difference(releases: Path, tmp_path: Path) -> None:
    shuffled = _shuffled(shared_data() / "releases-2021.warc.gz", tmp_path / "s.warc.gz")
    import_releases(tmp_path / "archive.db", shuffled)
    assert _history(tmp_path / "archive.db") == _history(releases)


def _history(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Spans, texts and changes by what they say, without the numbers of rows."""
    asked = {
        "spans": "SELECT p.url, v.number, v.state_sha256, v.title, t.text, s.first_seen_at,"
        " s.last_seen_at, s.checks, s.last_full_at FROM spans s JOIN pages p ON p.id = s.page_id"
        " JOIN versions v ON v.id = s.version_id LEFT JOIN texts t ON t.id = v.text_id"
        " ORDER BY p.url, s.first_seen_at",
        "changes": "SELECT url, kind, severity, flags, not_before, not_after, from_version,"
        " to_version, words_added, words_removed, summary FROM recent_changes"
        " ORDER BY url, not_after",
        "words": "SELECT url, speaker, removed, added, not_after FROM removed_text"
        " ORDER BY url, not_after, removed, added",
    }
    with open_archive(database) as archive:
        return {name: [tuple(row) for row in archive.rows(sql)] for name, sql in asked.items()}


def _shuffled(source: Path, target: Path) -> Path:
    """The same file with its records, each a gzip member of its own, in another order."""
    whole = source.read_bytes()
    places = []
    with source.open("rb") as stream:
        records = ArchiveIterator(stream)
        for _ in records:
            records.read_to_end()
            places.append((records.get_record_offset(), records.get_record_length()))
    parts = [whole[offset : offset + length] for offset, length in places]
    assert sum(map(len, parts)) == len(whole)
    random.Random(1).shuffle(parts)
    target.write_bytes(b"".join(parts))
    return target


def test_the_archive_of_real_pages_is_sound(releases: Path) -> None:
    with open_archive(releases) as archive:
        assert verify_archive(watch_of(archive)) == []


def test_the_search_finds_real_words(releases: Path) -> None:
    with open_archive(releases) as archive:
        found = archive.number(
            "SELECT count(*) FROM transcripts_fts WHERE transcripts_fts MATCH 'tunisia'"
        )
    assert found > 0


def test_the_same_edit_of_nine_datelines_is_one_cluster(releases: Path) -> None:
    with open_archive(releases) as archive:
        rows = archive.rows(
            "SELECT DISTINCT r.cluster, r.pages FROM recent_changes r JOIN change_edits e"
            " USING (change_id) WHERE e.removed LIKE '%D.C.%' AND e.added LIKE '%DC%'"
        )
        pages = archive.number("SELECT count(*) FROM edit_clusters WHERE pages > 1")
    assert [row["pages"] for row in rows] == [9]
    assert pages <= 3
