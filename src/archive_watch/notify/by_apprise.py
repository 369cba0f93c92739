"""Apprise: a hundred services, each by an address of its own (an extra; see decision 32).

It asks the network by itself: the address rules of pages do not reach it.  Its addresses hold
secrets, so nothing that it logs leaves this file but what it says of a failure, without them.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import unquote

from archive_watch.model.notice import TAKEN, Delivery, Message
from archive_watch.notify.in_thread import in_thread
from archive_watch.report.masked import masked
from archive_watch.report.visible import one_line, visible

_MOST_DETAIL = 300
_LEAST_SECRET = 4
_BETWEEN_PARTS = re.compile(r"[/?&:@=;,]")
_MISSING = "Apprise is not installed: pip install 'archive-watch[apprise]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseService:
    """One address of Apprise's: ``ntfy://topic``, ``slack://…``."""

    url: str


async def send_by_apprise(
    service: AppriseService, message: Message, *, deadline_seconds: float
) -> Delivery:
    """Hand the message to Apprise once; what came of it."""
    return await in_thread(
        lambda: _handed_over(service, message), deadline_seconds=deadline_seconds
    )


def _handed_over(service: AppriseService, message: Message) -> Delivery:
    try:
        apprise: Any = import_module("apprise")  # an extra, and dear to load
    except ImportError:
        return Delivery(is_taken=False, detail=_MISSING)
    logging.getLogger("apprise").propagate = False
    with apprise.LogCapture(level=logging.WARNING) as said:
        sender = apprise.Apprise()
        if not sender.add(service.url):
            return Delivery(is_taken=False, detail="it is no address that Apprise knows")
        is_taken = sender.notify(
            title=message.subject, body=message.text, body_format=apprise.NotifyFormat.TEXT
        )
        told = said.getvalue()
    if is_taken:
        return TAKEN
    lines = [line for line in told.splitlines() if line.strip()]
    detail = lines[-1] if lines else "Apprise could not deliver it"
    return Delivery(is_taken=False, detail=without_secrets(detail, service.url))


def without_secrets(text: str, url: str) -> str:
    """``text`` on one line, without any part of ``url`` but its scheme."""
    rest = url.partition("://")[2]
    parts = _BETWEEN_PARTS.split(rest)
    for secret in sorted({rest, *parts, *map(unquote, parts)}, key=len, reverse=True):
        if len(secret) >= _LEAST_SECRET:
            text = text.replace(secret, "***")
    return visible(one_line(masked(text)))[:_MOST_DETAIL]
