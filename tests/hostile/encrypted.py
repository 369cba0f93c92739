"""Faults of TLS: each needs a port of its own, and ``ENCRYPTED`` says what listens there.

``listening`` starts them all; an authority that the tests may trust has signed what is not meant
to be self-signed.
"""

from __future__ import annotations

import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import trustme

from archive_watch.model.capture import Failure
from hostile.scripts import (
    PAGE,
    Check,
    check_of,
    drips,
    endlessly,
    hangs,
    resets,
    says,
    with_length,
)
from servers import PageServer, RawServer, Script

_NOW = datetime.now(UTC)
_DAY = timedelta(days=1)
_HANDSHAKE = b"\x16\x03\x03\x40\x00"  # a record of 16 KB of handshake, of which nothing comes
_WARNING = b"\x15\x03\x03\x00\x02\x01\x5a"


@dataclass(frozen=True, slots=True, kw_only=True)
class EncryptedFault:
    """What listens on the port of a host that is asked by HTTPS; ``detail`` begins the reason."""

    told: str
    failure: Failure
    listens: Callable[[trustme.CA, str], PageServer | RawServer]
    detail: str = ""

    @property
    def check(self) -> Check:
        """Outcome and reason of a whole check."""
        return check_of(self.failure)


def _raw(told: str, failure: Failure, script: Script) -> EncryptedFault:
    return EncryptedFault(
        told=told, failure=failure, listens=lambda authority, host: RawServer({None: script})
    )


def _certified(told: str, detail: str, **certificate: datetime) -> EncryptedFault:
    def listens(authority: trustme.CA, host: str) -> PageServer:
        return _serving(authority.issue_cert(host, **certificate))  # type: ignore[arg-type]

    return EncryptedFault(told=told, failure=Failure.TLS, listens=listens, detail=detail)


def _serving(leaf: trustme.LeafCert, newest: ssl.TLSVersion | None = None) -> PageServer:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    if newest is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, newest
    server = PageServer(tls=context)
    server.fallback = (200, {}, PAGE)
    return server


def _wrong_name(authority: trustme.CA, host: str) -> PageServer:
    return _serving(authority.issue_cert(f"not-{host}"))


def _self_signed(authority: trustme.CA, host: str) -> PageServer:
    return _serving(trustme.CA().issue_cert(host))


def _outdated(authority: trustme.CA, host: str) -> PageServer:
    return _serving(authority.issue_cert(host), newest=ssl.TLSVersion.TLSv1_1)


def _over_tls(script: Script) -> Callable[[trustme.CA, str], RawServer]:
    """``script`` behind a handshake that is as it should be."""

    def listens(authority: trustme.CA, host: str) -> RawServer:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(context)

        def run(client: socket.socket, head: bytes) -> None:
            with context.wrap_socket(client, server_side=True) as secured:
                script(secured, secured.recv(65_536))

        return RawServer({None: run})

    return listens


ENCRYPTED: dict[str, EncryptedFault] = {
    "tls-wrong-name": EncryptedFault(
        told="shows a certificate for another name",
        failure=Failure.TLS,
        listens=_wrong_name,
        detail="hostname",
    ),
    "tls-self-signed": EncryptedFault(
        told="shows a certificate that nobody vouches for",
        failure=Failure.TLS,
        listens=_self_signed,
    ),
    "tls-expired": _certified(
        "shows a certificate that has expired", "expired", not_after=_NOW - _DAY
    ),
    "tls-not-yet": _certified(
        "shows a certificate that is not yet valid",
        "not yet valid",
        not_before=_NOW + _DAY,
        not_after=_NOW + 2 * _DAY,
    ),
    "tls-outdated": EncryptedFault(
        told="speaks TLS 1.1 at the most", failure=Failure.TLS, listens=_outdated
    ),
    "tls-plain": _raw("speaks plain HTTP", Failure.TLS, says(with_length(PAGE))),
    "tls-closed": _raw("closes instead of the handshake", Failure.TLS, says()),
    "tls-reset": _raw("resets instead of the handshake", Failure.TLS, resets()),
    "tls-noise": _raw("sends noise", Failure.TLS, says(b"\x00\xff" * 500)),
    "tls-hang": _raw("never shakes hands", Failure.TIMEOUT, hangs()),
    "tls-drip": _raw("drips its handshake for ever", Failure.TIMEOUT, drips(_HANDSHAKE, b"\x00")),
    "tls-endless": _raw(
        "sends a handshake without end",
        Failure.TLS,
        endlessly(b"", _HANDSHAKE + b"\x0b\xff\xff\xff" + bytes(16_380)),
    ),
    "tls-warnings": _raw("sends warnings without end", Failure.TLS, endlessly(b"", _WARNING * 99)),
}

# Behind a good handshake: only who trusts the authority comes so far.
SECURED: dict[str, EncryptedFault] = {
    "tls-hang-in-body": EncryptedFault(
        told="shakes hands, and stops within the body",
        failure=Failure.TIMEOUT,
        listens=_over_tls(hangs(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nsome")),
    ),
    "tls-cut-off": EncryptedFault(
        told="shakes hands, and closes within the body",
        failure=Failure.TRUNCATED,
        listens=_over_tls(says(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nsome")),
    ),
    "tls-no-answer": EncryptedFault(
        told="shakes hands, and closes", failure=Failure.RESET, listens=_over_tls(says())
    ),
}


@contextmanager
def listening(faults: dict[str, EncryptedFault], authority: trustme.CA) -> Iterator[dict[str, str]]:
    """All of ``faults``, each at ``NAME.example``; yields the ``connect_to`` that leads there."""
    with ExitStack() as stack:
        leads_to = {}
        for name, fault in faults.items():
            server: PageServer | RawServer = fault.listens(authority, f"{name}.example")
            stack.enter_context(server)
            leads_to[f"{name}.example"] = f"127.0.0.1:{server.port}"
        yield leads_to
