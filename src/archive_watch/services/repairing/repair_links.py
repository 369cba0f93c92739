"""Repair links: look for their documents one link after the other, and look again at what was found.

Six requests a link at the most, one at a time.  A repair is told once it was seen; it is looked at
again after ninety days, and withdrawn when it is no longer the document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from archive_watch.model.clock import utc_text
from archive_watch.model.link import SuggestionKind
from archive_watch.repair.known import Candidate
from archive_watch.services.asking.network import Network
from archive_watch.services.repairing.ask_memento import (
    WebArchive,
    ask_memento,
    web_archive,
)
from archive_watch.services.repairing.gather_known import gather_known, where_to_look
from archive_watch.services.repairing.look_at import Tried, look_at
from archive_watch.services.watch import Watch
from archive_watch.storage.links import WatchedLink
from archive_watch.storage.repair_rules import note_rule
from archive_watch.storage.repairs import (
    Repair,
    confirm_repair,
    doubt_repair,
    keep_repair,
    let_go_of_repaired,
    note_search,
    searches_so_far,
    standing_repair,
    suggest_standing,
    withdraw_repair,
)

MOST_REQUESTS = 6
"""Of one link, robots.txt apart, which is asked once a host and day."""

_LOOK_AGAIN = timedelta(days=90)
_SOON = timedelta(days=1)
_SEARCH_AGAIN = (timedelta(days=30), timedelta(days=90))
_MOST_DOUBTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What came of one link: what was tried in order, the last of it right if any was.

    ``not_asked`` are candidates for which no request was left.
    """

    link: WatchedLink
    tried: tuple[Tried, ...]
    not_asked: tuple[Candidate, ...] = ()

    @property
    def repair(self) -> Tried | None:
        """What was found."""
        return next((one for one in self.tried if one.is_right), None)

    @property
    def requests(self) -> int:
        """What it cost."""
        return sum(one.requests for one in self.tried)


async def repair_links(
    watch: Watch,
    network: Network,
    links: Sequence[WatchedLink],
    *,
    should_stop: Callable[[], bool] = lambda: False,
    done: Callable[[Sought], None] = lambda _: None,
) -> list[Sought]:
    """Look for the documents of ``links``; ``network`` is that of links.

    Once ``should_stop`` says so no other link is looked for.
    """
    archive, found = web_archive(watch, network), []
    with watch.archive.writing():
        let_go_of_repaired(watch.archive, at=watch.now())
        suggest_standing(watch.archive)
    for link in links:
        if should_stop():
            break
        sought = await _repaired(watch, network, archive, link)
        found.append(sought)
        done(sought)
    return found


async def _repaired(
    watch: Watch, network: Network, archive: WebArchive, link: WatchedLink
) -> Sought:
    standing = standing_repair(watch.archive, link.id)
    if standing is None:
        return await _search(watch, network, archive, link, left=MOST_REQUESTS)
    is_copy = standing.candidate.kind is SuggestionKind.MEMENTO
    if is_copy and not archive.is_asked:
        with watch.archive.writing():
            doubt_repair(watch.archive, link.id, next_look_at=_later(watch, _LOOK_AGAIN))
        return Sought(link=link, tried=())
    door = archive.network if is_copy else network
    tried = await _look_again(watch, door, link, standing)
    if tried.is_right or standing_repair(watch.archive, link.id) is not None:
        return Sought(link=link, tried=(tried,))
    sought = await _search(watch, network, archive, link, left=MOST_REQUESTS - tried.requests)
    return replace(sought, tried=(tried, *sought.tried))


async def _look_again(watch: Watch, network: Network, link: WatchedLink, standing: Repair) -> Tried:
    """Whether the standing repair is still the document; it is withdrawn where it is not."""
    known, candidate = gather_known(watch, link).known, standing.candidate
    tried = await look_at(watch, network, candidate, known, most_requests=MOST_REQUESTS // 2)
    named = candidate.why.removesuffix(f"; {tried.told}")  # as it was told when it was found
    tried = replace(tried, candidate=replace(tried.candidate, why=named))
    at = watch.now()
    with watch.archive.writing():
        if tried.is_right:
            confirm_repair(watch.archive, link.id, at=at, next_look_at=_later(watch, _LOOK_AGAIN))
        elif not tried.is_known and standing.failures + 1 < _MOST_DOUBTS:
            doubt_repair(watch.archive, link.id, next_look_at=_later(watch, _SOON))
        else:
            withdraw_repair(watch.archive, link.id, at=at, why=tried.told)
    return tried


async def _search(
    watch: Watch, network: Network, archive: WebArchive, link: WatchedLink, *, left: int
) -> Sought:
    wanted = gather_known(watch, link)
    looked_for, tried, place = where_to_look(watch, wanted), list[Tried](), 0
    kept_back = archive.requests_needed
    for candidate in looked_for:
        if left - kept_back < 1:
            break
        place += 1
        one = await look_at(watch, network, candidate, wanted.known, most_requests=left - kept_back)
        left -= one.requests
        tried.append(one)
        if one.is_right:
            break
    if not any(one.is_right for one in tried):
        copy = await ask_memento(archive, wanted.known, most_requests=left)
        tried += [] if copy is None else [copy]
    sought = Sought(link=link, tried=tuple(tried), not_asked=looked_for[place:])
    _keep(watch, sought)
    return sought


def _keep(watch: Watch, sought: Sought) -> None:
    """Write what a search came to, and let its rules learn from it."""
    link, at, repair = sought.link, watch.now(), sought.repair
    with watch.archive.writing():
        for one in sought.tried:
            if one.candidate.rule is not None and one.is_known:
                note_rule(watch.archive, one.candidate.rule, is_right=one.is_right, at=at)
        note_search(
            watch.archive,
            link.id,
            at=at,
            next_search_at=_next_search(watch, sought),
            requests=sought.requests,
            tried=[_as_row(one) for one in sought.tried],
        )
        if repair is not None:
            keep_repair(
                watch.archive,
                link.id,
                repair.candidate,
                confidence=repair.confidence,
                why=repair.told,
                at=at,
                next_look_at=_later(watch, _LOOK_AGAIN),
            )


def _next_search(watch: Watch, sought: Sought) -> str:
    """Soon where something could not be asked, else ever more seldom."""
    so_far = searches_so_far(watch.archive, sought.link.id)
    if any(not one.is_known for one in sought.tried) and so_far < _MOST_DOUBTS:
        return _later(watch, _SOON)
    return _later(watch, _SEARCH_AGAIN[min(so_far, len(_SEARCH_AGAIN) - 1)])


def _later(watch: Watch, by: timedelta) -> str:
    return utc_text(watch.clock() + by)


def _as_row(tried: Tried) -> dict[str, Any]:
    return {
        "url": tried.candidate.url,
        "kind": SuggestionKind(tried.candidate.kind).value,
        "why": tried.candidate.why,
        "told": tried.told,
        "confidence": tried.confidence,
        "right": tried.is_right,
    }
