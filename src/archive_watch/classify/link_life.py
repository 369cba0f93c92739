"""What one look at a link shows, and what its looks add up to.

One failure proves nothing: a link is suspected until enough checks agree.  An answer that shuts
us out (401, 403, 429, a block page, a login) is ``blocked`` and never dead; one good answer is enough
to be ``ok`` again.  An answer with the status of a good one that is not the document (the page says
"not found" or "moved", the home page answered) comes to be ``soft_404`` and not ``broken``.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlsplit

from archive_watch.extract.page import Cut, PageKind
from archive_watch.model.capture import Failure, Response
from archive_watch.model.link import (
    LinkEvidence,
    LinkHealth,
    LinkReason,
    LinkState,
    Suggestion,
    SuggestionKind,
)

_NOT_NOW = frozenset({408, 421, 425})  # the server asks to be asked again
_SHUT_OUT = frozenset({401, 402, 403, 407, 429, 451, 999})
_SOFT = frozenset({LinkReason.NOT_FOUND_PAGE, LinkReason.HOME_PAGE, LinkReason.MOVED_NOTICE})
_CONFIRMED_SOON = _SOFT | {LinkReason.HTTP, LinkReason.REDIRECTS}
_PROVED = frozenset({LinkState.BROKEN, LinkState.SOFT_404})
_SLOWER = 2  # outages heal: network and server failures need this many times the checks
_HOMES = frozenset({"", "/index.html", "/index.htm", "/index.php", "/default.aspx", "/home"})
_EXCLUDED = {
    Failure.SCHEME: LinkReason.SCHEME,
    Failure.PRIVATE_ADDRESS: LinkReason.PRIVATE_ADDRESS,
    Failure.ROBOTS: LinkReason.ROBOTS,
    Failure.CONTACT: LinkReason.CONTACT,
}
_FAILED = {
    Failure.DNS: LinkReason.DNS,
    Failure.TLS: LinkReason.TLS,
    Failure.CONNECT: LinkReason.CONNECT,
    Failure.RESET: LinkReason.RESET,
    Failure.TIMEOUT: LinkReason.TIMEOUT,
    Failure.TRUNCATED: LinkReason.TRUNCATED,
    Failure.TOO_LARGE: LinkReason.RESET,  # a flood of headers: bodies are cut short without harm
    Failure.TOO_MANY_REDIRECTS: LinkReason.REDIRECTS,
    Failure.ROBOTS_UNREACHABLE: LinkReason.SERVER,
}
_Shown = tuple[LinkState, LinkReason | None]


def evidence_of(
    response: Response, *, at: str, page: Cut | None = None, is_challenge: bool = False
) -> LinkEvidence | None:
    """What one answer shows of its link; None when it shows nothing (the host is on hold).

    ``page`` is what its body is, where it is a page; ``is_challenge``: its headers say that it is a
    challenge to the visitor.
    """
    found = _wall(response, page, is_challenge) or _state_and_reason(response, page)
    if found is None:
        return None
    state, reason = found
    return LinkEvidence(
        at=at,
        state=state,
        reason=reason,
        status=response.status,
        final_url=response.final_url,
        elapsed_ms=response.elapsed_ms,
        suggestion=_suggestion(page) if reason is LinkReason.MOVED_NOTICE else None,
    )


def _suggestion(page: Cut | None) -> Suggestion | None:
    """Where a notice says that the document is now."""
    if page is None or page.leads_to is None:
        return None
    return Suggestion(url=page.leads_to, kind=SuggestionKind.MOVED_NOTICE)


def _wall(response: Response, page: Cut | None, is_challenge: bool) -> _Shown | None:
    """What stands before the document, whatever the status."""
    if response.refusal is not None:
        return None
    if page is not None and page.kind is PageKind.BLOCKED:
        is_login = page.reason == LinkReason.LOGIN_PAGE
        return LinkState.BLOCKED, LinkReason.LOGIN_PAGE if is_login else LinkReason.BLOCK_PAGE
    return (LinkState.BLOCKED, LinkReason.BLOCK_PAGE) if is_challenge else None


def _state_and_reason(response: Response, page: Cut | None) -> _Shown | None:
    if response.refusal is not None:
        return _of_failure(response.refusal.failure)
    assert response.status is not None
    if response.status in _SHUT_OUT:
        legal = response.status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
        return LinkState.BLOCKED, LinkReason.LEGAL if legal else LinkReason.HTTP
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR or response.status in _NOT_NOW:
        return LinkState.SUSPECTED, LinkReason.SERVER
    if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        return LinkState.SUSPECTED, LinkReason.HTTP
    return _of_page(response, page) or _of_good_answer(response)


def _of_page(response: Response, page: Cut | None) -> _Shown | None:
    """What a page that is not the document says instead, with the status of a good answer."""
    match page.kind if page is not None else None:
        case PageKind.OUTAGE:
            return LinkState.SUSPECTED, LinkReason.SERVER
        case PageKind.NOT_FOUND:
            return LinkState.SUSPECTED, LinkReason.NOT_FOUND_PAGE
        case PageKind.MOVED_NOTICE if _is_home(response.url):
            return LinkState.REDIRECTED, LinkReason.MOVED_NOTICE  # to the first page of the site
        case PageKind.MOVED_NOTICE:
            return LinkState.SUSPECTED, LinkReason.MOVED_NOTICE
        case _:
            return None


def _of_good_answer(response: Response) -> _Shown:
    if not response.hops:
        return LinkState.OK, None
    if _led_home(response.url, response.final_url):
        return LinkState.SUSPECTED, LinkReason.HOME_PAGE
    return LinkState.REDIRECTED, None


def _led_home(asked: str, answered: str) -> bool:
    """Whether a page's address led to a home page instead: a polite way to say that it is gone.

    A short address of another site may well stand for a home page, as a shortener's does.
    """
    if not _is_home(answered) or _is_home(asked):
        return False
    depth = len([part for part in urlsplit(asked).path.split("/") if part])
    return depth > 1 or _site(asked) == _site(answered)


def _site(url: str) -> list[str]:
    return (urlsplit(url).hostname or "").split(".")[-2:]


def _of_failure(failure: Failure) -> _Shown | None:
    if failure in _EXCLUDED:
        return LinkState.EXCLUDED, _EXCLUDED[failure]
    if failure in _FAILED:
        return LinkState.SUSPECTED, _FAILED[failure]
    if failure is Failure.CONTENT_TYPE:
        return LinkState.OK, None  # not what we would keep, but there
    if failure is Failure.ROBOTS_UNREADABLE:
        return LinkState.BLOCKED, LinkReason.BLOCK_PAGE
    return None


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.lower().rstrip("/") in _HOMES and not parts.query


def health_after(before: LinkHealth, seen: LinkEvidence, *, confirm_checks: int) -> LinkHealth:
    """The link's health once ``seen`` is counted; ``confirm_checks`` failures in a row are proof.

    Failures of the network or of the server need twice as many, for outages heal; they are no part
    of the proof that a server said "not there".  What is broken stays so until it answers.  Where the
    document may be found instead is remembered until the link is good again.
    """
    known = replace(
        before,
        status=seen.status,
        final_url=seen.final_url,
        checked_at=seen.at,
        checks=before.checks + 1,
        reason=seen.reason,
        suggestion=seen.suggestion or before.suggestion,
    )
    if seen.state is not LinkState.SUSPECTED:
        good = seen.state in {LinkState.OK, LinkState.REDIRECTED}
        return replace(
            known,
            state=seen.state,
            failures=0,
            failing_since=None,
            last_ok_at=seen.at if good else before.last_ok_at,
            suggestion=seen.suggestion if good else known.suggestion,
        )
    failures = _failures_in_a_row(before, seen)
    needed = confirm_checks if seen.reason in _CONFIRMED_SOON else confirm_checks * _SLOWER
    is_proved = before.state in _PROVED or failures >= needed
    return replace(
        known,
        state=_proved(before, seen) if is_proved else LinkState.SUSPECTED,
        failures=failures,
        failing_since=before.failing_since or seen.at,
    )


def _proved(before: LinkHealth, seen: LinkEvidence) -> LinkState:
    """What a link is that is proved not to lead to its document; an outage changes nothing of it."""
    if seen.reason in _SOFT:
        return LinkState.SOFT_404
    is_outage = seen.reason not in _CONFIRMED_SOON
    return before.state if is_outage and before.state in _PROVED else LinkState.BROKEN


def _failures_in_a_row(before: LinkHealth, seen: LinkEvidence) -> int:
    """The failures that count towards a proof: outages before the first "not there" count nothing."""
    starts_proof = seen.reason in _CONFIRMED_SOON and before.reason not in _CONFIRMED_SOON
    return 1 if starts_proof else before.failures + 1
