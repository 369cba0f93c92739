"""No stranger is asked by someone who does not say who is asking: found out before anything is done.

The fetch door refuses such a request in any case (``fetch/guard.py``).  Here it is foreseen for a
whole list of pages, so that a command that cannot be done is refused before it has begun.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from archive_watch.config import Settings
from archive_watch.errors import CallerError
from archive_watch.fetch.public_address import is_literal, is_public, parsed_address
from archive_watch.fetch.resolver import addresses_of
from archive_watch.fetch.settings import FetchSettings, split_host_port
from archive_watch.model.url import host_of
from archive_watch.services.asking.network import fetch_settings

_PORTS = {"http": 80, "https": 443}


async def require_contact(settings: Settings, urls: Iterable[str]) -> None:
    """Raise CallerError when a stranger's page would be asked and no contact is set.

    A host is no stranger where ``connect_to`` says where it is, or where an address of it is in
    ``allow_networks``; a private address is left to be rejected as one.
    """
    given = fetch_settings(settings)
    if given.contact_text:
        return
    chosen = {split_host_port(host.lower()) for host in given.connect_to}
    for host, url in {host_of(url): url for url in urls}.items():
        name, port = split_host_port(host)
        port = port or _PORTS[urlsplit(url).scheme.lower()]
        if not chosen & {(name, port), (name, None)} and await _is_stranger(given, name):
            raise CallerError(
                f"{url} was not asked: no contact is set",
                remedy='set [fetch] contact = "you@example.org" in config/archive-watch.toml,'
                " so that the people who run the site can reach you",
            )


async def _is_stranger(given: FetchSettings, name: str) -> bool:
    """Whether ``name`` is out in the world.  It is looked up only where it could be the operator's."""
    if is_literal(name):
        found: tuple[str, ...] = (name,)
    else:
        found = await addresses_of(name) if given.networks else ()
    addresses = [parsed_address(text) for text in found]
    is_own = any(address in network for address in addresses for network in given.networks)
    return not is_own and all(is_public(address) for address in addresses)
