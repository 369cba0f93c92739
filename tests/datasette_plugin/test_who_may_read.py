"""What the operator shuts in Datasette is shut in our pages too: no table is told of in other words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from datasette_plugin.asked import started

_HOME = "/-/archive-watch"


async def _closed(archive: Path, table: str) -> Datasette:
    shut: dict[str, Any] = {"tables": {table: {"allow": {"id": "editor"}}}}
    metadata = {"databases": {"archive": shut}}
    return await started(Datasette(files=[str(archive)], metadata=metadata))


@pytest.mark.parametrize("table", ["texts", "changes"])
async def test_words_that_only_an_editor_may_see_are_told_to_nobody_else(
    demo_archive: Path, table: str
) -> None:
    served = await _closed(demo_archive, table)
    editor = {"ds_actor": served.sign({"a": {"id": "editor"}}, "actor")}
    for place in ("", "/version/1", "/changes.atom", "/search.json?q=the"):
        assert (await served.client.get(f"{_HOME}{place}")).status_code == 403
        answer = await served.client.get(f"{_HOME}{place}", cookies=editor)
        assert answer.status_code == 200


async def test_a_table_that_our_pages_do_not_tell_of_may_be_shut(demo_archive: Path) -> None:
    served = await _closed(demo_archive, "runs")
    assert (await served.client.get(_HOME)).status_code == 200
