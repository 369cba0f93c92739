"""All that is known of one page, as far as one screen of it goes: its rest is asked elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.transcript import LinkArea
from archive_watch.model.visit import PageState
from archive_watch.report.heat_strip import STRETCHES
from archive_watch.report.life_strip import LifeSpan, LifeStrip, life_strip
from archive_watch.report.listed_change import ListedChange
from archive_watch.report.page_life import life_told, state_named
from archive_watch.services.telling.heat_of_steps import heat_of_steps
from archive_watch.storage.database import Archive
from archive_watch.storage.listed_changes import changes_listed
from archive_watch.storage.placed_links import PlacedLink, link_states, links_of_version
from archive_watch.storage.sister_pages import Sister, sisters_of
from archive_watch.storage.told_evidence import Exchange, absences, exchanges
from archive_watch.storage.told_page import (
    Obstacle,
    OtherAddress,
    PageFacts,
    ToldSpan,
    facts_of_page,
    newest_changes,
    newest_spans,
    obstacles,
    other_addresses,
    span_counts,
)

MOST_SPANS = 20
_MOST_DRAWN = 400
_MOST_CHANGES = 5
_MOST_LINKS = 60
_MOST_SISTERS = 10
_MOST_EXCHANGES = 5
_MOST_ADDRESSES = 20
_MOST_OBSTACLES = 20
_MOST_ABSENCES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTold:
    """One page: ``spans`` are its newest, the newest first, of ``span_count``.

    ``absences`` are the first checks of the last tombstone, where the page is gone; ``links`` those
    of its current version, by area.  ``changes`` are the newest of ``change_count``; ``heat`` is how
    many words each of the newest steps edited where, by the id of its span.
    """

    facts: PageFacts
    state: str
    life: str
    strip: LifeStrip | None
    is_strip_whole: bool
    spans: tuple[ToldSpan, ...]
    span_count: int
    checks: int
    versions: int
    absences: tuple[Exchange, ...]
    links: dict[LinkArea, list[PlacedLink]]
    link_states: dict[LinkArea, dict[str, int]]
    exchanges: tuple[Exchange, ...]
    addresses: tuple[OtherAddress, ...]
    obstacles: tuple[Obstacle, ...]
    changes: tuple[ListedChange, ...]
    change_count: int
    heat: dict[int, tuple[int, ...]]
    sisters: tuple[Sister, ...]


def tell_page(archive: Archive, page_id: int) -> PageTold | None:
    """What is known of the page, or None where there is none."""
    facts = facts_of_page(archive, page_id)
    if facts is None:
        return None
    drawn = newest_spans(archive, page_id, most=_MOST_DRAWN)
    changes, change_count = newest_changes(archive, page_id, most=_MOST_CHANGES)
    count, checks, versions = span_counts(archive, page_id)
    in_the_way = obstacles(archive, facts, most=_MOST_OBSTACLES)
    areas = {area: _links(archive, facts.version_id, area) for area in LinkArea}
    state = PageState(facts.state)
    return PageTold(
        facts=facts,
        state=state_named(state),
        life=_life(facts, state, drawn),
        strip=_strip(facts, drawn, in_the_way),
        is_strip_whole=len(drawn) == count,
        spans=tuple(drawn[:MOST_SPANS]),
        span_count=count,
        checks=checks,
        versions=versions,
        absences=_absences(archive, page_id, drawn),
        links={area: links for area, (links, _) in areas.items()},
        link_states={area: states for area, (_, states) in areas.items()},
        exchanges=tuple(
            exchanges(archive, [span.first_fetch_id for span in drawn[:_MOST_EXCHANGES]])
        ),
        addresses=tuple(other_addresses(archive, page_id, most=_MOST_ADDRESSES)),
        obstacles=tuple(in_the_way),
        changes=changes_listed(archive, changes),
        change_count=change_count,
        heat=heat_of_steps(archive, drawn[:MOST_SPANS], buckets=STRETCHES),
        sisters=tuple(sisters_of(archive, facts, most=_MOST_SISTERS)),
    )


def _life(facts: PageFacts, state: PageState, newest_first: list[ToldSpan]) -> str:
    newest = newest_first[0] if newest_first else None
    is_gone = newest is not None and newest.version_id is None
    return life_told(
        state,
        since=facts.state_since,
        last_ok_at=facts.last_ok_at,
        first_gone_at=newest.first_seen_at if newest is not None and is_gone else None,
        failures=facts.failures,
        moved_to=facts.moved_to,
        paused_by=facts.paused_by,
    )


def _links(
    archive: Archive, version_id: int | None, area: LinkArea
) -> tuple[list[PlacedLink], dict[str, int]]:
    if version_id is None:
        return [], {}
    return (
        links_of_version(archive, version_id, area, most=_MOST_LINKS),
        link_states(archive, version_id, area),
    )


def _absences(archive: Archive, page_id: int, newest_first: list[ToldSpan]) -> tuple[Exchange, ...]:
    """What the page was answered when it was last seen gone; nothing where it is there."""
    if not newest_first or newest_first[0].version_id is not None:
        return ()
    tomb = newest_first[0]
    found = absences(archive, page_id, tomb.first_seen_at, tomb.last_seen_at, most=_MOST_ABSENCES)
    return tuple(exchanges(archive, found))


def _strip(
    facts: PageFacts, newest_first: list[ToldSpan], in_the_way: list[Obstacle]
) -> LifeStrip | None:
    until = max(facts.last_checked_at or "", facts.state_since)
    return life_strip(
        [
            LifeSpan(version=one.version, first_at=one.first_seen_at, last_at=one.last_seen_at)
            for one in reversed(newest_first)
        ],
        [(one.opened_at, one.closed_at or until) for one in in_the_way],
        until=until,
    )
