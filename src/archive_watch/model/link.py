"""The health of a link, in a closed vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LinkState(StrEnum):
    """What is known of a link's target."""

    UNCHECKED = "unchecked"
    OK = "ok"
    REDIRECTED = "redirected"
    MOVED = "moved"
    SUSPECTED = "suspected"
    BROKEN = "broken"
    GONE = "gone"
    SOFT_404 = "soft_404"
    BLOCKED = "blocked"
    EXCLUDED = "excluded"


class LinkReason(StrEnum):
    """Why a link is in its state; None where the state says it all."""

    HTTP = "http"
    DNS = "dns"
    TLS = "tls"
    CONNECT = "connect"
    RESET = "reset"
    TIMEOUT = "timeout"
    TRUNCATED = "truncated"
    SERVER = "server"
    LEGAL = "legal"
    SCHEME = "scheme"
    PRIVATE_ADDRESS = "private_address"
    ROBOTS = "robots"
    REDIRECTS = "redirects"
    NOT_FOUND_PAGE = "not_found_page"
    HOME_PAGE = "home_page"
    MOVED_NOTICE = "moved_notice"
    BLOCK_PAGE = "block_page"
    LOGIN_PAGE = "login_page"
    CONTACT = "contact"
    PATTERN = "pattern"


class SuggestionKind(StrEnum):
    """How it is known where the document may be found instead."""

    MOVED_NOTICE = "moved_notice"
    PERMANENT = "permanent"
    VARIANT = "variant"
    SISTER = "sister"
    OWN = "own"
    MEMENTO = "memento"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Another address at which a link's document may be found."""

    url: str
    kind: SuggestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEvidence:
    """What one check of a link showed; times are UTC text."""

    at: str
    state: LinkState
    reason: LinkReason | None
    status: int | None
    final_url: str | None
    elapsed_ms: int
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkHealth:
    """What is known of a link after all its checks; times are UTC text, None where never."""

    state: LinkState = LinkState.UNCHECKED
    reason: LinkReason | None = None
    status: int | None = None
    final_url: str | None = None
    last_ok_at: str | None = None
    failing_since: str | None = None
    checked_at: str | None = None
    checks: int = 0
    failures: int = 0
    suggestion: Suggestion | None = None
