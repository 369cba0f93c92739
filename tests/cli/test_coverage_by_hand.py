"""A page that nobody read for long and that is read by hand is a gap no longer, at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cli.program import Program
from servers import PageServer
from services.asking import article

_LONG_AGO = "2026-01-01T00:00:00Z"


def test_a_page_that_is_read_by_hand_is_a_gap_no_longer(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        urls = [f"{server.url}/{name}/" for name in "ab"]
        for name in "ab":
            server.page(f"/{name}/", article("The harbour is open."))
        program.run("fetch", *urls)
        with closing(sqlite3.connect(program.database)) as conn, conn:
            conn.execute(
                "UPDATE pages SET last_ok_at = :at, next_fetch_at = :at WHERE url = :url",
                {"at": _LONG_AGO, "url": urls[0]},
            )
        program.run("fetch", urls[1])
        told = program.run("report").out
        program.run("fetch", urls[0])
        after = program.run("report").out
    assert "1 page was not read for 30 days or more" in " ".join(told.split())
    assert f"Not read for 30 days or more: {urls[0]} (its turn does not come" in told
    assert "not read for 30 days" not in after.lower()
