"""The blocks of a version are kept, read back as they were, and renewed with its words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archive_watch.model.site import SiteProfile
from archive_watch.services.importing.import_captures import import_captures
from archive_watch.services.importing.open_captures import sources_of
from archive_watch.services.proving.re_extract import re_extract
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.services.watch import Watch
from archive_watch.storage.database import Archive
from archive_watch.storage.text_blocks import blocks_of
from archive_watch.storage.transcripts import load_transcript
from extract.reading import read
from fresh import fresh_archive
from warcs import response, written
from watching import MOST_BYTES, watch_of

_HOST = "archive.example"
_URL = f"https://{_HOST}/report"
_PROFILE = SiteProfile(name="example", hosts=(_HOST,), roots=("main",), title=("h1",))
_PAGE = """<html><head><title>A page</title></head><body><main><h1>A page</h1><h2>Ports</h2>
<p>They are open.</p><ul><li>One</li></ul><table><tr><td>Sample</td><td></td><td>4</td></tr></table>
<{tag}>Dues and tides</{tag}></main></body></html>"""


def _watch(archive: Archive) -> Watch:
    watch = watch_of(archive)
    return replace(watch, profiles=(*watch.profiles, _PROFILE))


def _import(archive: Archive, folder: Path, *tags: str) -> None:
    records = [
        response(_URL, _PAGE.format(tag=tag).encode(), at=f"2020-01-01T00:00:0{number}Z")
        for number, tag in enumerate(tags, start=1)
    ]
    sources = sources_of(
        [written(folder / "f.warc", *records)], url=None, at=None, max_bytes=MOST_BYTES
    )
    import_captures(_watch(archive), sources)


def _shown(archive: Archive) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for row in archive.rows(
            "SELECT kind, level, text, is_current FROM transcript_blocks ORDER BY version_id, position"
        )
    ]


def test_the_view_tells_what_each_paragraph_is(tmp_path: Path) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        _import(archive, tmp_path, "p")
        assert _shown(archive) == [
            ("heading", 1, "A page", 1), ("heading", 2, "Ports", 1),
            ("paragraph", 0, "They are open.", 1), ("list_item", 1, "One", 1),
            ("table_row", 0, "Sample 4", 1), ("paragraph", 0, "Dues and tides", 1),
        ]  # fmt: skip
        loaded = load_transcript(archive, 1)
        assert loaded is not None
        assert loaded.blocks == blocks_of(archive, 1)
        assert [block.cells_in(loaded.text) for block in loaded.blocks if block.cells] == [
            ("Sample", "", "4")
        ]


def test_a_heading_made_of_a_paragraph_is_no_new_version_and_no_change(tmp_path: Path) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        _import(archive, tmp_path, "p", "h2", "li", "blockquote")
        assert archive.number("SELECT count(*) FROM versions", ()) == 1
        assert archive.number("SELECT count(*) FROM changes", ()) == 0
        assert ("paragraph", 0, "Dues and tides", 1) in _shown(archive)
        assert verify_archive(_watch(archive)) == []


def test_deriving_anew_gives_blocks_to_a_version_that_had_none(tmp_path: Path) -> None:
    with fresh_archive(tmp_path / "archive.db") as archive:
        _import(archive, tmp_path, "p")
        before = _shown(archive)
        with archive.writing() as conn:
            conn.execute("DELETE FROM text_blocks")
            conn.execute("UPDATE versions SET extractor = 'archive-watch/1 example/1'")
        old = load_transcript(archive, 1)
        assert old is not None
        assert (old.blocks, _shown(archive)) == ((), [])
        re_extract(_watch(archive), host=None)
        assert _shown(archive) == before
        assert archive.number("SELECT count(*) FROM changes", ()) == 0
        assert verify_archive(_watch(archive)) == []


def test_a_thousand_rows_take_few_bytes(tmp_path: Path) -> None:
    words = "".join(f"<p>Paragraph {number} of the report.</p>" for number in range(1000))
    text = read(f"<main>{words}</main>", "www.example.org")
    with fresh_archive(tmp_path / "archive.db") as archive:
        record = response(_URL, f"<main>{words}</main>".encode(), at="2020-01-01T00:00:00Z")
        file = written(tmp_path / "f.warc", record)
        sources = sources_of([file], url=None, at=None, max_bytes=MOST_BYTES)
        import_captures(_watch(archive), sources)
        assert len(blocks_of(archive, 1)) == len(text.blocks) == 1000
        pages = archive.number("SELECT sum(pgsize) FROM dbstat WHERE name = 'text_blocks'", ())
    assert pages < 60 * 1000
