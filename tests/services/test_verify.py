"""Whatever is altered behind the archive's back is found, and the row is named."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archive_watch.errors import ArchiveDamaged
from archive_watch.services.proving.verify_archive import verify_archive
from archive_watch.storage.database import open_archive
from warcs import page, response, written
from watching import imported, watch_of

_URL = "https://archive.example/report"
_FILLER = " ".join(f"Paragraph {number} of the report goes on." for number in range(400))


def _report(words: str, *, link: str = "/annex") -> bytes:
    return page(f"QUESTION: {words}</p><p>MS SMITH: {_FILLER} <a href='{link}'>annex</a>")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    records = [
        response(_URL, _report("What was agreed?"), at="2020-01-01T00:00:00Z"),
        response(_URL, _report("What was decided?"), at="2020-01-02T00:00:00Z"),
        response(_URL, _report("What was decided?", link="/other"), at="2020-01-03T00:00:00Z"),
        response("https://archive.example/other", _report("Who?"), at="2020-01-01T00:00:00Z"),
        response("https://archive.example/a.pdf", b"%PDF-1.4 x", "Content-Type: application/pdf"),
    ]
    imported(folder / "archive.db", written(folder / "f.warc", *records))
    return folder / "archive.db"


def _faults_after(sound: Path, folder: Path, *statements: str) -> list[str]:
    """What verifying says once somebody else has written to a copy of the archive."""
    copy = folder / "archive.db"
    source, target = sqlite3.connect(sound), sqlite3.connect(copy)
    source.backup(target)
    source.close()
    target.execute("PRAGMA ignore_check_constraints = ON")
    for statement in statements:
        assert target.execute(statement).rowcount != 0, statement
    target.commit()
    target.close()
    with open_archive(copy) as archive:
        return verify_archive(watch_of(archive))


def test_an_archive_that_nobody_touched_is_sound(sound: Path, tmp_path: Path) -> None:
    assert _faults_after(sound, tmp_path) == []
    with open_archive(sound) as archive:
        codecs = {row["codec"] for row in archive.rows("SELECT codec FROM captures")}
    assert {"zstd-patch", "zstd-dictionary"} <= codecs


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE captures SET data = CAST(substr(data, 1, length(data) - 1) || X'00' AS BLOB)"
            " WHERE id = 1",
         "capture 1"),
        ("UPDATE captures SET data = X'00' WHERE codec = 'zstd-patch'", "capture"),
        ("UPDATE captures SET sha256 = replace(sha256, substr(sha256, 1, 1), 'z') WHERE id = 1",
         "capture 1"),
        ("UPDATE captures SET size = size + 1 WHERE id = 2", "capture 2"),
        ("UPDATE captures SET codec = 'identity' WHERE id = 1", "capture 1"),
        ("UPDATE captures SET codec = 'of tomorrow' WHERE id = 1", "capture 1"),
        ("UPDATE captures SET base_id = id WHERE codec = 'zstd-patch'", "capture"),
        ("UPDATE captures SET data = CAST('text' AS BLOB) WHERE id = 3", "capture 3"),
        ("UPDATE codec_dictionaries SET data = CAST(X'00' || data AS BLOB)", "dictionary 1"),
        ("UPDATE texts SET text = replace(text, 'agreed', 'argued') WHERE id = 1", "text 1"),
        ("UPDATE texts SET text = CAST(X'ff' || CAST(text AS BLOB) AS TEXT) WHERE id = 1",
         "text 1"),
        ("UPDATE texts SET words = words + 1 WHERE id = 2", "text 2"),
        ("UPDATE versions SET title = 'Forged' WHERE id = 1", "version 1"),
        ("UPDATE versions SET published_on = '1999-01-01' WHERE id = 1", "version 1"),
        ("UPDATE versions SET state_sha256 = 'x' WHERE id = 1", "version 1"),
        ("UPDATE versions SET comparable_sha256 = 'x' WHERE id = 1", "version 1"),
        ("UPDATE versions SET links_sha256 = 'x' WHERE id = 1", "version 1"),
        ("UPDATE versions SET first_seen_at = '2019-01-01T00:00:00Z' WHERE id = 1", "version 1"),
        ("UPDATE versions SET media_type = 'image/png' WHERE text_id IS NULL", "version"),
        ("UPDATE versions SET retracted_at = '2020' WHERE id = 1", "page 1"),
        ("UPDATE versions SET is_current = 0 WHERE page_id = 1", "page 1"),
        ("UPDATE versions SET tags = '{' WHERE id = 1", "page 1"),
        ("UPDATE links SET url = 'https://forged.example/' WHERE url LIKE '%/annex'", "version 1"),
        ("UPDATE page_links SET area = 'nowhere' WHERE version_id = 1", "page 1"),
        ("DELETE FROM page_links WHERE version_id = 1", "version 1"),
        ("UPDATE turns SET length = length + 100000 WHERE version_id = 1", "version 1"),
        ("UPDATE turns SET kind = 'song' WHERE version_id = 1", "page 1"),
        ("UPDATE turns SET kind = 'note' WHERE version_id = 1", "version 1"),
        ("UPDATE turns SET speaker = 'MR FORGED' WHERE version_id = 1 AND position = 1",
         "version 1"),
        ("DELETE FROM turns WHERE version_id = 1 AND position = 1", "version 1"),
        ("UPDATE text_blocks SET kind = 'heading' WHERE version_id = 1 AND position = 1",
         "version 1"),
        ("UPDATE text_blocks SET kind = 'song' WHERE version_id = 1", "page 1"),
        ("UPDATE text_blocks SET cells = 'x' WHERE version_id = 1", "page 1"),
        ("DELETE FROM text_blocks WHERE version_id = 1", "version 1"),
        ("UPDATE page_links SET text = 'forged' WHERE version_id = 1", "version 1"),
        ("UPDATE spans SET checks = checks + 1 WHERE id = (SELECT min(id) FROM spans)", "page"),
        ("UPDATE spans SET last_full_at = '2020-01-01T12:00:00Z' WHERE page_id = 1", "page 1"),
        ("UPDATE spans SET how = 'guessed' WHERE page_id = 1", "page 1"),
        ("DELETE FROM spans WHERE page_id = 2", "page 2"),
        ("UPDATE changes SET not_before = '2019-01-01T00:00:00Z' WHERE id = 1", "page 1"),
        ("UPDATE changes SET to_capture_id = 5 WHERE id = 1", "page 1"),
        ("UPDATE changes SET source = 'live' WHERE id = 1", "page 1"),
        ("UPDATE changes SET superseded_at = '2020' WHERE id = 1", "page 1"),
        ("UPDATE changes SET aspects = 'x' WHERE id = 1", "page 1"),
        ("UPDATE frames SET lines = X'00' WHERE id = 1", "frame 1"),
        ("UPDATE frame_lines SET line = 'Forged' WHERE id = 1", "frame 1"),
        ("UPDATE frames SET sha256 = replace(sha256, substr(sha256, 1, 1), 'z') WHERE id = 1",
         "frame 1"),
        ("UPDATE fetches SET observed_at = '2020-01-01T01:00:00Z' WHERE id = 1", "page 1"),
        ("UPDATE fetches SET version_id = 2 WHERE id = 1", "page 1"),
        ("UPDATE fetches SET outcome = 'unchanged' WHERE id = 1", "check 1"),
        ("UPDATE fetches SET how = 'guessed' WHERE id = 1", "page 1"),
        ("DELETE FROM fetches WHERE id = 1", "page 1"),
        ("DELETE FROM texts WHERE id = 1", "versions"),
        ("INSERT INTO transcripts_fts(transcripts_fts, rowid, title, text)"
         " SELECT 'delete', rowid, title, text FROM current_transcripts LIMIT 1", "full-text"),
        ("UPDATE transcripts_fts_data SET block = X'0102030405' WHERE id > 10", "full-text"),
        ("INSERT INTO edits_fts(edits_fts, rowid, removed, added)"
         " SELECT 'delete', rowid, removed, added FROM removed_text LIMIT 1", "edits"),
        ("UPDATE pages SET state = 'paused', url = 'x' WHERE id = 1;", None),
    ],
)  # fmt: skip
def test_one_altered_row_is_found_and_named(
    sound: Path, tmp_path: Path, statement: str, named: str | None
) -> None:
    faults = _faults_after(sound, tmp_path, statement)
    if named is None:
        assert faults == []
    else:
        assert [fault for fault in faults if named in fault], faults


def test_a_paused_page_is_verified_too(sound: Path, tmp_path: Path) -> None:
    pause = "UPDATE pages SET state = 'paused'"
    assert _faults_after(sound, tmp_path, pause, "DELETE FROM spans WHERE page_id = 1")


def test_flipped_bytes_of_the_file_never_stop_the_verifying(sound: Path, tmp_path: Path) -> None:
    _faults_after(sound, tmp_path)
    whole = (tmp_path / "archive.db").read_bytes()
    found = 0
    for place in range(4096 * 2 + 17, len(whole), len(whole) // 40):
        flipped = bytearray(whole)
        flipped[place : place + 8] = bytes(byte ^ 0xA5 for byte in flipped[place : place + 8])
        (tmp_path / "archive.db").write_bytes(flipped)
        try:
            with open_archive(tmp_path / "archive.db") as archive:
                found += bool(verify_archive(watch_of(archive)))
        except ArchiveDamaged:
            found += 1
    assert found > 5
