"""What one look at a link shows, and what its looks add up to.

One failure proves nothing: a link is suspected until enough checks agree.  An answer that shuts
us out (401, 403, 429, a block page) is ``blocked`` and never dead; one good answer is enough to be
``ok`` again.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from urllib.parse import urlsplit

from archive_watch.model.capture import Failure, Response
from archive_watch.model.link import LinkEvidence, LinkHealth, LinkReason, LinkState

_NOT_NOW = frozenset({408, 421, 425})  # the server asks to be asked again
_SHUT_OUT = frozenset({401, 402, 403, 407, 429, 451, 999})
_CONFIRMED_SOON = frozenset(
    {LinkReason.HTTP, LinkReason.NOT_FOUND_PAGE, LinkReason.HOME_PAGE, LinkReason.REDIRECTS}
)
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


def evidence_of(
    response: Response, *, at: str, is_block_page: bool, is_not_found_page: bool
) -> LinkEvidence | None:
    """What one answer shows of its link; None when it shows nothing (the host is on hold).

    ``is_block_page`` and ``is_not_found_page`` are what the page kind of the body says.
    """
    found = _state_and_reason(response, is_block_page, is_not_found_page)
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
    )


def _state_and_reason(
    response: Response, is_block_page: bool, is_not_found_page: bool
) -> tuple[LinkState, LinkReason | None] | None:
    if response.refusal is not None:
        return _of_failure(response.refusal.failure)
    assert response.status is not None
    if is_block_page:
        return LinkState.BLOCKED, LinkReason.BLOCK_PAGE
    if response.status in _SHUT_OUT:
        legal = response.status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
        return LinkState.BLOCKED, LinkReason.LEGAL if legal else LinkReason.HTTP
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR or response.status in _NOT_NOW:
        return LinkState.SUSPECTED, LinkReason.SERVER
    if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
        return LinkState.SUSPECTED, LinkReason.HTTP
    if is_not_found_page:
        return LinkState.SUSPECTED, LinkReason.NOT_FOUND_PAGE
    return _of_good_answer(response)


def _of_good_answer(response: Response) -> tuple[LinkState, LinkReason | None]:
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


def _of_failure(failure: Failure) -> tuple[LinkState, LinkReason | None] | None:
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
    of the proof that a server said "not there".  What is broken stays so until it answers.
    """
    known = replace(
        before,
        status=seen.status,
        final_url=seen.final_url,
        checked_at=seen.at,
        checks=before.checks + 1,
        reason=seen.reason,
    )
    if seen.state is not LinkState.SUSPECTED:
        good = seen.state in {LinkState.OK, LinkState.REDIRECTED}
        return replace(
            known,
            state=seen.state,
            failures=0,
            failing_since=None,
            last_ok_at=seen.at if good else before.last_ok_at,
        )
    failures = _failures_in_a_row(before, seen)
    needed = confirm_checks if seen.reason in _CONFIRMED_SOON else confirm_checks * _SLOWER
    is_broken = before.state is LinkState.BROKEN or failures >= needed
    return replace(
        known,
        state=LinkState.BROKEN if is_broken else LinkState.SUSPECTED,
        failures=failures,
        failing_since=before.failing_since or seen.at,
    )


def _failures_in_a_row(before: LinkHealth, seen: LinkEvidence) -> int:
    """The failures that count towards a proof: outages before the first "not there" count nothing."""
    starts_proof = seen.reason in _CONFIRMED_SOON and before.reason not in _CONFIRMED_SOON
    return 1 if starts_proof else before.failures + 1
