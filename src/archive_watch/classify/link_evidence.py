"""What one look at a link shows: the class of the answer, and a good one weighed.

A failure is ``suspected`` whatever it is: only ``link_life`` proves anything.  What our own line or
machine did is evidence of nothing, and has the reason ``local``.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from archive_watch.classify.link_answer import Shown, class_of
from archive_watch.classify.link_face import Face
from archive_watch.classify.link_paths import is_home
from archive_watch.classify.soft_404 import ALONE, Company, SoftSigns, soft_signs
from archive_watch.extract.page import Cut, PageKind
from archive_watch.model.capture import Response
from archive_watch.model.link import (
    Failing,
    Fragment,
    LinkEvidence,
    LinkReason,
    LinkState,
    Suggestion,
    SuggestionKind,
)

_PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})


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
    shown = class_of(response, page, is_challenge=is_challenge)
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


def _is_good(state: LinkState) -> bool:
    return state in {LinkState.OK, LinkState.REDIRECTED}


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
