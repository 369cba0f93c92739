"""A script of SQL in statements: what SQLite makes of the whole is what is made of the parts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from archive_watch.shipped import shipped
from archive_watch.storage.database import open_archive
from archive_watch.storage.migrate import statements_of

_SCRIPT = """-- Words; with a semicolon, and a 'quote.
CREATE TABLE words (word TEXT DEFAULT ';', "odd; name" TEXT); /* one; more */
CREATE TRIGGER told AFTER INSERT ON words BEGIN
  INSERT INTO words VALUES ('a;b', 'it''s;');
  SELECT 1;
END;
CREATE INDEX by_word ON words (word)"""


def _schema(conn: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """All that the scripts made: neither the views nor the list of what was applied."""
    found = conn.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type <> 'view'"
        " AND tbl_name <> '_sqlite_migrations' ORDER BY type, name"
    )
    return found.fetchall()


def test_a_semicolon_ends_a_statement_only_where_sqlite_says_so() -> None:
    statements = list(statements_of(_SCRIPT))
    with closing(sqlite3.connect(":memory:")) as whole, closing(sqlite3.connect(":memory:")) as own:
        whole.executescript(_SCRIPT)
        for statement in statements:
            own.execute(statement)
        assert [one.split()[-1] for one in statements] == ["TEXT);", "END;", "(word)"]
        assert _schema(own) == _schema(whole)


def test_a_new_archive_has_the_schema_that_sqlite_makes_of_the_same_scripts(tmp_path: Path) -> None:
    open_archive(tmp_path / "archive.db", create=True).close()
    scripts = sorted(shipped("db/migrations").iterdir(), key=lambda file: file.name)
    with (
        closing(sqlite3.connect(":memory:")) as whole,
        closing(sqlite3.connect(tmp_path / "archive.db")) as made,
    ):
        for script in scripts:
            whole.executescript(script.read_text(encoding="utf-8"))
        assert len(_schema(made)) > len(scripts)
        assert _schema(made) == _schema(whole)
        for pragma in ("application_id", "user_version"):
            asked = f"PRAGMA {pragma}"
            assert made.execute(asked).fetchone() == whole.execute(asked).fetchone()
