"""What one look at a link shows: a class of answer, and the reason for it.

An answer that shuts us out (401, 403, 429, a challenge, a login) is ``blocked``: it says nothing of
what is behind it.  A failure is ``suspected`` whatever it is: only ``link_life`` proves anything.
What our own line or machine did is evidence of nothing, and has the reason ``local``.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import NamedTuple

from archive_watch.classify.link_face import Face
from archive_watch.classify.link_paths import is_home, led_to_login, same_address
from archive_watch.classify.soft_404 import ALONE, Company, SoftSigns, soft_signs
from archive_watch.extract.page import Cut, PageKind
from archive_watch.model.capture import NAME_UNANSWERED, Failure, Response
from archive_watch.model.link import (
    Failing,
    Fragment,
    LinkEvidence,
    LinkReason,
    LinkState,
    Suggestion,
    SuggestionKind,
)

_NOT_NOW = frozenset({408, 421, 425})  # the server asks to be asked again
_SHUT_OUT = frozenset({401, 402, 403, 407, 429, 440, 449, 451, 999})
_ASKED_WRONGLY = frozenset({405, 406, 411, 412, 415, 416, 417, 423, 426, 428, 431})
_SAID_NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_LEADS_ON = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
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
    Failure.ROBOTS_UNREACHABLE: (LinkReason.SERVER, Failing.UNPROVEN),  # it was never asked itself
}


class Shown(NamedTuple):
    """The class of one answer."""

    state: LinkState
    reason: LinkReason | None = None
    failing: Failing | None = None


def evidence_of(
    response: Response,
    *,
    at: str,
    page: Cut | None = None,
    is_challenge: bool = False,
    face: Face | None = None,
    company: Company = ALONE,
) -> LinkEvidence | None:
    """What one answer shows of its link; None when it shows nothing (the host is on hold).

    ``page`` is what its body is and ``face`` what it shows, where it is a page; ``is_challenge``:
    its headers say that it is a challenge to the visitor; ``company`` is what is known of the host
    beside it (its ``sibling`` is worth asking where ``wants_sibling``).
    """
    soft = SoftSigns()
    shown = _wall(response, page, is_challenge) or _of_answer(response, page)
    if shown is not None and _is_good(shown.state) and response.refusal is None:
        soft = soft_signs(response, page=page, face=face, company=company)
        shown = _softened(shown, soft, response, page)
    if shown is None:
        return None
    hops = tuple((hop.status, hop.url) for hop in response.hops)
    return LinkEvidence(
        at=at,
        state=shown.state,
        reason=shown.reason,
        status=response.status,
        final_url=response.final_url,
        elapsed_ms=response.elapsed_ms,
        suggestion=_suggestion(page) if shown.reason is LinkReason.MOVED_NOTICE else None,
        failing=shown.failing,
        hops=hops,
        is_permanent=bool(hops) and all(status in _PERMANENT for status, _ in hops),
        title=face.title or None if face is not None else None,
        signs=_signs(response, page, soft, company),
        soft_score=soft.score,
        detail=response.refusal.detail or None if response.refusal is not None else None,
        is_host_honest=company.is_honest,
    )


def wants_sibling(seen: LinkEvidence) -> bool:
    """Whether it is worth asking an invented address beside the link's: what it answers decides
    whether a 404 is to be believed, and whether a page that answered well is the document."""
    if seen.final_url is not None and is_home(seen.final_url) and not seen.hops:
        return False
    is_good_page = _is_good(seen.state) and seen.title is not None
    return is_good_page or seen.failing in {Failing.NOT_THERE, Failing.SOFT, Failing.UNPROVEN}


def with_fragment(seen: LinkEvidence, fragment: Fragment) -> LinkEvidence:
    """The evidence of a link to a place on a page that was looked for; a page without the place is
    a good answer still."""
    is_missing = fragment is Fragment.MISSING and _is_good(seen.state)
    return replace(
        seen,
        fragment=fragment,
        reason=LinkReason.FRAGMENT if is_missing and seen.reason is None else seen.reason,
        signs=(*seen.signs, "the place that it names is not on the page")
        if is_missing
        else seen.signs,
    )


def local_evidence(seen: LinkEvidence) -> LinkEvidence:
    """The same look, once it is known that our own line or machine was at fault: it counts for
    nothing."""
    return replace(
        seen, state=LinkState.UNCHECKED, reason=LinkReason.LOCAL, failing=None, suggestion=None
    )


def superseded_evidence(seen: LinkEvidence) -> LinkEvidence:
    """The same look at a link whose era has moved to an archive, where that is known of its host: a
    failure is to be expected, and proves nothing; the document is looked for in the archive."""
    if seen.state is not LinkState.SUSPECTED:
        return seen
    sign = "its host's pages of that time are in an archive now"
    return replace(
        seen,
        reason=LinkReason.SUPERSEDED,
        failing=Failing.UNPROVEN,
        signs=(*seen.signs, sign),
    )


def _is_good(state: LinkState) -> bool:
    return state in {LinkState.OK, LinkState.REDIRECTED}


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
    return None


def _of_answer(response: Response, page: Cut | None) -> Shown | None:
    if response.refusal is not None:
        return _of_failure(response)
    assert response.status is not None
    if HTTPStatus.OK <= response.status <= HTTPStatus.MULTIPLE_CHOICES:
        if page is not None and page.kind is PageKind.OUTAGE:
            return Shown(LinkState.SUSPECTED, LinkReason.SERVER, Failing.SERVER)
        is_there = not response.hops or same_address(response.url, response.final_url)
        return Shown(LinkState.OK if is_there else LinkState.REDIRECTED)
    return _of_status(response.status)


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
    if failure is Failure.DNS and response.refusal.detail.startswith(NAME_UNANSWERED):
        return Shown(LinkState.SUSPECTED, LinkReason.DNS, Failing.NO_NAME_SERVER)
    if failure is Failure.TIMEOUT and response.status_line is not None:
        return Shown(LinkState.SUSPECTED, LinkReason.TIMEOUT, Failing.UNPROVEN)  # it had begun
    if failure in _FAILED:
        return Shown(LinkState.SUSPECTED, *_FAILED[failure])
    match failure:
        case Failure.CONTENT_TYPE:
            return Shown(LinkState.OK)  # not what we would keep, but there
        case Failure.ROBOTS_UNREADABLE:
            return Shown(LinkState.BLOCKED, LinkReason.BLOCK_PAGE)
        case Failure.LOCAL:
            return Shown(LinkState.UNCHECKED, LinkReason.LOCAL)
        case _:
            return None


def _softened(shown: Shown, soft: SoftSigns, response: Response, page: Cut | None) -> Shown:
    """The class of a good answer once its signs are weighed."""
    is_notice = page is not None and page.kind is PageKind.MOVED_NOTICE
    if is_notice and is_home(response.url):
        return Shown(LinkState.REDIRECTED, LinkReason.MOVED_NOTICE)  # to the site's first page
    if soft.reason is None:
        return shown
    failing = Failing.SOFT if soft.is_conclusive else Failing.UNPROVEN
    return Shown(LinkState.SUSPECTED, soft.reason, failing)


def _suggestion(page: Cut | None) -> Suggestion | None:
    """Where a notice says that the document is now."""
    if page is None or page.leads_to is None:
        return None
    return Suggestion(url=page.leads_to, kind=SuggestionKind.MOVED_NOTICE)


def _signs(
    response: Response, page: Cut | None, soft: SoftSigns, company: Company
) -> tuple[str, ...]:
    """What speaks against the link, in sentences."""
    if response.refusal is not None:
        return (response.refusal.told,)
    signs = list(soft.signs)
    if page is not None and page.kind in {PageKind.BLOCKED, PageKind.OUTAGE}:
        signs += page.evidence
    if response.status is not None and response.status >= HTTPStatus.MULTIPLE_CHOICES:
        signs.insert(0, f"{response.final_url} answered {response.status}")
        if company.is_honest:
            signs.append("the host says of an invented address that it is not there")
    return tuple(signs)
