"""An archive on a connection of another program: it is known by its mark, and keeps to its time."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from archive_watch.storage.lent import lent_archive, must_end
from archive_watch.storage.migrate import APPLICATION_ID


def test_a_connection_to_another_database_is_no_archive() -> None:
    with closing(sqlite3.connect(":memory:")) as conn:
        assert lent_archive(conn) is None


def test_a_function_ends_the_statement_around_it_when_the_time_is_up() -> None:
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        archive = lent_archive(conn)
        assert archive is not None
        conn.create_function("ends", 1, lambda _: must_end(archive))
        sql = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9)"
            " SELECT ends(i) FROM n"
        )
        assert conn.execute(sql).fetchall() == [(0,)] * 9
        conn.set_progress_handler(lambda: 1, 1000)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            conn.execute(sql).fetchall()
