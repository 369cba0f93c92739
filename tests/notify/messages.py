"""A message of no real archive, for the doors."""

from __future__ import annotations

from typing import Any

from archive_watch.model.notice import Message, MessageKind


def message(**given: Any) -> Message:
    """A digest that says one thing; ``given`` replaces what it says."""
    said: dict[str, Any] = {
        "key": "aw-0001",
        "channel": "desk",
        "kind": MessageKind.DIGEST,
        "made_at": "2026-03-02T07:00:00Z",
        "severity": 90,
        "subject": "1 page gone",
        "text": "Gone: Remarks at the Harbour\n",
        "html": "<p>Gone: <b>Remarks at the Harbour</b></p>",
        "document": '{"schema":"archive-watch/notice/1","text":"1 page gone"}',
    }
    return Message(**{**said, **given})
