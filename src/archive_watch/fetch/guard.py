"""Where an address may be connected to: resolved once, every answer judged, nothing else reached.

The order is: the operator's own ``connect_to``; the name's addresses, all of which must be public
or in ``allow_networks``; the port, 80 or 443 unless every address used is the operator's own; and
a contact, without which no stranger is asked.  A name with one address in ``allow_networks`` is
asked at those alone (``localhost`` is often two addresses, of which one is allowed).
What comes out is a ``Route`` of literal addresses: the connection is made to them, so that a name
which answers differently a moment later gains nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from archive_watch.fetch.address import port_of
from archive_watch.fetch.failures import Refused
from archive_watch.fetch.public_address import is_literal, is_public, parsed_address
from archive_watch.fetch.resolver import Names, NameUnanswered
from archive_watch.fetch.settings import FetchSettings, split_host_port
from archive_watch.model.capture import NAME_UNANSWERED, Failure

_PORTS = frozenset({80, 443})
_ADDRESSES_TRIED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where to connect for ``host`` and ``port``: literal addresses, in the order to try them.

    ``by_proxy``: they are the proxy's, and ``host`` and ``port`` too.
    """

    host: str
    port: int
    addresses: tuple[str, ...]
    target_port: int
    by_proxy: bool = False


class Guard:
    """Judges where each address leads, by the operator's settings."""

    def __init__(self, settings: FetchSettings) -> None:
        self._networks = settings.networks
        self._connect_to = _chosen_targets(settings.connect_to)
        self._has_contact = bool(settings.contact_text)
        self._proxy = settings.proxy_address
        self._own_names: set[str] = set()
        self._names = Names()

    async def route(self, address: httpx.URL) -> Route:
        """Where to connect for ``address``.

        Behind a proxy, a name that does not resolve here is left to the proxy.
        Raises Refused (private_address, scheme for its port, contact, dns).
        """
        host, port = address.raw_host.decode("ascii"), port_of(address)
        chosen = self._chosen_target(host, port)
        if chosen is not None:
            return await self._operators_route(host, port, chosen)
        usable = self._judged(host, await self._resolved(host, port))
        self._admit(host, port, usable)
        if self._proxy is not None:
            return await self._operators_route(*self._proxy, self._proxy, by_proxy=True)
        return _route(host, port, usable, port)

    def _admit(self, host: str, port: int, addresses: tuple[str, ...]) -> None:
        own = self._remember(host, addresses)
        if port not in _PORTS and not own:
            raise _odd_port(port)
        if not (own or self._has_contact):
            raise _no_contact(host)

    def _chosen_target(self, host: str, port: int) -> tuple[str, int] | None:
        """Where ``connect_to`` sends ``host``, the entry with a port first."""
        chosen = self._connect_to.get((host, port)) or self._connect_to.get((host, None))
        return None if chosen is None else (chosen[0], chosen[1] or port)

    def is_own(self, host: str) -> bool:
        """Whether ``host`` (or ``host:port``) is in ``allow_networks``, as far as is known.

        A name is known once its first request was judged; an address always is.
        """
        name, port = split_host_port(host)
        chosen = self._chosen_target(name, port or 80) or self._chosen_target(name, port or 443)
        name = name if chosen is None else chosen[0]
        return name in self._own_names or self._is_own_address(name)

    async def _operators_route(
        self, host: str, port: int, target: tuple[str, int], *, by_proxy: bool = False
    ) -> Route:
        """A route that the operator chose: it is followed wherever it leads."""
        try:
            addresses = await self._names.addresses_of(target[0])
        except NameUnanswered:
            raise _unanswered(target[0]) from None
        if not addresses:
            raise Refused(Failure.DNS, f"{target[0]}, by which {host} is asked, has no address")
        self._remember(target[0], addresses)
        return _route(host, port, addresses, target[1], by_proxy=by_proxy)

    async def _resolved(self, host: str, port: int) -> tuple[str, ...]:
        literal = is_literal(host)
        if not (self._has_contact or self._networks or literal):
            raise _no_contact(host)
        refused = Refused(Failure.DNS, f"{host} has no address")
        try:
            found = await self._names.addresses_of(host)
        except NameUnanswered:
            found, refused = (), _unanswered(host)
        if found or self._proxy is not None:
            return found
        if not self._has_contact:
            raise _no_contact(host)
        if port not in _PORTS and host not in self._own_names:
            raise _odd_port(port)
        raise refused

    def _judged(self, host: str, found: tuple[str, ...]) -> tuple[str, ...]:
        own = tuple(text for text in found if self._is_own_address(text))
        if own:
            return own
        private = [text for text in found if not is_public(parsed_address(text))]
        if private:
            raise Refused(Failure.PRIVATE_ADDRESS, f"{host} is at {private[0]}")
        return found

    def _remember(self, host: str, addresses: tuple[str, ...]) -> bool:
        own = bool(addresses) and all(map(self._is_own_address, addresses))
        if own:
            self._own_names.add(host)
        else:
            self._own_names.discard(host)
        return own

    def _is_own_address(self, text: str) -> bool:
        if not is_literal(text):
            return False
        address = parsed_address(text)
        return any(address in network for network in self._networks)


def _route(
    host: str, port: int, addresses: tuple[str, ...], target_port: int, *, by_proxy: bool = False
) -> Route:
    return Route(
        host=host,
        port=port,
        addresses=addresses[:_ADDRESSES_TRIED],
        target_port=target_port,
        by_proxy=by_proxy,
    )


def _unanswered(host: str) -> Refused:
    return Refused(Failure.DNS, f"{NAME_UNANSWERED} for {host}")


def _odd_port(port: int) -> Refused:
    return Refused(Failure.SCHEME, f"port {port} is not asked, only 80 and 443")


def _no_contact(host: str) -> Refused:
    return Refused(Failure.CONTACT, f"{host} is not asked before a contact is set")


def _chosen_targets(
    given: Mapping[str, str],
) -> dict[tuple[str, int | None], tuple[str, int | None]]:
    return {split_host_port(host.lower()): split_host_port(to) for host, to in given.items()}
