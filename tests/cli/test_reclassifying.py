"""Changes of an earlier program are judged by today's rules where a reader asks for it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from archive_watch.storage.database import open_archive
from cli.program import Program
from warcs import page, response, written
from watching import imported

URL = "https://archive.example/remarks"


def test_older_changes_are_judged_on_request_and_diffs_say_why(tmp_path: Path) -> None:
    program = Program(tmp_path)
    records = [
        response(URL, page(said), at=f"2020-0{month}-01T00:00:00Z")
        for month, said in enumerate(("We will not go.", "We will go."), start=1)
    ]
    imported(program.database, written(tmp_path / "seen.warc", *records))
    with open_archive(program.database) as archive, archive.writing():
        archive.conn.execute("UPDATE changes SET classifier = 1, severity = 50, why = '[]'")
    assert "`changes reclassify` gives the reasons" in program.run("changes", "--why").out
    dry = program.run("changes", "reclassify", "--dry-run")
    assert (dry.code, dry.out) == (
        0,
        f"1  text (50) -> text (85)  {URL}\n"
        "1 change would be judged by today's rules, 1 of them otherwise\n",
    )
    (before,) = program.run("changes", "--format", "json").document()
    assert (before["severity"], before["why"]) == (50, [])
    assert program.run("changes", "reclassify", "--site", "archive.example").code == 0
    (after,) = program.run("changes", "--format", "json").document()
    assert (after["id"], after["severity"]) == (before["id"], 85)
    assert after["why"] == program.run("diff", URL, "--format", "json").document()["why"]
    assert program.run("changes", "reclassify", "--site", "nowhere.example").code == 2
    _reasons_are_told_where_they_are_asked_for(program, after)


def _reasons_are_told_where_they_are_asked_for(program: Program, change: dict[str, Any]) -> None:
    first = change["why"][0]
    assert first not in program.run("changes").out
    lines = program.run("changes", "--why").out.splitlines()
    assert lines[2:] == [f"      · {reason}" for reason in change["why"]]
    with open_archive(program.database) as archive:
        (row,) = archive.rows("SELECT why FROM recent_changes")
        assert row["why"].split("\n") == change["why"]
    bundle = program.folder / "evidence.zip"
    assert program.run("evidence", str(change["id"]), "-o", str(bundle)).code == 0
    with zipfile.ZipFile(bundle) as files:
        assert "Why it is judged so\n" in files.read("README.txt").decode()
        assert first in files.read("README.txt").decode()
