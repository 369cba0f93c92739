"""An archive that an earlier program made has lost nothing when this one opens it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from archive_watch.errors import CallerError
from archive_watch.shipped import shipped
from archive_watch.storage.database import open_archive, open_for_reading
from archive_watch.storage.robots_files import load_robots
from archive_watch.storage.soundness import structure_faults

_BEFORE = ("0001_the_archive", "0002_read_anew")
_AT = "2020-01-01T00:00:00Z"
_CHANGE = (
    "INSERT INTO changes (id, page_id, step, kind, severity, aspects, flags, cluster, not_before,"
    " not_after, detected_at, source, words_added, words_removed, summary, beside, verdict,"
    " superseded_at) VALUES (?, 1, 'state', 'text', 50, '[\"text\"]', '[]', 'c', ?, ?, ?, 'live', 1,"
    " 2, 'one word', '', 'important', ?)"
)


def _made_earlier(path: Path) -> None:
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA foreign_keys = ON")
    conn.execute(
        "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT,"
        " applied_at TEXT)"
    )
    for name in _BEFORE:
        sql = (shipped("db/migrations") / f"{name}.sql").read_text(encoding="utf-8")
        conn.executescript(sql)
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('archive-watch', ?, ?)",
            (name, _AT),
        )
    conn.execute(
        "CREATE VIEW recent_changes AS SELECT c.id, p.url FROM changes c JOIN pages p ON p.id = c.page_id"
    )
    conn.execute("INSERT INTO sites (id, host, added_at) VALUES (1, 'h.example', ?)", (_AT,))
    conn.execute(
        "INSERT INTO pages (id, site_id, url, key, state_since, added_at, added_by)"
        " VALUES (1, 1, 'https://h.example/a', 'h.example/a', ?, ?, 'command')",
        (_AT, _AT),
    )
    conn.execute(_CHANGE, (7, _AT, _AT, _AT, None))
    conn.execute(_CHANGE, (9, _AT, _AT, _AT, _AT))
    conn.execute(
        "INSERT INTO change_edits VALUES (7, 0, 'MR. SAMPLE', 'not', '', '[[\"-\",\"not\"]]')"
    )
    conn.commit()
    conn.close()


def test_changes_and_their_words_outlive_the_table_being_made_anew(tmp_path: Path) -> None:
    _made_earlier(tmp_path / "archive.db")
    with open_archive(tmp_path / "archive.db") as archive:
        rows = archive.rows(
            "SELECT id, page_id, site_id, kind, cluster, pages, verdict, superseded_at FROM changes"
            " ORDER BY id"
        )
        assert [tuple(row) for row in rows] == [
            (7, 1, None, "text", "c", 1, "important", None),
            (9, 1, None, "text", "c", 1, "important", _AT),
        ]
        told = archive.rows("SELECT change_id, url, speaker, removed FROM removed_text")
        assert [tuple(row) for row in told] == [(7, "https://h.example/a", "MR. SAMPLE", "not")]
        shown = archive.rows("SELECT change_id, url, pages FROM recent_changes")
        assert [tuple(row) for row in shown] == [(7, "https://h.example/a", 1)]
        words = "SELECT rowid FROM edits_fts WHERE edits_fts MATCH 'removed: not'"
        assert [row["rowid"] for row in archive.rows(words)] == [7_000_000]
        assert structure_faults(archive) == []
        assert archive.rows("PRAGMA foreign_key_check") == []
        assert archive.row("PRAGMA integrity_check")[0] == "ok"  # type: ignore[index]


def test_a_word_still_needs_its_change_and_a_change_its_page_or_its_site(tmp_path: Path) -> None:
    _made_earlier(tmp_path / "archive.db")
    with open_archive(tmp_path / "archive.db") as archive:
        for sql in (
            "INSERT INTO change_edits VALUES (8, 0, NULL, '', '', '[]')",
            "DELETE FROM changes WHERE id = 7",
            "UPDATE changes SET page_id = NULL WHERE id = 7",
            "UPDATE changes SET site_id = 1 WHERE id = 7",
            "UPDATE changes SET step = 'template' WHERE id = 7",
        ):
            with pytest.raises(sqlite3.IntegrityError), archive.writing() as conn:
                conn.execute(sql)
        with archive.writing() as conn:
            conn.execute(
                "UPDATE changes SET step = 'template', page_id = NULL, site_id = 1 WHERE id = 9"
            )


def test_an_earlier_archive_is_brought_up_to_date_before_it_is_read(tmp_path: Path) -> None:
    _made_earlier(tmp_path / "archive.db")
    with open_for_reading(tmp_path / "archive.db") as archive:
        shown = archive.rows("SELECT change_id, url, pages FROM recent_changes")
        assert [tuple(row) for row in shown] == [(7, "https://h.example/a", 1)]


def test_an_earlier_archive_that_cannot_be_written_is_not_half_read(tmp_path: Path) -> None:
    _made_earlier(tmp_path / "archive.db")
    before = (tmp_path / "archive.db").read_bytes()
    (tmp_path / "archive.db.gate").mkdir()  # nobody can take the write gate
    with pytest.raises(CallerError, match="written by an earlier archive-watch"):
        open_for_reading(tmp_path / "archive.db")
    assert (tmp_path / "archive.db").read_bytes() == before


def test_the_rules_of_a_host_stand_for_both_of_its_schemes_as_they_did(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    _made_earlier(path)
    with sqlite3.connect(path) as conn:
        conn.execute(
            "UPDATE sites SET robots_status = 200, robots_content_type = 'text/plain',"
            " robots_body = X'41', robots_fetched_at = ?",
            (_AT,),
        )
    conn.close()
    with open_archive(path) as archive:
        for scheme in ("http", "https"):
            stored = load_robots(archive, "h.example", scheme)
            assert stored is not None
            assert (stored.status, stored.body, stored.fetched_at) == (200, b"A", _AT)
