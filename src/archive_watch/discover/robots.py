"""robots.txt, read by RFC 9309: what a host asks of us, or why its wishes are not known.

Promises: a page is never taken for rules (a block page parsed as robots.txt would say "everything
is allowed"); an answer that says nothing about the file is never taken for permission; parsing is
bounded in bytes and in work.  The rules themselves are read by Protego: longest match, wildcards.
Two things it leaves out are read here: a ``crawl-delay`` before the first user-agent line, as
state.gov has it, which holds for everyone; and ``request-rate`` as a delay.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from enum import StrEnum

from protego import Protego

_MAX_BYTES = 500 * 1024
_MAX_WORK = 1_000_000
_SHUTTING_OUT = frozenset({401, 403, 407, 451})
_TOO_MANY_REQUESTS = 429
_PRODUCT_TOKEN = re.compile(r"[A-Za-z_-]+")
_LINE = re.compile(r"^\s*([A-Za-z][A-Za-z _-]*?)\s*:\s*([^#]*)", re.ASCII)
_AGENT_LINE = re.compile(r"user[ -]?agent\b", re.IGNORECASE)
_SITE_WIDE_LINE = re.compile(r"site-?maps?\b|host\b", re.IGNORECASE)
_MARKUP = re.compile(r"^\s*<|<\s*(?:html|head|body|title|!doctype)\b", re.IGNORECASE)
_AGENT_FIELDS = frozenset({"user-agent", "useragent", "user agent"})
_DELAY_FIELDS = frozenset({"crawl-delay", "crawl delay"})
_OTHER_FIELDS = frozenset(
    {"allow", "disallow", "sitemap", "host", "request-rate", "visit-time", "clean-param", "noindex"}
)
_FIELDS = _AGENT_FIELDS | _DELAY_FIELDS | _OTHER_FIELDS


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

    2xx: rules, or unreadable.  3xx without a target and 4xx: absent; but 401, 403, 407 and 451
    with a page are unreadable.  429, 5xx and anything else: unreachable.
    """
    text = _decoded(body[:_MAX_BYTES])
    if 200 <= status < 300:
        return _verdict_on(text, content_type)
    if status in _SHUTTING_OUT and _is_page(text, content_type):
        return RobotsVerdict(state=RobotsState.UNREADABLE)
    if 300 <= status < 500 and status not in (304, _TOO_MANY_REQUESTS):
        return RobotsVerdict(state=RobotsState.ABSENT)
    return RobotsVerdict(state=RobotsState.UNREACHABLE)


def _verdict_on(text: str, content_type: str | None) -> RobotsVerdict:
    fields = _fields_of(text)
    if _is_foreign(text, fields, content_type) or _work(text) > _MAX_WORK:
        return RobotsVerdict(state=RobotsState.UNREADABLE)
    parsed = Protego.parse(text)
    rules = RobotsRules(
        sitemaps=tuple(parsed.sitemaps),
        leading_delay_seconds=_leading_delay(fields),
        parsed=parsed,
    )
    return RobotsVerdict(state=RobotsState.READABLE, rules=rules)


def _decoded(body: bytes) -> str:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace")
    return body.decode("utf-8-sig", errors="replace")


def _fields_of(text: str) -> list[tuple[str, str]]:
    found = (_LINE.match(line) for line in text.splitlines())
    return [(line[1].lower(), line[2].strip()) for line in found if line]


def _is_foreign(text: str, fields: list[tuple[str, str]], content_type: str | None) -> bool:
    """Whether this is something else than a robots.txt."""
    if any(name in _FIELDS for name, _ in fields):
        return text.lstrip().startswith("<")
    blank = all(not line.partition("#")[0].strip() for line in text.splitlines())
    if blank:
        return False
    return "\x00" in text or _is_page(text, content_type) or not _is_plain(content_type)


def _is_page(text: str, content_type: str | None) -> bool:
    html = "html" in (content_type or "").lower()
    return (
        bool(text.strip())
        and (html or _MARKUP.search(text[:4096]) is not None)
        and not (text.lstrip().lower().startswith("<?xml"))
    )


def _is_plain(content_type: str | None) -> bool:
    return content_type is None or content_type.lower().lstrip().startswith("text/plain")


def _work(text: str) -> int:
    """How many times a line is handed to an agent, which is what parsing costs.

    Real files stay below 100,000; half a megabyte of agents and rules makes 500 million.
    """
    work, group, in_agents = 0, 0, False
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    for line in filter(None, lines):
        if _AGENT_LINE.match(line):
            group, in_agents = (group + 1 if in_agents else 1), True
        elif ":" in line and not _SITE_WIDE_LINE.match(line):
            in_agents = False
        work += group
    return work


def _leading_delay(fields: list[tuple[str, str]]) -> float | None:
    """The crawl-delay that stands before the first user-agent line."""
    for name, value in fields:
        if name in _AGENT_FIELDS:
            return None
        if name in _DELAY_FIELDS:
            return _seconds(value)
    return None


def _seconds(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text, re.ASCII) else None


def _product_token(user_agent: str) -> str:
    """``archive-watch`` of ``archive-watch/1.0 (+contact)``: RFC 9309, section 2.2.1."""
    found = _PRODUCT_TOKEN.match(user_agent.strip())
    return found[0] if found else user_agent
