"""An archive that is restored while it is served: what is told from then on is told of the copy."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from datasette_plugin.asked import page, rows, serving


async def test_datasettes_own_pages_read_the_file_that_took_the_place_of_another(
    demo_archive: Path, tmp_path: Path
) -> None:
    served_file, copy = tmp_path / "archive.db", tmp_path / "copy.db"
    shutil.copy(demo_archive, served_file)
    shutil.copy(demo_archive, copy)
    with closing(sqlite3.connect(copy)) as conn, conn:
        conn.execute("UPDATE pages SET url = 'https://restored.example/' WHERE id = 1")
    served = await serving(served_file)
    for _ in range(4):  # each of Datasette's threads has a connection of its own
        assert "restored.example" not in str(await rows(served, "/archive/pages"))
    copy.replace(served_file)
    for _ in range(4):
        assert "restored.example" in str(await rows(served, "/archive/pages"))
    assert "restored.example" in await page(served, "/-/archive-watch/page/1")
