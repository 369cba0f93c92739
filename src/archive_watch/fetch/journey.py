"""The way from the address that was asked for to the one that answered, and what it may cost."""

from __future__ import annotations

from dataclasses import replace

from archive_watch.fetch.cookies import Cookies
from archive_watch.fetch.failures import Refused
from archive_watch.fetch.host_client import Answer
from archive_watch.fetch.stopwatch import Stopwatch
from archive_watch.fetch.wire import Way
from archive_watch.model.capture import Failure, Hop, Refusal, Response


class Journey:
    """One fetch under way: where it is, how it came there, its cookies and its clock."""

    def __init__(self, url: str, max_redirects: int, deadline_seconds: float) -> None:
        self.url = url
        self.current = url
        self.cookies = Cookies()
        self.stopwatch = Stopwatch(deadline_seconds)
        self._max_redirects = max_redirects
        self._hops: tuple[Hop, ...] = ()
        self._asked: set[tuple[str, str | None]] = set()
        self._request_headers: tuple[tuple[str, str], ...] = ()
        self._heard: Answer | None = None
        self._way = Way()
        self._by_proxy = False

    def note_asked(self, host: str) -> str | None:
        """The Cookie header for the request that is about to be made of ``host``.

        Raises Refused (too_many_redirects) when the very same was asked before.
        """
        cookie = self.cookies.header_for(host)
        if (self.current, cookie) in self._asked:
            raise Refused(Failure.TOO_MANY_REDIRECTS, f"in a circle, at {self.current}")
        self._asked.add((self.current, cookie))
        return cookie

    def note_request(self, headers: tuple[tuple[str, str], ...]) -> None:
        """What the request that is about to be made says; nothing has been heard of it yet."""
        self._request_headers, self._heard, self._way = headers, None, Way()

    def note_heard(self, answer: Answer | None, way: Way, *, by_proxy: bool) -> None:
        """The head of the answer as far as there was one, and the way that it came by.

        Behind a proxy the address is the proxy's: of no interest to a reader.
        """
        self._heard, self._way, self._by_proxy = answer, way, by_proxy

    def follow(self, answer: Answer, target: str) -> None:
        """Goes on to ``target``.  Raises Refused (too_many_redirects)."""
        if len(self._hops) >= self._max_redirects:
            raise Refused(Failure.TOO_MANY_REDIRECTS, f"more than {self._max_redirects}")
        hop = Hop(
            url=self.current,
            status=answer.status,
            location=answer.location or "",
            remote_address=self._remote_address(),
        )
        self._hops = (*self._hops, hop)
        self.current = target

    def arrived(self, answer: Answer) -> Response:
        """The journey's end, with an answer."""
        return replace(self._response(), status=answer.status, body=answer.body)

    def refused(self, refusal: Refusal) -> Response:
        """The journey's end, without one; ``final_url`` is the address that was refused."""
        return replace(self._response(), refusal=refusal)

    def _response(self) -> Response:
        heard = self._heard
        return Response(
            url=self.url,
            final_url=self.current,
            headers=heard.headers if heard else (),
            hops=self._hops,
            elapsed_ms=self.stopwatch.elapsed_ms,
            remote_address=self._remote_address(),
            status_line=heard.status_line if heard else None,
            request_headers=self._request_headers,
            tls_version=self._way.tls_version,
            certificate_sha256=self._way.certificate_sha256,
        )

    def _remote_address(self) -> str | None:
        return None if self._by_proxy else self._way.address
