"""Our side of the events: what people are told of each, by a channel that hears at once.

A round is a day of a clock moved by hand, as in the tests of the same events.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from structlog.testing import capture_logs

from services.test_twenty_events import happens, room
from services.twenty_events import EVENTS, NAMES, RESET, put, resets

CHANGED = "changed"
_ROUNDS_AFTER = 4
_OVER = "Over"


def told() -> dict[str, tuple[list[str], list[str]]]:
    """For each event what was told while it lasted, and when all was as before: by first word."""
    with capture_logs():  # what was told is read where it arrives
        return {name: asyncio.run(_one(name)) for name in NAMES}


async def _one(name: str) -> tuple[list[str], list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        async with room(Path(folder)) as one:
            event = resets(one.server) if name == RESET else EVENTS[name]
            put(one.server, event.before)
            await one.round()
            await happens(one, event)
            during = one.told()
            put(one.server, event.before)
            for _ in range(_ROUNDS_AFTER):
                await one.round()
            return [_name(text) for text in during], [_name(text) for text in one.told()]


def _name(subject: str) -> str:
    """``Gone``, ``Blocked host``…; a subject that begins with the page's title tells of a change."""
    first = subject.partition(":")[0]
    return first if first in _TROUBLES else CHANGED


_TROUBLES = frozenset(
    {
        alert.partition(":")[0]
        for event in EVENTS.values()
        for alert in event.alerts
        if event.incidents or event.state == "removed"
    }
    | {_OVER}
)
