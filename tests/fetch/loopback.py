"""What the tests of the fetch door share: settings for loopback, and asking once."""

from __future__ import annotations

import ssl
from typing import Any

from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.permit import free_permit
from archive_watch.fetch.settings import FetchSettings
from archive_watch.model.capture import Response

OWN = ("127.0.0.0/8",)
DEADLINE_SECONDS = 5.0


def own_settings(**given: Any) -> FetchSettings:
    """Settings under which loopback may be asked."""
    return FetchSettings(**{"allow_networks": OWN, "deadline_seconds": DEADLINE_SECONDS, **given})


async def get_once(
    url: str, settings: FetchSettings | None = None, *, trust: ssl.SSLContext | None = None
) -> Response:
    """One ``get`` by a fetcher of its own, everything permitted."""
    async with Fetcher(settings or own_settings(), trust=trust) as fetcher:
        return await fetcher.get(url, permit=free_permit)


def outcome(response: Response) -> str | int | None:
    """The failure's name, or the status."""
    return response.status if response.refusal is None else response.refusal.failure.value
