"""Under which names the archive is served: a page of somebody else's must not read it by a name of its own.

Whoever controls a name can let it lead to 127.0.0.1 a second after their page was loaded (DNS
rebinding); to the browser both are then one site, and the page reads what only this machine was to
see.  It cannot forge one thing: the ``Host`` that the browser says it asks for.  So where only this
machine is listened to, only its own names are answered, and those that the operator gives (a proxy
hands on the name that it was asked by).  An address in digits is no name that anybody else controls.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

ANY = "*"
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s/@:\[\]]+)(?::\d*)?")
_PLAIN = re.compile(r"[A-Za-z0-9.:\[\]-]{1,253}")


@dataclass(frozen=True, slots=True)
class Hosts:
    """``is_local``: only this machine is listened to.  ``named`` are the operator's; ``ANY`` is every."""

    is_local: bool
    named: frozenset[str]

    def answer(self, host: str) -> bool:
        """Whether a request for ``host``, as its header says it, is answered."""
        if ANY in self.named or not (self.is_local or self.named):
            return True
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = _plain(found[1])
        if name in self.named or name == "localhost" or name.endswith(".localhost"):
            return True
        address = _address(name)
        return address is not None and (address.is_loopback or not self.is_local)

    def refusal(self, host: str) -> str:
        """What is said to whoever asked for another."""
        asked = host if _PLAIN.fullmatch(host) else "that name"
        name = host.partition(":")[0] if asked == host else "NAME"
        return (
            f"The archive is not served under {asked}.\n"
            "Ask for it by the address that `archive-watch serve` printed. If the name is yours (that\n"
            f"of a proxy before it), allow it: `archive-watch serve --allow-host {name}`, or\n"
            f'`hosts = ["{name}"]` under `[serve]` in the configuration.\n'
        )


def hosts_of(listening_at: str, named: Iterable[str]) -> Hosts:
    """The names for a server that listens at that address, and those that the operator gave."""
    address = _address(listening_at)
    is_local = listening_at == "localhost" if address is None else address.is_loopback
    return Hosts(is_local, frozenset(map(_plain, named)))


def _plain(name: str) -> str:
    return name.lower().removesuffix(".").removeprefix("[").removesuffix("]")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
