"""From the exceptions of the network to the closed set of failures.

httpx raises, of what can reach us here (``httpx._exceptions``, 0.28)::

    HTTPError
    └── TransportError
        ├── TimeoutException        ConnectTimeout ReadTimeout WriteTimeout PoolTimeout  timeout
        ├── NetworkError
        │   ├── ConnectError                                                             connect
        │   └── ReadError WriteError CloseError                                          reset
        ├── ProtocolError           LocalProtocolError RemoteProtocolError               reset
        ├── ProxyError                                                                   connect
        └── UnsupportedProtocol                                                          scheme
    InvalidURL                                                                           scheme
    ssl.SSLError (past the handshake, httpcore lets it through)                          tls

Names that do not resolve, handshakes that fail, caps and deadlines are ``Refused`` where they are
met: only there is it known what happened.
"""

from __future__ import annotations

import ssl

import httpx

from archive_watch.model.capture import Failure, Refusal

WORLD = (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError)

_CERTIFICATE_FAULTS = {
    9: "not yet valid",
    10: "expired",
    18: "self-signed",
    19: "self-signed",
    20: "untrusted",
    21: "untrusted",
    23: "revoked",
    62: "hostname",
    64: "hostname",
}
_MAX_DETAIL_CHARACTERS = 200


class Refused(Exception):
    """Carries a refusal up to ``Fetcher.get``; it never leaves this package."""

    def __init__(self, failure: Failure, detail: str, *, is_of_rules: bool = False) -> None:
        super().__init__(failure.value, detail)
        self.refusal = Refusal(
            failure=failure, detail=detail[:_MAX_DETAIL_CHARACTERS], is_of_rules=is_of_rules
        )


def refused_by_world(error: Exception, *, by_proxy: bool = False) -> Refused:
    """What one of ``WORLD`` means; of the operator's own proxy it is said that it was that one."""
    refused = _refused_by(error)
    if by_proxy and refused.refusal.failure is not Failure.TLS:
        return Refused(refused.refusal.failure, f"by the proxy: {refused.refusal.detail}")
    return refused


def _refused_by(error: Exception) -> Refused:
    match error:
        case ssl.SSLError():
            return Refused(Failure.TLS, tls_fault(error))
        case httpx.TimeoutException():
            return Refused(Failure.TIMEOUT, "no connection in time")
        case httpx.ConnectError() | httpx.ProxyError():
            return Refused(Failure.CONNECT, _said(error))
        case httpx.UnsupportedProtocol() | httpx.InvalidURL():
            return Refused(Failure.SCHEME, _said(error))
        case _:
            return Refused(Failure.RESET, _said(error))


def tls_fault(error: BaseException) -> str:
    """What is wrong with the other side's TLS: ``expired``, ``hostname``, ``self-signed``…"""
    found = next((one for one in _chain(error) if isinstance(one, ssl.SSLError)), None)
    if isinstance(found, ssl.SSLCertVerificationError):
        kind = _CERTIFICATE_FAULTS.get(found.verify_code, "certificate")
        return f"{kind}: {found.verify_message}"
    return str(found.reason or found) if found else "the connection ended in the handshake"


def _chain(error: BaseException) -> list[BaseException]:
    links: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in links:
        links.append(link)
        link = link.__cause__ or link.__context__
    return links


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
