"""Ask a real Datasette, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette

from archive_watch.datasette_plugin.serving import datasette_on
from archive_watch.datasette_plugin.worlds import keeps_what_it_is_told

VIEWS = (
    "pages_now", "current_transcripts", "past_transcripts", "page_history", "spoken_turns",
    "transcript_blocks",
    "recent_changes", "unreviewed_changes", "reader_marks", "removed_text", "broken_links",
    "coverage_gaps", "check_log", "exchange_log", "open_incidents", "run_health",
)  # fmt: skip


async def started(served: Datasette) -> Datasette:
    """``served``, as it is when the first request comes."""
    await served.invoke_startup()
    return served


async def serving(database: Path) -> Datasette:
    """What ``archive-watch serve`` answers with."""
    return await started(datasette_on(database))


async def page(served: Datasette, path: str, **asked: object) -> str:
    """The page at ``path``, which must be there."""
    answer = await served.client.get(f"{path}?{urlencode(asked)}" if asked else path)
    assert answer.status_code == 200, (path, answer.status_code)
    text: str = answer.text
    return text


async def rows(served: Datasette, path: str, **asked: object) -> list[dict[str, Any]]:
    """The rows at ``path``, as JSON gives them."""
    answer = await served.client.get(f"{path}.json?{urlencode({'_shape': 'array', **asked})}")
    assert answer.status_code == 200, (path, answer.text)
    found: list[dict[str, Any]] = answer.json()
    return found


def asks_sql_at(served: Datasette, database: str = "archive") -> str:
    """Where a question in SQL is asked: 1.0 has a page of its own for it."""
    return f"/{database}/-/query" if keeps_what_it_is_told(served) else f"/{database}"


async def told_of(served: Datasette, database: str) -> dict[str, Any]:
    """What this Datasette, of either world, tells about one of its databases."""
    if keeps_what_it_is_told(served):
        kept: dict[str, Any] = await served.get_database_metadata(database)
        return kept
    told: dict[str, Any] = (served.metadata("databases") or {}).get(database, {})
    return told
