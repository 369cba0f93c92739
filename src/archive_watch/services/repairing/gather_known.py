"""What is known of a link's document, from our own archive, and where else it may be."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase

from archive_watch.classify.link_target import TargetClass, target_class
from archive_watch.model.link import LinkReason, LinkState, SuggestionKind
from archive_watch.repair.candidates import Wanted, candidates
from archive_watch.repair.dated import day_of
from archive_watch.repair.known import Candidate, Known
from archive_watch.repair.own_pages import days_sought, number_in
from archive_watch.services.watch import Watch
from archive_watch.storage.document_traces import Place, own_pages, places_of, read_at
from archive_watch.storage.links import WatchedLink
from archive_watch.storage.repair_rules import rule_records

_NO_ANSWER = frozenset({LinkReason.DNS, LinkReason.CONNECT, LinkReason.TIMEOUT, LinkReason.RESET})
_NOT_FOUND = frozenset({404, 410})


def gather_known(watch: Watch, link: WatchedLink) -> Wanted:
    """The link as it is to be repaired."""
    health, places = link.health, places_of(watch.archive, link.id)
    suggestion = health.suggestion
    notice = suggestion is not None and suggestion.kind is SuggestionKind.MOVED_NOTICE
    classes = {target_class(link.url, place.page_url, watch.host_map) for place in places}
    return Wanted(
        known=_known(watch, link, places),
        permanent=(health.moved_to or health.final_url)
        if health.state is LinkState.MOVED
        else None,
        notice=suggestion.url if suggestion is not None and notice else None,
        answers=health.reason not in _NO_ANSWER,
        is_superseded=TargetClass.SUPERSEDED in classes,
    )


def where_to_look(watch: Watch, wanted: Wanted) -> tuple[Candidate, ...]:
    """The candidates for a link, in their order, without those that the operator excludes; nothing
    is asked."""
    address = wanted.known.address
    own = own_pages(
        watch.archive, address, number=number_in(address), days=days_sought(wanted.known)
    )
    records = rule_records(watch.archive)
    found = candidates(wanted, watch.host_map, records=records, own=own)
    never = watch.settings.links.exclude
    return tuple(
        one for one in found if not any(fnmatchcase(one.url, pattern) for pattern in never)
    )


def _known(watch: Watch, link: WatchedLink, places: list[Place]) -> Known:
    read = read_at(watch.archive, link.address)
    return Known(
        address=link.address,
        titles=read.titles if read is not None else (),
        text=read.text if read is not None else "",
        published_on=day_of(read.published_on) if read is not None else None,
        link_texts=tuple(dict.fromkeys(place.text for place in places if place.text.strip())),
        contexts=tuple(dict.fromkeys(place.context for place in places if place.context.strip())),
        page_date=_earliest(places),
        was_honest=link.health.status in _NOT_FOUND,
    )


def _earliest(places: list[Place]) -> date | None:
    """The day of the first page that links: the document was there by then."""
    days = [day for place in places if (day := day_of(place.page_day)) is not None]
    return min(days, default=None)
