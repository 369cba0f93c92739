"""What docs/how-to/query-with-datasette.md tells is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive_watch.datasette_plugin.meanings import saved_questions
from datasette_plugin.asked import VIEWS, asks_sql_at, serving

_TOLD = Path(__file__).parents[2].joinpath("docs/how-to/query-with-datasette.md").read_text("utf-8")


@pytest.mark.parametrize("sql", re.findall(r"```sql\n(.+?);\n```", _TOLD, re.DOTALL))
async def test_every_question_that_is_told_can_be_asked(demo_archive: Path, sql: str) -> None:
    served = await serving(demo_archive)
    answer = await served.client.get(f"{asks_sql_at(served)}.json", params={"sql": sql})
    assert (answer.status_code, answer.json().get("error")) == (200, None)


def test_every_saved_question_and_every_view_is_told() -> None:
    told = re.findall(r"^\| `(\w+)` \|", _TOLD, re.MULTILINE)
    assert sorted(told) == sorted([*saved_questions(), *VIEWS])
