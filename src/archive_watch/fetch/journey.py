"""The way from the address that was asked for to the one that answered, and what it may cost."""

from __future__ import annotations

from archive_watch.fetch.cookies import Cookies
from archive_watch.fetch.failures import Refused
from archive_watch.fetch.host_client import Answer
from archive_watch.fetch.stopwatch import Stopwatch
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

    def note_asked(self, host: str) -> str | None:
        """The Cookie header for the request that is about to be made of ``host``.

        Raises Refused (too_many_redirects) when the very same was asked before.
        """
        cookie = self.cookies.header_for(host)
        if (self.current, cookie) in self._asked:
            raise Refused(Failure.TOO_MANY_REDIRECTS, f"in a circle, at {self.current}")
        self._asked.add((self.current, cookie))
        return cookie

    def follow(self, answer: Answer, target: str) -> None:
        """Goes on to ``target``.  Raises Refused (too_many_redirects)."""
        if len(self._hops) >= self._max_redirects:
            raise Refused(Failure.TOO_MANY_REDIRECTS, f"more than {self._max_redirects}")
        hop = Hop(url=self.current, status=answer.status, location=answer.location or "")
        self._hops = (*self._hops, hop)
        self.current = target

    def arrived(self, answer: Answer) -> Response:
        """The journey's end, with an answer."""
        return Response(
            url=self.url,
            final_url=self.current,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            hops=self._hops,
            elapsed_ms=self.stopwatch.elapsed_ms,
            remote_address=answer.remote_address,
        )

    def refused(self, refusal: Refusal) -> Response:
        """The journey's end, without one; ``final_url`` is the address that was refused."""
        return Response(
            url=self.url,
            final_url=self.current,
            hops=self._hops,
            refusal=refusal,
            elapsed_ms=self.stopwatch.elapsed_ms,
        )
