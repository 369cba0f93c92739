"""Ask for one source of pages and read it: a sitemap, a feed, a listing; or say why it is none.

A block page in the place of a sitemap is a sign that the host shuts us out, and its links are no
pages.  Reading what is large is done beside other work.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus

from archive_watch.discover.listing import feeds_of, listing_of
from archive_watch.discover.reading import read_source
from archive_watch.discover.source import MAX_BYTES, NoSource, Reading, SourceKind
from archive_watch.extract.intake.decode import decode_body
from archive_watch.extract.page import Cut, PageKind
from archive_watch.model.capture import Failure, Response, Validators
from archive_watch.model.url import host_of
from archive_watch.services.asking.network import Network
from archive_watch.services.checking.check_page import must_have_contact
from archive_watch.services.checking.judge_answer import REFUSING, challenge_sign
from archive_watch.services.cutting.cut_safely import cut_aside
from archive_watch.services.watch import Watch

_ASIDE_BYTES = 32 * 1024  # reading more takes longer than other work may wait
_GOOD = frozenset({200, 203})
_MAY_BE_LISTING = frozenset({PageKind.CONTENT, PageKind.LISTING})
_WHOLE_PAGE = frozenset({"no_selector_matched", "needs_scripts"})
_UNSELECTED = "its site profile selects nothing on it: the links of the whole page were read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of asking: a ``reading``, or ``unchanged``, or an ``error`` for people.

    ``failure`` is set where there was no answer; ``is_blocked`` where the answer shuts us out.
    ``feeds`` are those that a listing names for itself.
    """

    final_url: str
    reading: Reading | None = None
    unchanged: bool = False
    error: str | None = None
    failure: Failure | None = None
    is_blocked: bool = False
    is_absent: bool = False
    validators: Validators = field(default_factory=Validators)
    feeds: tuple[str, ...] = ()


async def ask_source(
    watch: Watch,
    network: Network,
    url: str,
    *,
    expected: SourceKind | None,
    start: str,
    validators: Validators | None = None,
) -> Asked:
    """What the source at ``url`` says; ``expected`` None: by what it holds.

    ``start`` is the listing that the discovery began with.  Raises CallerError without a contact.
    """
    enough = min(MAX_BYTES, watch.settings.fetch.max_bytes)
    async with network.manners.turn(host_of(url)):
        response = await network.get(url, validators=validators, enough_bytes=enough)
    must_have_contact(response)
    refused = _refused(response, conditional=validators is not None)
    if refused is not None:
        return refused
    if expected is SourceKind.LISTING:
        return await _listing(watch, response, start)
    found = await _read(response, is_cut=len(response.body) >= enough)
    if isinstance(found, Reading):
        return Asked(final_url=response.final_url, reading=found, validators=_validators(response))
    if not found.is_page:
        return Asked(final_url=response.final_url, error=found.why)
    if expected is None:
        return await _listing(watch, response, start)
    return await _page_in_its_place(watch, response)


def _refused(response: Response, *, conditional: bool) -> Asked | None:
    """What can be said without looking at the body."""
    if response.refusal is not None:
        return Asked(
            final_url=response.final_url,
            error=response.refusal.told,
            failure=response.refusal.failure,
            is_blocked=response.refusal.failure is Failure.ROBOTS_UNREADABLE,
        )
    assert response.status is not None
    if response.status == HTTPStatus.NOT_MODIFIED and conditional and not response.hops:
        return Asked(final_url=response.final_url, unchanged=True)
    challenge = challenge_sign(response)
    if challenge is not None:
        return Asked(
            final_url=response.final_url, error=f"a challenge: {challenge}", is_blocked=True
        )
    if response.status in _GOOD:
        return None
    return Asked(
        final_url=response.final_url,
        error=f"answered {response.status}",
        is_blocked=response.status in REFUSING,
        is_absent=response.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE},
    )


async def _read(response: Response, *, is_cut: bool) -> Reading | NoSource:
    if len(response.body) < _ASIDE_BYTES and not response.body.startswith(b"\x1f\x8b"):
        return read_source(response.body, url=response.final_url, is_cut=is_cut)
    return await asyncio.to_thread(
        read_source, response.body, url=response.final_url, is_cut=is_cut
    )


async def _page_in_its_place(watch: Watch, response: Response) -> Asked:
    """Why a page stands where a sitemap or a feed should."""
    cut = await _cut(watch, response)
    is_blocked = cut.kind is PageKind.BLOCKED
    if is_blocked:
        told = "a block page stands in its place"
    elif cut.kind is PageKind.NOT_FOUND:
        told = "it is not there: a page says so"
    else:
        told = "a page stands in its place, not a sitemap or a feed"
    evidence = f" ({'; '.join(cut.evidence)})" if is_blocked and cut.evidence else ""
    return Asked(
        final_url=response.final_url,
        error=told + evidence,
        is_blocked=is_blocked,
        is_absent=not is_blocked,
    )


async def _listing(watch: Watch, response: Response, start: str) -> Asked:
    cut = await _cut(watch, response)
    fault = _listing_fault(cut)
    if fault is not None:
        is_blocked = cut.kind is PageKind.BLOCKED
        return Asked(final_url=response.final_url, error=fault, is_blocked=is_blocked)
    page = decode_body(response.body, response.content_type).text
    roots = () if cut.part is None else cut.part.roots
    reading = await asyncio.to_thread(
        listing_of,
        roots,
        page,
        url=response.final_url,
        base=None if cut.part is None else cut.part.base,
        start=start,
        note=None if roots else _UNSELECTED,
    )
    return Asked(
        final_url=response.final_url,
        reading=reading,
        validators=_validators(response),
        feeds=feeds_of(page, url=response.final_url),
    )


def _listing_fault(cut: Cut) -> str | None:
    """Why the page is no listing; None where it may be one."""
    if cut.kind in _MAY_BE_LISTING or (
        cut.kind is PageKind.NEEDS_REVIEW and cut.reason in _WHOLE_PAGE
    ):
        return None
    told = "; ".join(cut.evidence)
    return f"{cut.reason or cut.kind.value}: {told}" if told else cut.reason or cut.kind.value


async def _cut(watch: Watch, response: Response) -> Cut:
    return await cut_aside(
        response.body,
        content_type=response.content_type,
        url=response.final_url,
        profile=watch.profile(host_of(response.final_url)),
        status=response.status or 0,
        headers=response.headers,
    )


def _validators(response: Response) -> Validators:
    """What to ask with the next time; none where the answer came from another address."""
    return Validators() if response.hops else response.validators
