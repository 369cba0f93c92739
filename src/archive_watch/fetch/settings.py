"""What the operator decides about the network; checked when it is made, so that it cannot be wrong.

Raises ConfigError, with every fault named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from archive_watch import __version__
from archive_watch.errors import ConfigError

Network = IPv4Network | IPv6Network

_MEBIBYTE = 1024 * 1024
_HEADER_SAFE = re.compile(r"^[\x20-\x7e]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How to ask.

    ``contact``: who asks; without it only hosts in ``allow_networks`` and ``connect_to`` are.
    ``user_agent``: None or empty gives ``archive-watch/VERSION (+contact)``.
    ``proxy``: ``http://[user:password@]host:port``; environment variables are never read.
    ``max_bytes`` bounds a body on the wire and decoded; of ``exclude_content_types`` (with * and
    ? as wildcards) no body is taken at all.  ``allow_networks``: networks in CIDR
    notation that may be asked although they are private, on any port.  ``connect_to`` maps
    ``host`` or ``host:port`` to ``address``, ``address:port`` or ``name:port``, to connect there
    instead; scheme, Host header and TLS name stay.
    """

    contact: str | None = None
    user_agent: str | None = None
    proxy: str | None = None
    deadline_seconds: float = 60.0
    max_bytes: int = 20 * _MEBIBYTE
    max_redirects: int = 10
    exclude_content_types: tuple[str, ...] = ()
    allow_networks: tuple[str, ...] = ()
    connect_to: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = tuple(_faults_of(self))
        if faults:
            raise ConfigError("the network settings cannot be used:", faults)

    @property
    def contact_text(self) -> str:
        """The contact without surrounding space; empty when there is none."""
        return (self.contact or "").strip()

    @property
    def user_agent_text(self) -> str:
        """What is sent as User-Agent."""
        if self.user_agent and self.user_agent.strip():
            return self.user_agent.strip()
        contact = self.contact_text
        return f"archive-watch/{__version__}" + (f" (+{contact})" if contact else "")

    @property
    def networks(self) -> tuple[Network, ...]:
        """``allow_networks``, parsed."""
        return tuple(ip_network(text, strict=False) for text in self.allow_networks)

    @property
    def proxy_address(self) -> tuple[str, int] | None:
        """The proxy's host and port; None without a proxy."""
        if not self.proxy:
            return None
        parts = urlsplit(self.proxy)
        return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


@lru_cache(maxsize=128)  # asked for several times a request
def split_host_port(text: str) -> tuple[str, int | None]:
    """``name``, ``name:port``, ``[v6]:port`` or a bare IPv6 address as host and port.

    Raises ValueError when it is none of them.
    """
    bare_ipv6 = text.count(":") > 1 and not text.startswith("[")
    parts = urlsplit(f"//[{text}]" if bare_ipv6 else f"//{text}")
    if not parts.hostname or parts.path or parts.query or parts.username is not None:
        raise ValueError(f"{text!r} is not HOST or HOST:PORT")
    return parts.hostname, parts.port


def _faults_of(settings: FetchSettings) -> Iterator[str]:
    yield from _network_faults(settings)
    yield from _connect_to_faults(settings)
    if settings.deadline_seconds <= 0:
        yield "deadline_seconds must be more than 0"
    if settings.max_bytes <= 0:
        yield "max_bytes must be more than 0"
    if settings.max_redirects < 0:
        yield "max_redirects must be 0 or more"
    for name in ("contact", "user_agent"):
        if not _HEADER_SAFE.match(getattr(settings, name) or ""):
            yield f"{name} may hold only printable ASCII: it is sent in a header"
    if settings.proxy and not _is_proxy(settings.proxy):
        yield "proxy must look like http://host:port"


def _network_faults(settings: FetchSettings) -> Iterator[str]:
    for text in settings.allow_networks:
        try:
            ip_network(text, strict=False)
        except ValueError:
            yield f"allow_networks: {text!r} is no network; write it like 127.0.0.0/8"


def _connect_to_faults(settings: FetchSettings) -> Iterator[str]:
    for host, target in settings.connect_to.items():
        try:
            split_host_port(host)
            split_host_port(target)
        except ValueError as error:
            yield f"connect_to: {error}"


def _is_proxy(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
