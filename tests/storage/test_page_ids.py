"""Stable ids are kept since their earliest sight, and find the pages of their own host."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest

from archive_watch.model.stable_id import IdKind, StableId
from archive_watch.storage.database import Archive
from archive_watch.storage.page_ids import (
    ids_of_pages,
    keep_ids,
    pages_known_by,
    with_their_ids,
)
from archive_watch.storage.pages import add_page
from fresh import fresh_archive

_AT = "2026-01-01T00:00:00Z"
_WAYBACK = "https://web.archive.org/web/20170101000000/http://www.state.gov/r/1.htm"


def add(archive: Archive, url: str, *ids: StableId) -> int:
    """The id of a page at ``url`` with those ids."""
    page, _ = add_page(archive, url, at=_AT, added_by="command", due_at=None)
    keep_ids(archive, page.id, ids, at=_AT)
    return page.id


def known_by(
    archive: Archive, url: str, post_id: str | None = None, file_number: str | None = None
) -> list[int]:
    """The pages that bear an id that ``url`` states."""
    return pages_known_by(archive, url, post_id=post_id, file_number=file_number)


def test_an_id_is_known_since_its_earliest_sight_whatever_came_first(tmp_path: Path) -> None:
    seen = [
        (f"2026-01-0{day}T00:00:00Z", f"https://www.state.gov/{'A' if day == 1 else 'a'}/")
        for day in (1, 2, 3)
    ]
    kept = {str(_kept_of(tmp_path / f"{number}.db", order)) for number, order in
            enumerate(permutations(seen))}  # fmt: skip
    assert len(kept) == 1
    assert seen[0][0] in kept.pop()


def _kept_of(path: Path, order: Sequence[tuple[str, str]]) -> object:
    with fresh_archive(path) as archive, archive.writing():
        page = add(archive, "https://2017-2021.state.gov/a/")
        for at, url in order:
            one = StableId(kind=IdKind.CANONICAL, value="//www.state.gov/a", url=url)
            keep_ids(archive, page, [one], at=at)
        return ids_of_pages(archive)[page]


def test_an_id_finds_the_pages_of_its_host_only(tmp_path: Path) -> None:
    number = StableId(kind=IdKind.HTM_NUMBER, value="20665")
    post = StableId(kind=IdKind.POST_ID, value="20665")
    with fresh_archive(tmp_path / "archive.db") as archive, archive.writing():
        page = add(archive, "https://2001-2009.state.gov/secretary/20665.htm", number)
        add(archive, "https://2009-2017.state.gov/secretary/20665.htm", number)
        posted = add(archive, "https://2001-2009.state.gov/posted/", post)
        elsewhere = "https://2001-2009.state.gov/former/20665.htm"
        assert known_by(archive, elsewhere, file_number="20665") == [page]
        assert known_by(archive, "https://2001-2009.state.gov/?p=20665", post_id="20665") == [
            posted
        ]
        assert known_by(archive, "https://www.state.gov/20665.htm", file_number="20665") == []


def test_a_copy_in_a_web_archive_is_found_by_the_address_it_is_of(tmp_path: Path) -> None:
    original = StableId(kind=IdKind.ORIGINAL, value="//www.state.gov/r/1.htm")
    canonical = StableId(kind=IdKind.CANONICAL, value="//www.state.gov/r/2.htm")
    with fresh_archive(tmp_path / "archive.db") as archive, archive.writing():
        copy = add(archive, _WAYBACK, original, canonical)
        assert known_by(archive, "http://www.state.gov/r/1.htm") == [copy]
        assert known_by(archive, "http://www.state.gov/r/2.htm") == [copy]
        assert known_by(archive, "http://www.state.gov.evil.example/r/1.htm") == []


@pytest.mark.parametrize(
    ("host", "finds"),
    [("www.state.gov", True), ("mirror.example", False)],
    ids=["sister", "stranger"],
)
def test_the_canonical_of_a_sister_host_finds_the_page_and_a_strangers_does_not(
    tmp_path: Path, host: str, finds: bool
) -> None:
    canonical = StableId(kind=IdKind.CANONICAL, value=f"//{host}/a", url=f"https://{host}/a")
    with fresh_archive(tmp_path / "archive.db") as archive, archive.writing():
        page = add(archive, "https://2017-2021.state.gov/a/", canonical)
        assert [one["value"] for one in ids_of_pages(archive, page)[page]] == [f"//{host}/a"]
        assert known_by(archive, f"https://{host}/a/") == [page] * finds


def test_pages_that_are_read_one_by_one_have_the_same_ids_as_all_at_once(tmp_path: Path) -> None:
    number = StableId(kind=IdKind.HTM_NUMBER, value="20665")
    post = StableId(kind=IdKind.POST_ID, value="20665")
    with fresh_archive(tmp_path / "archive.db") as archive, archive.writing():
        for at, ids in enumerate([(), (number, post), (), (post,), (number,), ()]):
            add(archive, f"https://2001-2009.state.gov/{at}/", *ids)
        for wanted in ("1", "id IN (1, 4)", "id IN (2, 5)", "0"):
            rows = archive.each(f"SELECT id AS page_id FROM pages WHERE {wanted} ORDER BY id")
            found = {row["page_id"]: ids for row, ids in with_their_ids(archive, rows)}
            everything = ids_of_pages(archive)
            assert found == {page_id: everything[page_id] for page_id in found}
        assert archive.number("SELECT count(*) FROM page_ids") == 4
