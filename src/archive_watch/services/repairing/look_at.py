"""Look at a candidate: ask it once, with manners, and say whether it is the document.

Only a page that answers with 200, is neither an error nor a block nor a home page, and shows what is
known of the document, is one.  Of what could not be asked, or only not now, nothing is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from archive_watch.classify.link_evidence import evidence_of
from archive_watch.classify.link_face import face_of
from archive_watch.classify.link_paths import document_suffix, is_home
from archive_watch.extract.page import Cut, PageKind, read_cut
from archive_watch.model.capture import NETWORK_FAILURES, NO_HTTPS, Failure, Refusal, Response
from archive_watch.model.link import LinkReason, LinkState, SuggestionKind
from archive_watch.model.url import host_of
from archive_watch.repair.alike import is_offered, likeness
from archive_watch.repair.dated import day_of
from archive_watch.repair.known import Candidate, Found, Known
from archive_watch.services.asking.network import Network
from archive_watch.services.checking.judge_answer import challenge_sign
from archive_watch.services.cutting.cut_safely import cut_aside
from archive_watch.services.watch import Watch

_ENOUGH_BYTES = 2 * 1024 * 1024  # half a page is none, and pages of archives are large
_GOOD = frozenset({LinkState.OK, LinkState.REDIRECTED})
_NOT_NOW = NETWORK_FAILURES | {
    Failure.ON_HOLD, Failure.LOCAL, Failure.CONTACT, Failure.ROBOTS_UNREACHABLE,
    Failure.ROBOTS_UNREADABLE,
}  # fmt: skip
_FOR_GOOD = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of one candidate.

    ``told`` is why it is the document, or why not; ``requests`` what it cost.  ``is_known`` False:
    it may be otherwise the next time.  ``is_compared`` False: nothing was known to compare it with, and
    only where the old address leads speaks for it.
    """

    candidate: Candidate
    is_right: bool
    told: str
    confidence: int = 0
    requests: int = 0
    is_known: bool = True
    status: int | None = None
    needs_contact: bool = False
    is_compared: bool = True


async def look_at(
    watch: Watch,
    network: Network,
    candidate: Candidate,
    known: Known,
    *,
    most_requests: int,
) -> Tried:
    """What ``candidate`` is, for no more requests than these."""
    url = candidate.asked_as or candidate.url
    async with network.manners.turn(host_of(url)):
        if _is_upgrade(candidate):  # else a host without https has no rules either, for a while
            await network.rules(known.address)
        response = await network.get(
            url, enough_bytes=_ENOUGH_BYTES, most_redirects=most_requests - 1
        )
    return await judged(watch, candidate, known, response)


async def judged(watch: Watch, candidate: Candidate, known: Known, response: Response) -> Tried:
    """What an answer makes of its candidate."""
    cost = requests_of(response)
    tried = Tried(
        candidate=candidate, is_right=False, told="", requests=cost, status=response.status
    )
    refused = _refused(tried, known, response)
    if refused is not None:
        return refused
    page = await _page(watch, candidate, known, response)
    refused = _no_document(watch, tried, known, response, page)
    if refused is not None:
        return refused
    found = _found(response, page)
    alike = likeness(known, found)
    offered = _where_it_is(candidate, response)
    return replace(
        tried,
        candidate=offered,
        is_right=is_offered(candidate, known, alike),
        told=alike.why,
        confidence=alike.confidence,
        is_compared=alike.is_compared,
    )


def requests_of(response: Response) -> int:
    """How many requests were made; what was refused before it was asked cost none."""
    return len(response.hops) + bool(response.request_headers)


def _refused(tried: Tried, known: Known, response: Response) -> Tried | None:
    """What can be said without looking at the page."""
    refusal = response.refusal
    if refusal is not None:
        return replace(
            tried,
            told=refusal.told,
            is_known=refusal.failure not in _NOT_NOW or _has_no_https(tried.candidate, refusal),
            needs_contact=refusal.failure is Failure.CONTACT,
        )
    if response.final_url.partition("#")[0] == known.address:
        return replace(tried, told="it leads back to the link itself")
    if is_home(response.final_url):
        return replace(tried, told="it leads to a home page")
    return None


def _is_upgrade(candidate: Candidate) -> bool:
    return candidate.kind is SuggestionKind.VARIANT and candidate.url.startswith("https:")


def _has_no_https(candidate: Candidate, refusal: Refusal) -> bool:
    """Whether all that is shown is that the link's own host has no https, as many have none."""
    return _is_upgrade(candidate) and refusal.failure in NO_HTTPS


async def _page(watch: Watch, candidate: Candidate, known: Known, response: Response) -> Cut | None:
    """The page that answered, read as the site that it is of: a copy, as the site that was copied."""
    if "html" not in (response.content_type or "html").lower():
        return None
    url = known.address if candidate.copied_at is not None else response.final_url
    return await cut_aside(
        response.body,
        content_type=response.content_type,
        url=url,
        profile=watch.profile(host_of(url)),
        status=response.status or 0,
        headers=response.headers,
    )


def _no_document(
    watch: Watch, tried: Tried, known: Known, response: Response, page: Cut | None
) -> Tried | None:
    """Why the answer is no document at all, or another sort of document than the link's."""
    seen = evidence_of(
        response, at=watch.now(), page=page, is_challenge=challenge_sign(response) is not None
    )
    if seen is None:
        return replace(tried, told="nothing was answered", is_known=False)
    if seen.state not in _GOOD:
        is_passing = seen.state is LinkState.BLOCKED or seen.reason is LinkReason.SERVER
        why = ", ".join(str(part) for part in (seen.reason, seen.status) if part)
        return replace(tried, told=_told(why, page), is_known=not is_passing)
    if response.status != HTTPStatus.OK:
        return replace(tried, told=f"it answers with {response.status}")
    is_document = page is None or page.kind is PageKind.DOCUMENT
    suffix = document_suffix(known.address)
    if suffix is not None and not is_document:
        return replace(tried, told=f"it is a page, and the link is to a document ({suffix})")
    if suffix is None and is_document:
        return replace(tried, told="it is a document, and the link is to a page")
    if page is not None and page.kind is PageKind.EMPTY:
        return replace(tried, told="the page is empty")
    return None


def _told(why: str, page: Cut | None) -> str:
    evidence = page.evidence if page is not None else ()
    return f"{why}: {'; '.join(evidence)}" if evidence else why


def _found(response: Response, page: Cut | None) -> Found:
    """What there is to compare; of a page that its profile cannot read, only what it is called."""
    url = response.final_url
    if page is None or page.kind is PageKind.DOCUMENT:
        return Found(url=url, is_document=True)
    if page.has_words:
        transcript = read_cut(page)
        data = transcript.metadata
        return Found(
            url=url,
            titles=_distinct((data.title, data.html_title)),
            text=transcript.text,
            published_on=day_of(data.published_on),
        )
    face = face_of(response)
    return Found(url=url, titles=() if face is None else _distinct((face.heading, face.title)))


def _distinct(titles: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(title for title in titles if title))


def _where_it_is(candidate: Candidate, response: Response) -> Candidate:
    """The candidate at the address that redirects for good lead to."""
    hops = response.hops
    if candidate.copied_at is not None or not hops:
        return candidate
    if any(hop.status not in _FOR_GOOD for hop in hops):
        return candidate
    return replace(candidate, url=response.final_url)
