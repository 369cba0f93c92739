"""robots.txt, read by RFC 9309: what a host asks of us, or why its wishes are not known.

Promises: a page is never taken for rules (a block page parsed as robots.txt would say "everything
is allowed"); an answer that says nothing about the file is never taken for permission; parsing is
bounded in bytes and in work.  The rules themselves are read by Protego: longest match, wildcards.
Two things it leaves out are read here: a ``crawl-delay`` before the first user-agent line, as
state.gov has it, which holds for everyone; and ``request-rate`` as a delay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from protego import Protego

from archive_watch.discover.robots_text import (
    decoded_text,
    is_page,
    is_robots_text,
    leading_delay_seconds,
    parsing_work,
    says_not_there,
)

MAX_BYTES = 500 * 1024
"""More of a robots.txt is not read (RFC 9309, section 2.5, asks for no less)."""

_MAX_WORK = 1_000_000
_SHUTTING_OUT = frozenset({401, 403, 407, 451})
_NO_ANSWER = frozenset({304, 429})
_PRODUCT_TOKEN = re.compile(r"[A-Za-z_-]+")


class RobotsState(StrEnum):
    """What is known of a host's wishes."""

    READABLE = "readable"
    ABSENT = "absent"
    UNREADABLE = "unreadable"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsRules:
    """The rules of one robots.txt; ``sitemaps`` are the addresses that it names, as written."""

    sitemaps: tuple[str, ...] = ()
    leading_delay_seconds: float | None = None
    parsed: Protego = field(default_factory=Protego, repr=False, compare=False)

    def allows(self, url: str, user_agent: str) -> bool:
        """Whether ``user_agent`` (its product token counts) may ask for ``url``."""
        return bool(self.parsed.can_fetch(url, _product_token(user_agent)))

    def crawl_delay_seconds(self, user_agent: str) -> float | None:
        """The seconds between two requests that ``user_agent`` is asked to keep; None if none."""
        token = _product_token(user_agent)
        delay, rate = self.parsed.crawl_delay(token), self.parsed.request_rate(token)
        asked = self.leading_delay_seconds if delay is None else float(delay)
        spaced = None if rate is None else rate.seconds / rate.requests
        return max((one for one in (asked, spaced) if one is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsVerdict:
    """What one answer to a request for robots.txt means.

    ``readable``: there are rules.  ``absent``: there are none, everything is allowed.
    ``unreadable``: something else stood in their place, a block page most likely.
    ``unreachable``: ask again later.  The last two allow nothing.
    """

    state: RobotsState
    rules: RobotsRules = field(default_factory=RobotsRules)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The sitemaps that the rules name."""
        return self.rules.sitemaps

    def allows(self, url: str, user_agent: str) -> bool:
        """Whether ``url`` may be asked for."""
        if self.state in (RobotsState.UNREADABLE, RobotsState.UNREACHABLE):
            return False
        return self.rules.allows(url, user_agent)

    def crawl_delay_seconds(self, user_agent: str) -> float | None:
        """The seconds between two requests that are asked for; None if none are."""
        return self.rules.crawl_delay_seconds(user_agent)


def parse_robots(body: bytes, *, content_type: str | None, status: int) -> RobotsVerdict:
    """The verdict on an answer to ``/robots.txt``, its redirects followed.

    2xx: rules, or unreadable; absent where a page says of itself that there is no such file.  3xx
    without a target and 4xx: absent; but 401, 403, 407 and 451 with a page are unreadable.  429,
    5xx and anything else: unreachable.
    """
    text = decoded_text(_whole_lines(body))
    if 200 <= status < 300:
        if says_not_there(text):
            return RobotsVerdict(state=RobotsState.ABSENT)
        return _verdict_on(text, content_type)
    if status in _SHUTTING_OUT and is_page(text, content_type):
        return RobotsVerdict(state=RobotsState.UNREADABLE)
    if 300 <= status < 500 and status not in _NO_ANSWER:
        return RobotsVerdict(state=RobotsState.ABSENT)
    return RobotsVerdict(state=RobotsState.UNREACHABLE)


def _whole_lines(body: bytes) -> bytes:
    """What is read of ``body``: a line that the limit cuts in two could say the opposite."""
    if len(body) < MAX_BYTES:
        return body
    end = max(body.rfind(b"\n", 0, MAX_BYTES), body.rfind(b"\r", 0, MAX_BYTES))
    return body[: end if end > 0 else MAX_BYTES]


def _verdict_on(text: str, content_type: str | None) -> RobotsVerdict:
    if not is_robots_text(text, content_type) or parsing_work(text) > _MAX_WORK:
        return RobotsVerdict(state=RobotsState.UNREADABLE)
    parsed = Protego.parse(text)
    rules = RobotsRules(
        sitemaps=tuple(parsed.sitemaps),
        leading_delay_seconds=leading_delay_seconds(text),
        parsed=parsed,
    )
    return RobotsVerdict(state=RobotsState.READABLE, rules=rules)


def _product_token(user_agent: str) -> str:
    """``archive-watch`` of ``archive-watch/1.0 (+contact)``: RFC 9309, section 2.2.1."""
    found = _PRODUCT_TOKEN.match(user_agent.strip())
    return found[0] if found else user_agent
