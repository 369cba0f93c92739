"""The pool beneath httpx where there is one connection to one host: it is kept, or made anew.

httpcore's own pool does the same for many connections, at a cost that grows with them and that one
connection need not pay.
"""

from __future__ import annotations

import ssl

import httpcore


class OneConnection:
    """Hands each request to the one connection; takes the place of ``httpcore.AsyncConnectionPool``."""

    def __init__(
        self,
        trust: ssl.SSLContext,
        backend: httpcore.AsyncNetworkBackend,
        *,
        keepalive_seconds: float,
    ) -> None:
        self._trust = trust
        self._backend = backend
        self._keepalive_seconds = keepalive_seconds
        self._connection: httpcore.AsyncHTTPConnection | None = None

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """The response, its body still to be read; the connection is free once that is closed."""
        kept = self._connection
        if kept is None or not self._fits(kept, request):
            await self.aclose()
            kept = self._connection = httpcore.AsyncHTTPConnection(
                origin=request.url.origin,
                ssl_context=self._trust,
                keepalive_expiry=self._keepalive_seconds,
                network_backend=self._backend,
            )
        return await kept.handle_async_request(request)

    async def aclose(self) -> None:
        """Closes the connection."""
        kept, self._connection = self._connection, None
        if kept is not None:
            await kept.aclose()

    @staticmethod
    def _fits(kept: httpcore.AsyncHTTPConnection, request: httpcore.Request) -> bool:
        """Whether the kept connection is at rest, of the request's origin, and still open."""
        return (
            kept.can_handle_request(request.url.origin)
            and kept.is_available()
            and not kept.has_expired()
        )
