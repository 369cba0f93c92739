"""An archive that version 1 of the reading wrote is read on, and no page changes by that."""

from __future__ import annotations

import json
import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from archive_watch.storage.database import open_archive
from cli.program import Program
from servers import PageServer

_PAGE = """<html><head><title>{title}</title></head><body class="{nonce}"><main><h1>Talk</h1>
<p>QUESTION: Is it ready?</p><p>MS. SAMPLE: {words}</p><p><a href="/more/">More</a></p></main></html>"""


def _page(words: str = "It is.", *, nonce: str = "", title: str = "A talk") -> str:
    return _PAGE.format(words=words, nonce=nonce, title=title)


def _as_version_1_wrote_it(database: Path) -> None:
    """Take out what the second version of the reading added, columns and all."""
    conn = sqlite3.connect(database)
    rows = conn.execute(
        "SELECT id, comparable_sha256, metadata_sha256, links_sha256 FROM versions"
    ).fetchall()
    for version_id, *parts in rows:
        state = sha256(json.dumps(parts).encode()).hexdigest()
        conn.execute("UPDATE versions SET state_sha256 = ? WHERE id = ?", (state, version_id))
    conn.execute("UPDATE versions SET extractor = replace(extractor, 'watch/2 ', 'watch/1 ')")
    conn.execute("UPDATE readings SET slice_sha256 = 'of version 1 ' || version_id")
    for column in ("date_text", "lines", "turns_sha256"):
        conn.execute(f"ALTER TABLE versions DROP COLUMN {column}")
    conn.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0003%'")
    conn.commit()
    conn.close()


def _archive_of_version_1(folder: Path, server: PageServer) -> Program:
    program = Program(folder)
    for words in ("It was.", "It is."):
        server.page("/talk", _page(words))
        program.run("fetch", f"{server.url}/talk", "--force")
    _as_version_1_wrote_it(program.database)
    return program


def test_a_check_after_the_upgrade_finds_no_change(tmp_path: Path) -> None:
    with PageServer() as server:
        program = _archive_of_version_1(tmp_path, server)
        before = program.run("changes", "--format", "json").document()
        server.page("/talk", _page(nonce="2"))
        (visit,) = program.run(
            "fetch", f"{server.url}/talk", "--force", "--format", "json"
        ).document()
    assert (visit["outcome"], visit["change_id"]) == ("unchanged", None)
    after = program.run("changes", "--format", "json").document()
    assert len(before) == 1
    assert after == before
    assert program.run("verify").code == 0


def test_all_texts_are_renewed_without_a_difference_or_a_change(tmp_path: Path) -> None:
    with PageServer() as server:
        program = _archive_of_version_1(tmp_path, server)
        host = server.url.removeprefix("http://")
    assert program.run("verify").code == 0
    before = program.run("changes", "--format", "json").document()
    ran = program.run("re-extract")
    assert ran.out == f"{host}: 2 texts renewed, 0 differ, 2 unchanged\n"
    assert program.run("changes", "--format", "json").document() == before
    assert program.run("verify").code == 0


def test_an_edit_after_the_upgrade_is_told_as_what_it_is(tmp_path: Path) -> None:
    with PageServer() as server:
        program = _archive_of_version_1(tmp_path, server)
        server.page("/talk", _page().replace("</p><p>MS.", " MS."))
        program.run("fetch", f"{server.url}/talk", "--force")
    (_, told) = program.run("changes", "--format", "json").document()
    assert (told["kind"], told["aspects"]) == ("attribution", ["attribution"])
    assert told["flags"] == [{"kind": "speaker", "old": "MS. SAMPLE", "new": "QUESTION"}]


def _as_if_a_redirect_had_led_to_a_version(database: Path, retracted_at: str | None) -> None:
    """Put in what programs before migration 0018 kept of a page that only redirected to it."""
    conn = sqlite3.connect(database)
    (row,) = conn.execute("SELECT * FROM versions WHERE id = 1").fetchall()
    names = [column[1] for column in conn.execute("PRAGMA table_info(versions)")]
    stray = {**dict(zip(names, row, strict=True)), "id": 77, "number": 3, "page_id": 2}
    stray |= {"is_current": 0, "retracted_at": retracted_at}
    marks = ", ".join(f":{name}" for name in names)
    conn.execute(f"INSERT INTO versions ({', '.join(names)}) VALUES ({marks})", stray)
    for table in ("turns", "text_blocks", "page_links"):
        conn.execute(f"CREATE TEMP TABLE a AS SELECT * FROM {table} WHERE version_id = {row[0]}")
        conn.execute("UPDATE a SET version_id = 77")
        conn.execute(f"INSERT INTO {table} SELECT * FROM a")
        conn.execute("DROP TABLE a")
    conn.execute("INSERT INTO readings VALUES (2, 'of the stray', 77)")
    conn.execute("UPDATE versions SET first_seen_at = '2019-01-01T00:00:00Z' WHERE id = 2")
    conn.execute("CREATE INDEX fetches_run ON fetches(run_id)")
    conn.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '0018%'")
    conn.commit()
    conn.close()


@pytest.mark.parametrize(
    ("retracted_at", "kept"), [(None, [1, 2]), ("2020-01-01T00:00:00Z", [1, 2, 77])]
)
def test_a_version_that_no_check_showed_goes_unless_it_was_set_aside(
    tmp_path: Path, retracted_at: str | None, kept: list[int]
) -> None:
    with PageServer() as server:
        program = Program(tmp_path)
        for path, words in (("/talk", "It was."), ("/other", "It is.")):
            server.page(path, _page(words))
            program.run("fetch", f"{server.url}{path}")
    before = program.run("history", f"{server.url}/other", "--format", "json").document()
    _as_if_a_redirect_had_led_to_a_version(program.database, retracted_at)
    with open_archive(program.database) as archive:
        assert [row["id"] for row in archive.rows("SELECT id FROM versions ORDER BY id")] == kept
    assert program.run("verify").code == 0
    assert program.run("history", f"{server.url}/other", "--format", "json").document() == before
