"""What the kinds with a fault of TLS show for a certificate."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import trustme


def contexts(addresses: Mapping[str, str]) -> dict[str, ssl.SSLContext]:
    """The server's side of each fault; ``addresses`` has the address that each is asked at.

    No authority is one that anybody trusts: what is expired is untrusted besides, as out there.
    """
    authority = trustme.CA()
    yesterday = datetime.now(UTC) - timedelta(days=1)
    made: dict[str, ssl.SSLContext] = {}
    for fault, address in addresses.items():
        match fault:
            case "tls-expired":
                leaf = authority.issue_cert(address, not_after=yesterday)
            case "tls-wrong-name":
                leaf = authority.issue_cert("elsewhere.example")
            case "tls-self-signed":
                leaf = trustme.CA().issue_cert(address)
            case _:
                continue
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        made[fault] = context
    return made
