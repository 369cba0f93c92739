"""What an answer to a request means: the first half of a check, before any history is looked at.

The answer, the page and its profile in; an outcome, or the page cut ready to be read, out.
A block page is recognised whatever its status; an error is an event and never a text.
The parsers are imported once there is something to cut: most rounds find nothing new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive_watch.classify.link_paths import stands_for_home
from archive_watch.extract.kind.kinds import PageKind
from archive_watch.model.capture import NETWORK_FAILURES, Failure, Refusal, Response
from archive_watch.model.page import WatchedPage
from archive_watch.model.site import SiteProfile
from archive_watch.model.url import page_key
from archive_watch.model.visit import Outcome

if TYPE_CHECKING:
    from archive_watch.extract.page import Cut

REFUSING = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    }
)
"""The answers that keep us from an address without saying anything of what is there."""

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
# Good answers that hold a whole page, or say that there is none.  A 206 is a part that nobody
# asked for; a 201 or 202 speaks of something else.
_WHOLE = frozenset({200, 203, 204, 205})
_CHALLENGES = (("cf-mitigated", "challenge"), ("x-amzn-waf-action", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Either ``outcome`` is final, or ``cut`` holds a page (or a document) to be kept.

    ``moved_to`` is the key that an all-permanent redirect led to; ``redirected`` is set when any
    redirect left the page's own address.  ``is_known``: nothing was cut, for the answer has the
    ``answer_sha256`` of the page's last full one (``know_answer``).
    """

    outcome: Outcome | None = None
    reason: str | None = None
    evidence: tuple[str, ...] = ()
    cut: Cut | None = None
    moved_to: str | None = None
    redirected: bool = False
    answer_sha256: str | None = None
    is_known: bool = False


def judge_answer(
    response: Response,
    page: WatchedPage,
    profile: SiteProfile,
    *,
    excluded: Sequence[str] = (),
    conditional: bool = True,
    same_body_as: str | None = None,
) -> Judgement:
    """What ``response`` means for ``page``, as far as the answer alone can tell.

    ``excluded`` are content types that the operator does not keep, with * and ? as wildcards.
    ``conditional``: the page was asked for with validators, so that a 304 is an answer to them.
    ``same_body_as`` is another address of the host that answered the same bytes in this run.
    """
    if (known := _by_head(response, conditional=conditional)) is not None:
        return known
    from archive_watch.services.cutting.cut_safely import cut_safely  # noqa: PLC0415  (needs the parsers)

    cut = cut_safely(
        response.body,
        content_type=response.content_type,
        url=response.final_url,
        profile=profile,
        status=response.status or 0,
        headers=response.headers,
        same_body_as=same_body_as,
    )
    return _by_cut(cut, response, page, excluded)


async def judge_aside(
    response: Response,
    page: WatchedPage,
    profile: SiteProfile,
    *,
    excluded: Sequence[str] = (),
    conditional: bool = True,
    same_body_as: str | None = None,
) -> Judgement:
    """As ``judge_answer``; other work goes on while a page is parsed that is dear to parse."""
    if (known := _by_head(response, conditional=conditional)) is not None:
        return known
    from archive_watch.services.cutting.cut_safely import cut_aside  # noqa: PLC0415  (needs the parsers)

    cut = await cut_aside(
        response.body,
        content_type=response.content_type,
        url=response.final_url,
        profile=profile,
        status=response.status or 0,
        headers=response.headers,
        same_body_as=same_body_as,
    )
    return _by_cut(cut, response, page, excluded)


def _by_head(response: Response, *, conditional: bool) -> Judgement | None:
    """What the answer is, where that can be told without its body."""
    if response.refusal is not None:
        return _refused(response.refusal)
    assert response.status is not None
    if response.status == HTTPStatus.NOT_MODIFIED:
        return _not_modified(conditional and not response.hops)
    if (challenge := challenge_sign(response)) is not None:
        return Judgement(outcome=Outcome.BLOCKED, reason="challenge", evidence=(challenge,))
    return None


def _by_cut(cut: Cut, response: Response, page: WatchedPage, excluded: Sequence[str]) -> Judgement:
    assert response.status is not None
    if cut.kind is PageKind.BLOCKED:
        return Judgement(
            outcome=Outcome.BLOCKED, reason=cut.reason or "block_page", evidence=cut.evidence
        )
    return (
        _by_status(response.status)
        or _by_type(response.content_type, excluded)
        or _by_kind(cut, response, page)
    )


def challenge_sign(response: Response) -> str | None:
    """The header by which a host says that this is a challenge to the visitor, whatever its status."""
    for name, said in _CHALLENGES:
        value = response.header(name)
        if value is not None and value.strip().lower().startswith(said):
            return f"{name}: {value.strip()[:80]}"
    return None


def _not_modified(asked: bool) -> Judgement:
    """A 304 says something only about what we said that we have; validators go with no redirect."""
    if asked:
        return Judgement(outcome=Outcome.NOT_MODIFIED)
    return Judgement(
        outcome=Outcome.SERVER_ERROR,
        reason="unexpected_304",
        evidence=("answered 304 to a request without validators",),
    )


def _refused(refusal: Refusal) -> Judgement:
    reason = refusal.failure.value
    evidence = (refusal.detail,) if refusal.detail else ()
    match refusal.failure:
        case failure if failure in NETWORK_FAILURES:
            outcome = Outcome.NETWORK_ERROR
        case Failure.ROBOTS_UNREADABLE:
            outcome = Outcome.BLOCKED
        case Failure.ROBOTS_UNREACHABLE:
            outcome = Outcome.SERVER_ERROR
        case Failure.ON_HOLD | Failure.LOCAL:
            outcome = Outcome.DEFERRED
        case _:
            outcome = Outcome.REJECTED
    return Judgement(outcome=outcome, reason=reason, evidence=evidence)


def _by_status(status: int) -> Judgement | None:
    reason = f"http_{status}"
    if status in _GONE:
        return Judgement(outcome=Outcome.MISSING, reason=reason, evidence=(f"answered {status}",))
    if status in REFUSING:
        legal = status == HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
        said = f"answered {status}" + (" (unavailable for legal reasons)" if legal else "")
        return Judgement(outcome=Outcome.BLOCKED, reason=reason, evidence=(said,))
    if status not in _WHOLE:
        return Judgement(
            outcome=Outcome.SERVER_ERROR, reason=reason, evidence=(f"answered {status}",)
        )
    return None


def _by_type(content_type: str | None, excluded: Sequence[str]) -> Judgement | None:
    named = (content_type or "").partition(";")[0].strip().lower()
    if not any(fnmatchcase(named, pattern.lower()) for pattern in excluded):
        return None
    return Judgement(
        outcome=Outcome.REJECTED,
        reason=Failure.CONTENT_TYPE.value,
        evidence=(f"{named} is excluded by the configuration",),
    )


def _by_kind(cut: Cut, response: Response, page: WatchedPage) -> Judgement:
    redirected = page_key(response.final_url) != page.key
    if redirected and _is_home(response.final_url) and not stands_for_home(page.url):
        return Judgement(
            outcome=Outcome.SOFT_MISSING,
            reason="home_page",
            evidence=(*cut.evidence, f"redirected to the home page {response.final_url}"),
        )
    match cut.kind:
        case PageKind.NOT_FOUND:
            return Judgement(
                outcome=Outcome.SOFT_MISSING, reason="not_found_page", evidence=cut.evidence
            )
        case PageKind.MOVED_NOTICE:
            return Judgement(
                outcome=Outcome.SOFT_MISSING, reason="moved_notice", evidence=cut.evidence
            )
        case PageKind.OUTAGE:
            return Judgement(
                outcome=Outcome.SERVER_ERROR, reason="outage_page", evidence=cut.evidence
            )
        case PageKind.EMPTY:
            return Judgement(outcome=Outcome.SOFT_MISSING, reason="empty", evidence=cut.evidence)
        case PageKind.NEEDS_REVIEW:
            return Judgement(
                outcome=Outcome.NEEDS_REVIEW,
                reason=cut.reason or "no_selector_matched",
                evidence=cut.evidence,
            )
        case _:
            permanent = redirected and all(hop.status in _PERMANENT for hop in response.hops)
            return Judgement(
                cut=cut,
                evidence=cut.evidence,
                redirected=redirected,
                moved_to=page_key(response.final_url) if permanent else None,
            )


def _is_home(url: str) -> bool:
    parts = urlsplit(page_key(url))
    return parts.path in {"", "/"} and not parts.query
