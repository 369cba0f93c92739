"""What Datasette offers beside a table, a view or a row of an archive: the page where it is read.

Rows have actions in Datasette 1.0 alone; 0.65 offers those of tables and views.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive_watch.datasette_plugin.question import Ways

Action = dict[str, str]
_LISTS = {
    "recent_changes": ("changes", "Read them as a list, each edit in its sentence"),
    "unreviewed_changes": ("changes", "Read the changes as a list, each edit in its sentence"),
    "changes": ("changes", "Read them as a list, each edit in its sentence"),
    "broken_links": ("links", "Read them as a list, with what to do"),
    "links": ("links", "Read them as a list, with what to do"),
    "open_incidents": ("incidents", "Read them as a list"),
    "incidents": ("incidents", "Read them as a list"),
    "current_transcripts": ("search", "Search all transcripts"),
    "pages_now": ("pages", "Read them as a list"),
    "pages": ("pages", "Read them as a list"),
}


def actions_of_table(table: str, ways: Ways, places: frozenset[str]) -> list[Action]:
    """Where the rows of a table or a view are read; nothing where no page of ours lists them."""
    place, label = _LISTS.get(table, ("", ""))
    return [{"href": ways.to(place), "label": label}] if place in places else []


def actions_of_row(table: str, row: Mapping[str, Any], ways: Ways) -> list[Action]:
    """Where one row of a table is read."""
    told = _ROWS.get(table)
    row_id = row.get("id")
    if told is None or not isinstance(row_id, int):
        return []
    return [{"href": href, "label": label} for label, href in told(row_id, row, ways).items()]


def _change(change_id: int, row: Mapping[str, Any], ways: Ways) -> dict[str, str]:
    del row
    return {"Read it word by word": ways.change(change_id), "Cite it": ways.cite(change_id)}


def _version(version_id: int, row: Mapping[str, Any], ways: Ways) -> dict[str, str]:
    offered = {"Read this transcript": ways.version(version_id)}
    if isinstance(row.get("page_id"), int):
        offered["All of its page"] = ways.page(row["page_id"])
    return offered


def _page(page_id: int, row: Mapping[str, Any], ways: Ways) -> dict[str, str]:
    del row
    return {"All that is known of this page": ways.page(page_id)}


def _capture(capture_id: int, row: Mapping[str, Any], ways: Ways) -> dict[str, str]:
    del capture_id
    return {"The evidence of these bytes": ways.capture(str(row["sha256"]))}


_ROWS: dict[str, Callable[[int, Mapping[str, Any], Ways], dict[str, str]]] = {
    "changes": _change,
    "versions": _version,
    "pages": _page,
    "captures": _capture,
}
