"""The operator wants removals confirmed otherwise: nothing is damaged by that, and only commands that
write take it up."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from archive_watch.daemon.single import only_daemon
from cli.program import OWN_NETWORK, Program
from servers import PageServer
from services.asking import article


def _configured(program: Program, confirm: int) -> None:
    text = f"{OWN_NETWORK}[pages]\nconfirm_removed_checks = {confirm}\n"
    program.config.write_text(text, encoding="utf-8")


def _told(program: Program) -> tuple[str, tuple[int | None, ...]]:
    """The state of the one page, and the rule that histories go by."""
    with sqlite3.connect(program.database) as conn:
        (state,) = conn.execute("SELECT state FROM pages").fetchone()
        return state, conn.execute("SELECT * FROM history_rule").fetchone()


def test_a_new_number_is_taken_up_by_the_next_command_that_writes_and_by_no_other(
    tmp_path: Path,
) -> None:
    program = Program(tmp_path)
    with PageServer() as server:
        url = f"{server.url}/a/"
        server.page("/a/", article("Words."))
        program.run("fetch", url)
        server.routes.clear()
        program.run("fetch", url)
        program.run("fetch", url)
    assert _told(program) == ("removed", (1, 2, None, None))

    _configured(program, 3)
    for reading in (
        ("verify",),
        ("backup", str(tmp_path / "copy.db")),
        ("re-extract", "--dry-run"),
    ):
        ran = program.run(*reading)
        assert ran.code == 0, ran.err
    assert _told(program) == ("removed", (1, 2, None, None))

    with only_daemon(program.database):
        assert program.run("add", url).code == 0
    assert _told(program) == ("removed", (1, 2, None, None))

    assert program.run("add", url).code == 0
    assert _told(program) == ("suspect", (1, 3, None, None))
    assert program.run("verify").code == 0
