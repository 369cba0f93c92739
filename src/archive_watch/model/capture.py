"""What the network gave: a response, or the reason that there was none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Failure(StrEnum):
    """Why there is no response to judge.  The first six are the network's, the rest our refusal."""

    DNS = "dns"
    TLS = "tls"
    CONNECT = "connect"
    RESET = "reset"
    TIMEOUT = "timeout"
    TRUNCATED = "truncated"
    PRIVATE_ADDRESS = "private_address"
    ROBOTS = "robots"
    SCHEME = "scheme"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    CONTENT_TYPE = "content_type"
    CONTACT = "contact"
    ON_HOLD = "on_hold"
    LOCAL = "local"
    ROBOTS_UNREADABLE = "robots_unreadable"
    ROBOTS_UNREACHABLE = "robots_unreachable"


NETWORK_FAILURES = frozenset(
    {Failure.DNS, Failure.TLS, Failure.CONNECT, Failure.RESET, Failure.TIMEOUT, Failure.TRUNCATED}
)

NAME_UNANSWERED = "no name server answered"
"""How the detail of a DNS refusal begins where it is not known whether there is such a name."""

NO_HTTPS = frozenset({Failure.TLS, Failure.CONNECT})
"""What comes of asking a host by https that only has http."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a request was not made, or has no usable answer; ``detail`` is for people.

    ``is_of_rules``: its host takes connections, but its robots.txt cannot be had, so that the address
    itself was not asked.
    """

    failure: Failure
    detail: str = ""
    is_of_rules: bool = False

    @property
    def told(self) -> str:
        """The failure and its detail, in a line for people."""
        return f"{self.failure.value}: {self.detail}" if self.detail else self.failure.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What to send back so that the server may say "not modified"; both as the server wrote them."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect that was followed: who said so, with which status, and where it pointed."""

    url: str
    status: int
    location: str
    remote_address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What came of one request after its redirects.

    Either ``refusal`` is set, or ``status`` and ``body`` are.  ``body`` is decoded from its
    transfer and content codings, never from its charset; it is empty for a 304.
    ``headers`` keep their order and repetition; names are in lower case.  With a ``refusal``,
    ``status_line`` and ``headers`` are those of an answer that was heard and cannot be used.
    ``request_headers`` are those of the last request; ``remote_address``, ``tls_version`` and
    ``certificate_sha256`` (of the server's own certificate, in DER) are its connection's.
    """

    url: str
    final_url: str
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    hops: tuple[Hop, ...] = ()
    refusal: Refusal | None = None
    elapsed_ms: int = 0
    remote_address: str | None = None
    status_line: str | None = None
    request_headers: tuple[tuple[str, str], ...] = ()
    tls_version: str | None = None
    certificate_sha256: str | None = None

    def header(self, name: str) -> str | None:
        """The first value of header ``name`` (lower case), or None."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header as sent."""
        return self.header("content-type")

    @property
    def validators(self) -> Validators:
        """What the answer may be asked for with the next time."""
        return Validators(etag=self.header("etag"), last_modified=self.header("last-modified"))
