"""Which IP addresses are public: an allow-list, because every deny-list has had a hole.

IPv6: only global unicast space, ``2000::/3``, less what is set aside in it; and an address that
wraps an IPv4 address (mapped, compatible, 6to4, Teredo, NAT64, ISATAP) is as public as what it
wraps.  The standard library's ``is_global`` alone lets ``fec0::/10`` and ``3fff::/20`` through.
Source: the IANA special-purpose address registries (RFC 6890 and its updates).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address

_GLOBAL_UNICAST = IPv6Network("2000::/3")
# The last is public, but inside every machine at Azure it is the host's own service.
_SET_ASIDE_TEXTS = (
    "2001::/23 2001:db8::/32 2002::/16 3fff::/20 192.0.0.0/24 192.88.99.0/24 168.63.129.16/32"
)
_SET_ASIDE = tuple(map(ip_network, _SET_ASIDE_TEXTS.split()))
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")


@lru_cache(maxsize=4096)
def parsed_address(text: str) -> Address:
    """The address that ``text`` names, its zone (``%eth0``) left out.  Raises ValueError."""
    return ip_address(text.partition("%")[0])


def is_literal(text: str) -> bool:
    """Whether ``text`` is an address rather than a name."""
    try:
        parsed_address(text)
    except ValueError:
        return False
    return True


def is_public(address: Address) -> bool:
    """Whether ``address`` is one that a stranger's page may send us to."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    return _is_public_itself(address) and all(map(_is_public_itself, _wrapped(address)))


def _is_public_itself(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    if any(address in network for network in _SET_ASIDE):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _wrapped(address: Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address really reaches."""
    if isinstance(address, IPv4Address):
        return
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    inner = IPv4Address(address.packed[-4:])
    translated = any(address in network for network in _NAT64)
    if translated or address.packed[8:12] in _ISATAP or address.packed[:12] == bytes(12):
        yield inner
