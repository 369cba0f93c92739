"""The health of a link, in a closed vocabulary: what one check showed, and what its checks add up to.

One check gives ``LinkEvidence``; ``classify.link_life`` adds it to the ``LinkHealth`` that is kept
between checks.
"""

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


GOOD = frozenset({LinkState.OK, LinkState.REDIRECTED, LinkState.MOVED})
"""The document answered."""

PROVED = frozenset({LinkState.BROKEN, LinkState.GONE, LinkState.SOFT_404})
"""It is proved that the link does not lead to its document."""


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
    ROBOTS = "robots"  # excluded: it forbids the address; blocked: it is not to be had
    REDIRECTS = "redirects"  # they lead nowhere, or round in a circle
    NOT_FOUND_PAGE = "not_found_page"
    HOME_PAGE = "home_page"
    MOVED_NOTICE = "moved_notice"
    ERROR_PATH = "error_path"  # redirected to an address that is named for errors
    SEARCH_PAGE = "search_page"  # redirected to a search
    ERROR_PAGE = "error_page"  # the same page as for an address that was made up
    SHARED_TARGET = "shared_target"  # redirected to where several other links lead
    TYPE_MISMATCH = "type_mismatch"  # a page, where a document was linked
    EMPTY = "empty"
    BLOCK_PAGE = "block_page"
    LOGIN_PAGE = "login_page"
    CONTACT = "contact"
    PATTERN = "pattern"
    LOCAL = "local"  # our own line or machine was at fault
    SUPERSEDED = "superseded"  # of an era whose pages have moved to an archive
    FRAGMENT = "fragment"  # the page is there, the place on it is not


class Failing(StrEnum):
    """The kinds of failure, by how they are proved: each needs its own number of checks and days."""

    NOT_THERE = "not_there"  # 404, a redirect that leads nowhere or round in a circle
    GONE = "gone"  # 410
    SOFT = "soft"  # a good answer that is not the document
    NO_NAME = "no_name"  # the name is known to nobody
    CERTIFICATE = "certificate"
    REFUSED = "refused"  # no connection, or one that was broken off
    SERVER = "server"  # 5xx, an answer that means trouble
    SILENCE = "silence"  # no answer in time
    NO_NAME_SERVER = "no_name_server"  # nobody told whether the name is known
    RULES = "rules"  # robots.txt was not to be had, so that the address itself was not asked
    UNPROVEN = "unproven"  # proves nothing, however often: half an answer, a likeness


class Fragment(StrEnum):
    """Whether the place on the page that a link names is there."""

    FOUND = "found"
    MISSING = "missing"


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
    """What one check of a link showed; times are UTC text.

    ``failing`` is set where ``state`` is suspected, or the rules of its host were not to be had.
    ``hops`` are the redirects in order: the status, and the address that answered with it;
    ``is_permanent`` where there are some and all are permanent.  ``signs`` are sentences for people,
    of what speaks against the link; ``soft_score`` weighs those of a good answer.  ``detail`` says
    more of a failure (``expired: …``).  ``is_host_honest``: an invented address of the host was
    answered with 404 or 410; None where none was asked.
    """

    at: str
    state: LinkState
    reason: LinkReason | None
    status: int | None
    final_url: str | None
    elapsed_ms: int
    suggestion: Suggestion | None = None
    failing: Failing | None = None
    hops: tuple[tuple[int, str], ...] = ()
    is_permanent: bool = False
    title: str | None = None
    signs: tuple[str, ...] = ()
    soft_score: int = 0
    fragment: Fragment | None = None
    detail: str | None = None
    is_host_honest: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The failures of one kind since the link was last good; times are UTC text.

    Checks shortly after one another count once.  ``hours`` are the hours of the day at which they
    were, as the bits of a number.
    """

    failing: Failing
    count: int
    first_at: str
    last_at: str
    hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkHealth:
    """What is known of a link after all its checks; times are UTC text, None where never.

    ``reason``, ``status``, ``detail`` and ``signs`` are those of the check that ``state`` rests on.
    ``tallies`` is what there is of a proof so far; ``moved_to`` the target of permanent redirects,
    the same since ``moved_since``; ``turns`` the times at which it lately went from good to failing
    or back; ``title`` that of the page when it was last good.
    """

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
    detail: str | None = None
    signs: tuple[str, ...] = ()
    tallies: tuple[Tally, ...] = ()
    moved_to: str | None = None
    moved_since: str | None = None
    turns: tuple[str, ...] = ()
    title: str | None = None
