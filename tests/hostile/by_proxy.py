"""Faults of the operator's own proxy, each with a port of its own."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.capture import Failure
from hostile.scripts import Check, check_of, drips, endlessly, hangs, resets, says
from servers import Script

_OK = b"HTTP/1.1 200 Connection established\r\n\r\n"
_HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nhalf of a page"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyFault:
    """What a proxy does when it is asked for ``url``."""

    told: str
    script: Script
    failure: Failure
    url: str = "https://archive.example/"

    @property
    def check(self) -> Check:
        """Outcome and reason of a whole check."""
        return check_of(self.failure)


def _asked_for_tls(told: str, failure: Failure, script: Script) -> ProxyFault:
    return ProxyFault(told=told, failure=failure, script=script)


def _asked_plainly(told: str, failure: Failure, script: Script) -> ProxyFault:
    return ProxyFault(told=told, failure=failure, script=script, url="http://archive.example/")


BY_PROXY: dict[str, ProxyFault] = {
    "proxy-refuses": _asked_for_tls(
        "refuses to connect", Failure.CONNECT, says(b"HTTP/1.1 403 Forbidden\r\n\r\n")
    ),
    "proxy-wants-a-login": _asked_for_tls(
        "wants a login",
        Failure.CONNECT,
        says(b"HTTP/1.1 407 Log In\r\nProxy-Authenticate: Basic\r\n\r\n"),
    ),
    "proxy-cannot-connect": _asked_for_tls(
        "cannot connect", Failure.CONNECT, says(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
    ),
    "proxy-hangs": _asked_for_tls("never answers", Failure.TIMEOUT, hangs()),
    "proxy-drips": _asked_for_tls(
        "drips its answer for ever", Failure.TIMEOUT, drips(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n")
    ),
    "proxy-floods": _asked_for_tls(
        "answers without end",
        Failure.TOO_LARGE,
        endlessly(b"HTTP/1.1 200 OK\r\n", b"X: %s\r\n" % (b"y" * 900)),
    ),
    "proxy-resets": _asked_for_tls("resets the connection", Failure.RESET, resets()),
    "proxy-speaks-noise": _asked_for_tls("sends noise", Failure.RESET, says(b"\x05\x00" * 50)),
    "proxy-dies-in-the-handshake": _asked_for_tls(
        "connects, and closes before the handshake", Failure.TLS, says(_OK)
    ),
    "proxy-hangs-in-the-handshake": _asked_for_tls(
        "connects, and never hands the handshake on", Failure.TIMEOUT, hangs(_OK)
    ),
    "proxy-dies-in-the-body": _asked_plainly(
        "closes within the body", Failure.TRUNCATED, says(_HALF)
    ),
    "proxy-hangs-in-the-body": _asked_plainly(
        "stops within the body", Failure.TIMEOUT, hangs(_HALF)
    ),
    "proxy-redirects-home": _asked_plainly(
        "redirects to a private address",
        Failure.PRIVATE_ADDRESS,
        says(b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n"),
    ),
}
