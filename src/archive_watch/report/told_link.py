"""A link as reports and notices tell it: what its checks showed, in words, and where it stands.

A link that was good once and is not any more is told; one that was dead when it was first checked is
old rot, which is counted.  What is not confirmed is never called broken.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from archive_watch.model.link import LinkReason, LinkState, SuggestionKind
from archive_watch.report.moments import when

_WORDS = {
    LinkReason.DNS: "the name of its host is not known",
    LinkReason.TLS: "its host's certificate is not valid",
    LinkReason.CONNECT: "its host takes no connections",
    LinkReason.RESET: "its host breaks the connection off",
    LinkReason.TIMEOUT: "its host does not answer in time",
    LinkReason.TRUNCATED: "its answer breaks off",
    LinkReason.SERVER: "its server fails",
    LinkReason.LEGAL: "withheld for legal reasons",
    LinkReason.SCHEME: "no web address",
    LinkReason.PRIVATE_ADDRESS: "leads into a private network",
    LinkReason.ROBOTS: "robots.txt asks not to read it",
    LinkReason.REDIRECTS: "redirects without end",
    LinkReason.NOT_FOUND_PAGE: "answers 200, with a page that says “not found”",
    LinkReason.HOME_PAGE: "leads to the home page instead",
    LinkReason.MOVED_NOTICE: "answers with a notice that it has moved",
    LinkReason.ERROR_PATH: "leads to a page for errors instead",
    LinkReason.SEARCH_PAGE: "leads to a search instead",
    LinkReason.ERROR_PAGE: "answers as any invented address of its host does",
    LinkReason.SHARED_TARGET: "leads where several other links lead",
    LinkReason.TYPE_MISMATCH: "answers with a page where a document was linked",
    LinkReason.EMPTY: "answers with nothing to read",
    LinkReason.LOCAL: "our own line was at fault",
    LinkReason.SUPERSEDED: "of an era whose pages have moved to an archive",
    LinkReason.FRAGMENT: "the page is there, the place on it is not",
    LinkReason.BLOCK_PAGE: "a page for visitors who are shut out",
    LinkReason.LOGIN_PAGE: "asks who you are",
    LinkReason.CONTACT: "not asked: no contact is set",
    LinkReason.PATTERN: "excluded by the configuration",
}
_STATUSES = {404: "not found", 410: "gone for good", 403: "refused", 401: "asks who you are"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRepair:
    """Where a link's document may be found instead, how that is known, and when it was tried."""

    url: str
    kind: str
    verified_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLink:
    """A link that fails or failed, and where it stands: address and link text of each place.

    ``target`` is what kind of target it has (``classify.link_target``).  Times are UTC text;
    ``last_ok_at`` is None where it was never seen good; ``ended_at`` is when a link that works again
    was first seen good.
    """

    url: str
    state: str
    reason: str | None
    status: int | None
    failing_since: str | None
    last_ok_at: str | None
    found_on: tuple[tuple[str, str], ...]
    checks: int = 0
    host: str = ""
    target: str | None = None
    repair: ToldRepair | None = None
    ended_at: str | None = None

    def why(self) -> str:
        """What its last check showed, in words: ``not found (404)``."""
        if self.state == LinkState.BLOCKED and self.reason == LinkReason.ROBOTS:
            return "not asked: its host's robots.txt is not to be had"
        words = _STATUSES.get(self.status or 0)
        if words is None:
            known = LinkReason(self.reason) if self.reason in set(LinkReason) else None
            words = _WORDS.get(known) if known is not None else None
        shown = f" ({self.status})" if self.status and self.reason in _BY_STATUS else ""
        if words is None:
            return f"answered {self.status}" if self.status else self.state
        return words + shown

    def since(self) -> str:
        """Since when it fails and when it was last good; nothing where neither is known."""
        parts = [f"failing since {when(self.failing_since)}" if self.failing_since else ""]
        parts += [f"last good {when(self.last_ok_at)}" if self.last_ok_at else ""]
        return ", ".join(part for part in parts if part)

    def perhaps_now(self) -> str | None:
        """Where its document may be, and how that is known; None where nobody knows."""
        if self.repair is None:
            return None
        known = _REPAIRS[SuggestionKind(self.repair.kind)]
        if self.repair.verified_at is None:
            return f"{known}, not tried"
        return f"{known}, seen there {self.repair.verified_at[:10]}"


_BY_STATUS = frozenset({LinkReason.HTTP, LinkReason.SERVER, LinkReason.LEGAL})
_REPAIRS = {
    SuggestionKind.MOVED_NOTICE: "as its notice says",
    SuggestionKind.PERMANENT: "redirected there for good",
    SuggestionKind.VARIANT: "the same address, otherwise spelt",
    SuggestionKind.SISTER: "on the archive that keeps it now",
    SuggestionKind.OWN: "watched here",
    SuggestionKind.MEMENTO: "a copy in a web archive",
}


def link_as_json(link: ToldLink) -> dict[str, Any]:
    """A link as one JSON object."""
    return {
        **asdict(link),
        "found_on": [{"url": url, "text": text} for url, text in link.found_on],
    }
