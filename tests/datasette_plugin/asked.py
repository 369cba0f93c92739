"""Ask a real Datasette, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette

from archive_watch.datasette_plugin.serving import datasette_on

VIEWS = (
    "pages_now", "current_transcripts", "page_history", "spoken_turns", "transcript_blocks",
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
