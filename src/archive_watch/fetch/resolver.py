"""Names to addresses, by the system's resolver, off the event loop."""

from __future__ import annotations

import asyncio
import socket
from itertools import chain, zip_longest

from archive_watch.fetch.public_address import is_literal


async def addresses_of(host: str) -> tuple[str, ...]:
    """Every address of ``host``: the system's order, the families alternating; none if unknown."""
    if is_literal(host):
        return (host,)
    loop = asyncio.get_running_loop()
    try:
        answers = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    found = dict.fromkeys((family, str(where[0])) for family, _, _, _, where in answers)
    first = next(iter(found), (socket.AF_INET, ""))[0]
    same = [text for family, text in found if family == first]
    other = [text for family, text in found if family != first]
    return tuple(text for text in chain(*zip_longest(same, other)) if text)
