"""A port that nobody else is given while a test holds it, and at which nobody listens yet.

A port that was free a moment ago may be another test's now: so it stays bound.  A program that sets
SO_REUSEADDR, as every server of ours does, may listen there all the same; until it does, whoever
connects is refused.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_port(address: str = "127.0.0.1") -> Iterator[int]:
    """The number of a port of ``address`` that is ours until the block ends."""
    with socket.socket() as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address, 0))
        yield int(bound.getsockname()[1])
