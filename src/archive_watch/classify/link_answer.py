"""The class of one answer: what it shows by itself, before a good one is weighed.

An answer that shuts us out says nothing of what is behind it, whatever its status; a request that is
at fault (405, 416) nothing either.  Half an answer is none, and what was not asked did not fail: nor
was an address whose host takes connections and yet has no robots.txt to give.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

from archive_watch.classify.link_paths import led_to_login, led_to_outage, led_to_wall, same_address
from archive_watch.extract.page import Cut, PageKind
from archive_watch.model.capture import NAME_UNANSWERED, Failure, Response
from archive_watch.model.link import Failing, LinkReason, LinkState

_NOT_NOW = frozenset({408, 421, 425})  # the server asks to be asked again
# Beside the registered ones: 418 and 430 of application firewalls, 420 "enhance your calm", 450 of
# parental controls, 495, 496 and 498 for want of a certificate or token, 509 of a used-up quota, 511
# of the network that we are in (RFC 6585, section 6), 561 of a load balancer's own login.
_SHUT_OUT = frozenset(
    {401, 402, 403, 407, 418, 420, 429, 430, 440, 449, 450, 451, 495, 496, 498, 509, 511, 561, 999}
)
_ASKED_WRONGLY = frozenset({405, 406, 411, 412, 413, 415, 416, 417, 423, 426, 428, 431, 494, 497})
_SAID_NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_LEADS_ON = frozenset({301, 302, 303, 307, 308})
_BEYOND_SERVER_ERRORS = 600
_EXCLUDED = {
    Failure.SCHEME: LinkReason.SCHEME,
    Failure.PRIVATE_ADDRESS: LinkReason.PRIVATE_ADDRESS,
    Failure.ROBOTS: LinkReason.ROBOTS,
    Failure.CONTACT: LinkReason.CONTACT,
}
_FAILED = {
    Failure.DNS: (LinkReason.DNS, Failing.NO_NAME),
    Failure.TLS: (LinkReason.TLS, Failing.CERTIFICATE),
    Failure.CONNECT: (LinkReason.CONNECT, Failing.REFUSED),
    Failure.RESET: (LinkReason.RESET, Failing.REFUSED),
    Failure.TIMEOUT: (LinkReason.TIMEOUT, Failing.SILENCE),
    Failure.TRUNCATED: (LinkReason.TRUNCATED, Failing.UNPROVEN),
    Failure.TOO_LARGE: (LinkReason.RESET, Failing.UNPROVEN),  # our own bound, of headers
    Failure.TOO_MANY_REDIRECTS: (LinkReason.REDIRECTS, Failing.NOT_THERE),
}
_MAY_BE_HALF = frozenset({Failure.TIMEOUT, Failure.RESET})
# h11's words for an answer with a good status line and a header that we do not read; browsers may.
_MALFORMED = ("illegal header line", "conflicting Content-Length", "Only Transfer-Encoding")


class Shown(NamedTuple):
    """The class of one answer."""

    state: LinkState
    reason: LinkReason | None = None
    failing: Failing | None = None


def class_of(response: Response, page: Cut | None, *, is_challenge: bool) -> Shown | None:
    """What the answer shows; None when it shows nothing (the host is on hold).

    ``page`` is what its body is, where it is a page; ``is_challenge``: its headers say that it is a
    challenge to the visitor.
    """
    return _wall(response, page, is_challenge) or _of_answer(response, page)


def _wall(response: Response, page: Cut | None, is_challenge: bool) -> Shown | None:
    """What stands before the document, whatever the status."""
    if response.refusal is not None:
        return None
    if page is not None and page.kind is PageKind.BLOCKED:
        is_login = page.reason == LinkReason.LOGIN_PAGE
        return Shown(
            LinkState.BLOCKED, LinkReason.LOGIN_PAGE if is_login else LinkReason.BLOCK_PAGE
        )
    if is_challenge:
        return Shown(LinkState.BLOCKED, LinkReason.BLOCK_PAGE)
    if response.hops and led_to_login(response.url, response.final_url):
        return Shown(LinkState.BLOCKED, LinkReason.LOGIN_PAGE)
    if response.hops and led_to_wall(response.url, response.final_url):
        return Shown(LinkState.BLOCKED, LinkReason.BLOCK_PAGE)
    return None


def _of_answer(response: Response, page: Cut | None) -> Shown | None:
    if response.refusal is not None:
        return _of_failure(response)
    assert response.status is not None
    if HTTPStatus.OK <= response.status <= HTTPStatus.MULTIPLE_CHOICES:
        if _is_out_of_order(response, page):
            return Shown(LinkState.SUSPECTED, LinkReason.SERVER, Failing.SERVER)
        is_there = not response.hops or same_address(response.url, response.final_url)
        return Shown(LinkState.OK if is_there else LinkState.REDIRECTED)
    return _of_status(response.status)


def _is_out_of_order(response: Response, page: Cut | None) -> bool:
    """Whether a good answer says that the site is out of order: it will not last."""
    if page is not None and page.kind is PageKind.OUTAGE:
        return True
    return bool(response.hops) and led_to_outage(response.url, response.final_url)


def _of_status(status: int) -> Shown:
    """What a status says that is no good one."""
    if status in _SHUT_OUT:
        legal = status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
        return Shown(LinkState.BLOCKED, LinkReason.LEGAL if legal else LinkReason.HTTP)
    if status in _ASKED_WRONGLY:
        return Shown(LinkState.BLOCKED, LinkReason.HTTP)
    if status in _SAID_NOT_THERE:
        failing = Failing.GONE if status == HTTPStatus.GONE else Failing.NOT_THERE
        return Shown(LinkState.SUSPECTED, LinkReason.HTTP, failing)
    if status in _LEADS_ON:  # without an address: to nowhere
        return Shown(LinkState.SUSPECTED, LinkReason.REDIRECTS, Failing.NOT_THERE)
    if status in _NOT_NOW or HTTPStatus.INTERNAL_SERVER_ERROR <= status < _BEYOND_SERVER_ERRORS:
        return Shown(LinkState.SUSPECTED, LinkReason.SERVER, Failing.SERVER)
    is_known = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return Shown(
        LinkState.SUSPECTED, LinkReason.HTTP, Failing.SERVER if is_known else Failing.UNPROVEN
    )


def _of_failure(response: Response) -> Shown | None:
    assert response.refusal is not None
    failure = response.refusal.failure
    if failure in _EXCLUDED:
        return Shown(LinkState.EXCLUDED, _EXCLUDED[failure])
    if response.refusal.is_of_rules or failure is Failure.ROBOTS_UNREACHABLE:
        return Shown(LinkState.BLOCKED, LinkReason.ROBOTS, Failing.RULES)
    if failure is Failure.DNS and response.refusal.detail.startswith(NAME_UNANSWERED):
        return Shown(LinkState.SUSPECTED, LinkReason.DNS, Failing.NO_NAME_SERVER)
    if failure in _FAILED:
        reason, failing = _FAILED[failure]
        had_begun = response.status_line is not None or response.refusal.detail.startswith(
            _MALFORMED
        )
        is_half = failure in _MAY_BE_HALF and had_begun
        return Shown(LinkState.SUSPECTED, reason, Failing.UNPROVEN if is_half else failing)
    match failure:
        case Failure.CONTENT_TYPE:
            return Shown(LinkState.OK)  # not what we would keep, but there
        case Failure.ROBOTS_UNREADABLE:
            return Shown(LinkState.BLOCKED, LinkReason.BLOCK_PAGE)
        case Failure.LOCAL:
            return Shown(LinkState.UNCHECKED, LinkReason.LOCAL)
        case _:
            return None
