"""Names to addresses, by the system's resolver, off the event loop.

Each question has a thread of its own that nobody waits for: a resolver that hangs delays neither
the other hosts' names nor the end of the program, as it would in a pool.  An answer holds for half
a minute, so that a host whose connection is kept is not looked up for each of its pages.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from itertools import chain, zip_longest

from archive_watch.fetch.public_address import is_literal

_UNANSWERED = frozenset({socket.EAI_AGAIN, socket.EAI_FAIL})
_NEVER_A_NAME = ".invalid"  # RFC 6761, section 6.4
_HOLDS_SECONDS = 30.0
_MOST_NAMES = 1_000


class NameUnanswered(Exception):
    """No name server told whether there is such a name; it never leaves this package."""


class Names:
    """What names resolve to, each asked anew when its answer has grown old; no answer is not kept."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, tuple[str, ...]]] = {}

    async def addresses_of(self, host: str) -> tuple[str, ...]:
        """Every address of ``host``, as ``addresses_of`` tells them, which raises NameUnanswered."""
        asked_at, found = self._known.get(host, (-_HOLDS_SECONDS, ()))
        if time.monotonic() - asked_at < _HOLDS_SECONDS and found:
            return found
        found = await addresses_of(host)
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        self._known[host] = (time.monotonic(), found)
        return found


async def addresses_of(host: str) -> tuple[str, ...]:
    """Every address of ``host``: the system's order, the families alternating; none if unknown.

    Raises NameUnanswered where it is not known whether it is.
    """
    if is_literal(host):
        return (host,)
    if host.endswith(_NEVER_A_NAME):
        return ()
    answers = await _asked(host)
    if answers is None:
        raise NameUnanswered(host)
    found = dict.fromkeys(answers)
    first = next(iter(found), (socket.AF_INET, ""))[0]
    same = [text for family, text in found if family == first]
    other = [text for family, text in found if family != first]
    return tuple(text for text in chain(*zip_longest(same, other)) if text)


def _asked(host: str) -> asyncio.Future[list[tuple[int, str]] | None]:
    """Family and address of every answer for ``host``; None where nobody told."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[tuple[int, str]] | None] = loop.create_future()

    def settle(found: list[tuple[int, str]] | None) -> None:
        if not answer.done():
            answer.set_result(found)

    def ask() -> None:
        found = _answers(host)
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody waits any more
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=ask, name=f"resolving {host}", daemon=True).start()
    return answer


def _answers(host: str) -> list[tuple[int, str]] | None:
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        return None if error.errno in _UNANSWERED else []
    except (OSError, UnicodeError):
        return []
    return [(int(family), str(where[0])) for family, _, _, _, where in answers]
