"""Send a message that says nothing but that it arrived: to see whether a channel works, before there
is anything to tell.

It needs no archive, is in no outbox, and is tried once.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from archive_watch.config import Settings
from archive_watch.fetch.client import Fetcher
from archive_watch.model.clock import Clock, utc_text
from archive_watch.model.notice import Delivery, Message, MessageKind
from archive_watch.services.asking.network import fetch_settings
from archive_watch.services.notifying.compose_messages import SCHEMA
from archive_watch.services.notifying.open_doors import Outside, send_once

_SUBJECT = "A test: this channel works"
_TEXT = "archive-watch was asked to send this. Nothing changed, and nothing is to be done.\n"


async def try_channels(
    settings: Settings, names: Sequence[str], *, folder: Path, clock: Clock
) -> AsyncGenerator[tuple[str, Delivery], None]:
    """What came of a test message by each of the channels, one after the other."""
    async with Fetcher(fetch_settings(settings)) as fetcher:
        outside = Outside(fetcher=fetcher, environ=os.environ, folder=folder, now=clock)
        for name in names:
            message = _test_message(name, at=utc_text(clock()))
            given = settings.notify[name]
            yield name, await send_once(given, message, outside, attempt=1)


def _test_message(channel: str, *, at: str) -> Message:
    key = f"aw_{secrets.token_hex(12)}"
    document = {
        "schema": SCHEMA,
        "id": key,
        "channel": channel,
        "kind": MessageKind.TEST.value,
        "made_at": at,
        "text": _SUBJECT,
        "subject": _SUBJECT,
        "severity": 0,
    }
    return Message(
        key=key,
        channel=channel,
        kind=MessageKind.TEST,
        made_at=at,
        severity=0,
        subject=_SUBJECT,
        text=_TEXT,
        html=f"<p>{_TEXT.strip()}</p>",
        document=json.dumps(document, separators=(",", ":")),
    )
