"""What a kind of link is: how it is written, what answers it, and what is the truth about it.

A kind has a host of its own (a loopback address, or a name that leads to one), so that what one
does is not put down to another.  ``Reply`` is what is sent for one request, to the byte.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

HTML = b"text/html; charset=utf-8"
PATH = "/about/ferries/times.html"


class Truth(StrEnum):
    """What a link is, for who knows.  Only ``dead`` and ``soft`` ones may be called dead."""

    ALIVE = "alive"
    MOVED = "moved"
    DEAD = "dead"
    SOFT = "soft"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    FRAGMENT = "fragment"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: ``nth`` is the how many-th for its path, ``day`` how long the zoo has been open.

    ``url`` gives the address of a path at another kind.
    """

    method: str
    path: str
    headers: dict[str, str]
    nth: int
    day: float
    url: Callable[[str, str], str]


class End(StrEnum):
    """What becomes of the connection after a reply."""

    KEPT = "kept"
    CLOSED = "closed"
    RESET = "reset"
    HANGS = "hangs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """``first`` after a delay, then ``again`` so many ``times`` (-1: while anyone listens)."""

    first: bytes = b""
    delay_seconds: float = 0.0
    again: bytes = b""
    times: int = 0
    pause_seconds: float = 0.0
    end: End = End.KEPT


Answering = Callable[[Asked], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of link.

    ``href`` replaces the address of its own server's ``path``.  ``answers`` is asked for every
    path but robots.txt; with ``is_there_only`` for its own path alone, the rest is a 404.
    ``dead_after_days`` is when it may be called dead at the earliest.  ``listens`` names what
    listens: ``http``, nothing, or a fault of TLS.
    """

    name: str
    told: str
    truth: Truth
    answers: Answering = field(repr=False)
    path: str = PATH
    fragment: str = ""
    href: str | None = None
    robots: Answering | None = None
    is_there_only: bool = True
    dead_after_days: float = 0.0
    host: str | None = None
    listens: str = "http"
    times_linked: int = 1


def page(
    title: str = "Ferry times",
    *,
    words: str = "",
    status: bytes = b"200 OK",
    head: str = "",
    headers: tuple[bytes, ...] = (),
    delay_seconds: float = 0.0,
) -> Reply:
    """A page with words enough to be one, unless it is given others."""
    said = words or f"<p>{_WORDS.format(title=title)}</p>"
    body = (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><nav><a href='/'>"
        f"Home</a></nav><main><h1>{title}</h1>{said}</main><footer>Port of Saltmere</footer></body>"
        "</html>"
    ).encode()
    return answer(body, status=status, headers=headers, delay_seconds=delay_seconds)


def answer(
    body: bytes = b"",
    *,
    status: bytes = b"200 OK",
    content_type: bytes | None = HTML,
    headers: tuple[bytes, ...] = (),
    delay_seconds: float = 0.0,
    end: End = End.KEPT,
) -> Reply:
    """A well-formed answer."""
    lines = [b"HTTP/1.1 " + status, *headers]
    if content_type is not None:
        lines.append(b"Content-Type: " + content_type)
    if not status.startswith(b"204"):
        lines.append(b"Content-Length: %d" % len(body))
    return Reply(first=b"\r\n".join((*lines, b"", body)), delay_seconds=delay_seconds, end=end)


def redirect(target: str, status: bytes = b"302 Found", headers: tuple[bytes, ...] = ()) -> Reply:
    """A redirect to ``target``."""
    return answer(status=status, headers=(b"Location: " + target.encode(), *headers))


def not_found(title: str = "Nothing here") -> Reply:
    """A 404 as it should be."""
    return page(title, words="<p>No such thing.</p>", status=b"404 Not Found")


def always(reply: Reply) -> Answering:
    """The same to everyone."""
    return lambda asked: reply


def once(first: Reply, then: Reply) -> Answering:
    """``first`` to the first request of all, ``then`` ever after."""
    return lambda asked: first if asked.nth == 1 else then


def during(begin: float, end: float, meanwhile: Reply, usual: Reply) -> Answering:
    """``meanwhile`` from one day to another, ``usual`` before and after."""
    return lambda asked: meanwhile if begin <= asked.day < end else usual


_WORDS = (
    "{title}: the first boat leaves the north quay at seven, when the tide allows, and the last one"
    " comes back at nine in the evening.  On Sundays and on the feast of the harbour there is a boat"
    " every two hours; tickets are sold on board, and bicycles travel free.  The harbour office"
    " answers questions every morning but Monday, and in winter on Thursdays too."
)
