"""Which hits a search weighs: all of a word's, or the latest of one that is nearly everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_watch.services.add_pages import add_pages
from archive_watch.storage.database import Archive
from archive_watch.storage.finding import in_current_versions
from archive_watch.storage.sought import Sought
from services.asking import settings, watching

_PAGES = 6
_FERRY = Sought(phrases=("ferry",))


def _says(archive: Archive, number: int, text: str) -> None:
    digest = f"{number:064}"
    with archive.writing() as conn:
        conn.execute(
            "INSERT INTO captures (id, sha256, size, media_type, codec, stored_at, data)"
            " VALUES (?, ?, 1, 'text/html', 'identity', '2026-01-01T00:00:00Z', x'00')",
            (number, digest),
        )
        conn.execute("INSERT INTO texts VALUES (?, ?, 3, ?)", (number, digest, text))
        conn.execute(
            "INSERT INTO versions (id, page_id, number, state_sha256, text_id, comparable_sha256,"
            " metadata_sha256, links_sha256, media_type, extractor, capture_id, first_seen_at,"
            " is_current) VALUES (:id, :id, 1, '', :id, '', '', '', 'text/html', '1', :id,"
            " '2026-01-01T00:00:00Z', 1)",
            {"id": number},
        )


@pytest.fixture
def ferries(tmp_path: Path) -> Iterator[Archive]:
    """Six pages that speak of the ferry, the first of them of nothing else."""
    with watching(tmp_path, settings()) as watch:
        add_pages(watch, [f"http://a.example/{number}/" for number in range(1, _PAGES + 1)])
        for number in range(1, _PAGES + 1):
            _says(
                watch.archive, number, "ferry ferry ferry" if number == 1 else "a ferry left late"
            )
        yield watch.archive


def _found(archive: Archive, *, limit: int, weighed: int) -> list[int]:
    hits = in_current_versions(archive, _FERRY, gone=False, limit=limit, weighed=weighed)
    return [hit["version_id"] for hit in hits]


def test_the_best_of_all_hits_comes_first(ferries: Archive) -> None:
    assert _found(ferries, limit=2, weighed=_PAGES)[0] == 1


def test_of_a_word_on_very_many_pages_the_latest_are_weighed(ferries: Archive) -> None:
    assert set(_found(ferries, limit=2, weighed=3)) <= {3, 4, 5, 6}


def test_no_hit_is_lost_where_fewer_are_weighed_than_are_asked_for(ferries: Archive) -> None:
    assert set(_found(ferries, limit=10, weighed=3)) == set(range(1, _PAGES + 1))
    ferries.conn.execute("UPDATE pages SET state = 'removed' WHERE id > 2")
    assert set(_found(ferries, limit=3, weighed=3)) == {1, 2}
