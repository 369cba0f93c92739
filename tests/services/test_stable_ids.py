"""Stable ids through checks, imports in any order and a reading anew."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.proving.re_extract import re_extract
from archive_watch.storage.database import open_archive
from archive_watch.storage.page_ids import ids_of_pages
from servers import PageServer
from services.asking import HOST, check, settings, watching

_PAGE = (
    "<html><head><link rel=canonical href='{canonical}'></head>"
    "<body class='postid-7'><main><h1>Remarks</h1><p>The same words.</p></main></body></html>"
)


async def test_an_archive_from_before_has_its_ids_from_its_stored_bytes(tmp_path: Path) -> None:
    url = f"http://{HOST}/remarks/"
    with PageServer() as server, watching(tmp_path, settings(server.connect_to(HOST))) as watch:
        for canonical in ("/one/", "/two/"):
            server.page("/remarks/", _PAGE.format(canonical=canonical))
            await check(watch, url)
        before = ids_of_pages(watch.archive)
        assert [one["kind"] for one in before[1]] == ["canonical", "canonical", "post_id"]
        with watch.archive.writing():
            watch.archive.conn.execute("DELETE FROM page_ids")
        re_extract(watch)
        assert ids_of_pages(watch.archive) == before


def test_ids_are_the_same_whatever_was_imported_first(tmp_path: Path) -> None:
    saved = []
    for day, canonical in ((1, "/one/"), (2, "/two/"), (3, "/one/")):
        file = tmp_path / f"{day}.html"
        file.write_text(_PAGE.format(canonical=canonical), encoding="utf-8")
        saved.append((file, f"2026-01-0{day}T00:00:00Z"))
    url, found = f"https://{HOST}/remarks/", []
    for order in permutations(saved):
        folder = tmp_path / "-".join(file.stem for file, _ in order)
        folder.mkdir()
        with watching(folder, settings()) as watch:
            for file, at in order:
                sources = sources_of([file], url=url, at=at, max_bytes=1_000_000)
                import_captures(watch, sources)
        with open_archive(folder / "archive.db") as archive:
            found.append(ids_of_pages(archive))
    assert all(one == found[0] for one in found)
    assert {one["first_seen_at"][:10] for one in found[0][1]} == {"2026-01-01", "2026-01-02"}
