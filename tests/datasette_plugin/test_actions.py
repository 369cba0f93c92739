"""What Datasette offers beside a table or a row of an archive leads to where it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive_watch.datasette_plugin.actions import actions_of_row, actions_of_table
from archive_watch.datasette_plugin.question import Ways
from archive_watch.datasette_plugin.worlds import keeps_what_it_is_told
from datasette_plugin.asked import page, serving

_WAYS = Ways(base="", data="/archive")
_PLACES = frozenset({"changes"})


@pytest.mark.parametrize(
    ("table", "row", "ways"),
    [
        ("changes", {"id": 4}, ["/change/4", "/change/4/cite"]),
        ("versions", {"id": 2, "page_id": 3}, ["/version/2", "/page/3"]),
        ("versions", {"id": 2, "page_id": None}, ["/version/2"]),
        ("pages", {"id": 3}, ["/page/3"]),
        ("captures", {"id": 1, "sha256": "ab"}, ["/capture/ab"]),
        ("runs", {"id": 1}, []),
        ("pages", {"key": "x"}, []),
    ],
)
def test_a_row_leads_to_where_it_is_read(
    table: str, row: dict[str, object], ways: list[str]
) -> None:
    offered = [action["href"] for action in actions_of_row(table, row, _WAYS)]
    assert offered == [f"/-/archive-watch{way}" for way in ways]


def test_a_table_offers_its_list_only_where_there_is_one() -> None:
    assert [one["href"] for one in actions_of_table("changes", _WAYS, _PLACES)] == [
        "/-/archive-watch/changes"
    ]
    assert actions_of_table("links", _WAYS, _PLACES) == []
    assert actions_of_table("fetches", _WAYS, _PLACES) == []


async def test_datasette_shows_what_is_offered(demo_archive: Path) -> None:
    served = await serving(demo_archive)
    assert "Read them as a list" in await page(served, "/archive/recent_changes")
    if keeps_what_it_is_told(served):
        assert "Read it word by word" in await page(served, "/archive/changes/1")
