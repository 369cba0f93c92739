"""An invented archive that moves while it is watched, and the truth of what it said and when.

Everything is drawn from one seed before it begins: edits, edits undone, takedowns and returns, new
banners, outages, waves of refusals, validators that are honest, absent or lying.  ``states_of``
tells, for each page, which words it had in which stretch of time: what a watch says afterwards is
held against that.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any

from servers import Answer, PageServer, Request

HOSTS = ("2009-2017.moving.example", "2017-2021.moving.example", "www.moving.example")
_VALIDATORS = ("honest", "none", "lying")
_NOUNS = ("harbour", "ferry", "bridge", "treaty", "lantern", "orchard", "signal", "council")
_REFUSAL = (
    "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1></body></html>"
)
_NOT_FOUND = (
    "<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a page said from ``since`` on, in seconds from the beginning; ``words`` None: it was gone."""

    since: float
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A stretch of time in which a host does not answer (``outage``) or refuses (``refusal``)."""

    host: str
    kind: str
    begins: float
    ends: float


@dataclass(slots=True, kw_only=True)
class Page:
    """One page: where it is, how it validates, and all its states in order."""

    host: str
    path: str
    number: int
    validators: str
    states: list[State] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{self.host}{self.path}"

    def at(self, seconds: float) -> State:
        """Its state at a moment."""
        return [state for state in self.states if state.since <= seconds][-1]


class MovingArchive:
    """``pages`` pages on three hosts for ``seconds``; ``calm`` is how long a state lasts at least."""

    def __init__(self, *, seed: int, pages: int, seconds: float, calm: float) -> None:
        self._rng = random.Random(seed)
        self._seconds = seconds
        self._calm = calm
        self._nonces = count(1)
        self.pages = [self._page(number) for number in range(pages)]
        self.banners = {host: self._moments(seconds / 6) for host in HOSTS}
        self.troubles = self._troubles()
        self._by_address = {(page.host, page.path): page for page in self.pages}

    def edits(self) -> int:
        """How often a page changed its words, vanished or came back."""
        return sum(len(page.states) - 1 for page in self.pages)

    def answer(self, request: Request, seconds: float) -> Answer | None:
        """What the archive answers at a moment; None: it hangs up."""
        host, path = request.host, request.path
        kinds = {
            one.kind
            for one in self.troubles
            if one.host == host and one.begins <= seconds < one.ends
        }
        if "outage" in kinds:
            return None
        if "refusal" in kinds:
            return Answer(status=403, body=_REFUSAL)
        if path == "/robots.txt":
            return Answer(body="User-agent: *\nDisallow: /private/\n", content_type="text/plain")
        page = self._by_address.get((host, path))
        words = None if page is None else page.at(seconds).words
        if page is None or words is None:
            return Answer(status=404, body=_NOT_FOUND)
        return self._worded(page, words, request, seconds)

    def _worded(self, page: Page, words: str, request: Request, seconds: float) -> Answer:
        banner = sum(moment <= seconds for moment in self.banners[page.host])
        body = _body(page, words, banner, next(self._nonces) if page.validators == "none" else 0)
        if page.validators == "none":
            return Answer(body=body)
        told = body if page.validators == "honest" else page.path
        etag = f'"{hashlib.sha256(told.encode()).hexdigest()[:16]}"'
        if request.header("if-none-match") == etag:
            return Answer(status=304, headers={"ETag": etag})
        return Answer(body=body, headers={"ETag": etag})

    def _page(self, number: int) -> Page:
        host = HOSTS[number % len(HOSTS)]
        page = Page(
            host=host,
            path=f"/remarks/{number // 40}/{number}.htm",
            number=number,
            validators=_VALIDATORS[number // len(HOSTS) % len(_VALIDATORS)],
        )
        page.states.append(State(since=0.0, words=self._words(0)))
        for edition, moment in enumerate(self._moments(self._seconds / 6), start=1):
            page.states.append(State(since=moment, words=self._next(page, edition)))
        return page

    def _next(self, page: Page, edition: int) -> str | None:
        """A new edition; one in ten goes back to the one before, one in twelve takes the page down."""
        now, drawn = page.states[-1].words, self._rng.random()
        if now is not None and drawn < 1 / 12:
            return None
        if len(page.states) > 1 and drawn > 9 / 10 and page.states[-2].words != now:
            return page.states[-2].words
        return self._words(edition)

    def _words(self, edition: int) -> str:
        chosen = " ".join(self._rng.choice(_NOUNS) for _ in range(30))
        return f"Edition {edition} of what was said: {chosen}."

    def _moments(self, mean: float) -> list[float]:
        """Moments that are ``mean`` apart, and ``calm`` at the least; none in the last stretch."""
        moments: list[float] = []
        now = 0.0
        while True:
            now += self._calm + self._rng.expovariate(1 / max(mean - self._calm, 1.0))
            if now > self._seconds - 3 * self._calm:
                return moments
            moments.append(now)

    def _troubles(self) -> Sequence[Trouble]:
        found = []
        for part, kind in ((0.15, "outage"), (0.3, "refusal"), (0.7, "outage")):
            begins = self._seconds * part
            host = self._rng.choice(HOSTS)
            found.append(Trouble(host=host, kind=kind, begins=begins, ends=begins + 2 * self._calm))
        return tuple(found)


def stretches_of(page: Page, until: float) -> list[tuple[float, float, str | None]]:
    """Each state of a page as (from, to, words)."""
    ends = [*page.states, State(since=until, words=None)]
    return [(one.since, after.since, one.words) for one, after in pairwise(ends)]


def _body(page: Page, words: str, banner: int, nonce: int) -> str:
    return (
        f"<html><head><title>Remarks {page.number}</title><meta name='nonce' content='{nonce}'></head>"
        f"<body><div class='banner'>Archived content, notice {banner}.</div><nav><a href='/'>Home</a>"
        f" <a href='/remarks/'>Remarks</a></nav><main><h1>Remarks {page.number}</h1>"
        f"<p>MR. GULL: {words}</p><p>See <a href='/remarks/{page.number // 40}/{page.number}.htm'>this"
        f" page</a> again.</p></main><footer>Foot {banner}</footer></body></html>"
    )


class MovingServer(PageServer):
    """The archive on loopback, from when it is entered on; ``now`` is its time in seconds."""

    def __init__(self, archive: MovingArchive, clock: Any) -> None:
        super().__init__()
        self._archive = archive
        self._clock = clock
        self._began = clock()

    def now(self) -> float:
        """Seconds since the beginning."""
        return float(self._clock() - self._began)

    def answer(self, request: Request) -> Answer:
        """What the archive answers now.  Raises ConnectionAbortedError where it hangs up."""
        self.requests.clear()  # hours of them would be no flat memory
        said = self._archive.answer(request, self.now())
        if said is None:
            raise ConnectionAbortedError("an outage")
        return said
