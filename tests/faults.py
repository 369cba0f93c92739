"""Everything that a server can do wrong, each with the outcome that is documented for it.

``FAULTS`` maps a name to a ``Fault``: the script that a ``RawServer`` runs for ``/NAME``, and what
must come of asking for it.  docs/outcomes.md is written from it.  Faults of TLS and of proxies need
ports of their own: see ``hostile.encrypted`` and ``hostile.by_proxy``.
"""

from __future__ import annotations

from hostile.bodies import CHUNKS, ENDS
from hostile.codings import CODINGS
from hostile.connection import CONNECTION
from hostile.heads import HEADERS, LENGTHS, STATUSES
from hostile.redirects import IDN_HOST, LEADING, REDIRECTS
from hostile.scripts import (
    PAGE,
    Fault,
    coded,
    drips,
    endlessly,
    gzip_bomb,
    hangs,
    redirect,
    resets,
    says,
    with_length,
)
from servers import RawServer, Script

__all__ = [
    "FAULTS", "GROUPS", "PAGE", "Fault", "coded", "drips", "endlessly", "gzip_bomb", "hangs",
    "own_names", "redirect", "resets", "says", "scripts", "with_length",
]  # fmt: skip

GROUPS: dict[str, dict[str, Fault]] = {
    "The connection": CONNECTION,
    "The status": STATUSES,
    "Lengths": LENGTHS,
    "Headers": HEADERS,
    "The body": ENDS,
    "Chunks": CHUNKS,
    "Codings": CODINGS,
    "Where redirects lead": LEADING,
    "Redirects": REDIRECTS,
}
FAULTS: dict[str, Fault] = {
    name: fault for group in GROUPS.values() for name, fault in group.items()
}


def scripts() -> dict[str | None, Script]:
    """Every fault at ``/NAME`` (and whatever query), for a ``RawServer``."""
    return {f"/{name}": fault.script for name, fault in FAULTS.items()}


def own_names(server: RawServer) -> dict[str, str]:
    """``connect_to`` for the names that redirects lead to."""
    return {IDN_HOST: f"127.0.0.1:{server.port}"}
