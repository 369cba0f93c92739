"""A page of a reader's list of links: the links where they stand, and what is counted beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from archive_watch.report.bars import Bars, bars_of
from archive_watch.report.listed_link import ListedLink
from archive_watch.storage.database import Archive
from archive_watch.storage.link_list import (
    LinkAt,
    LinkList,
    MetLink,
    links_listed,
    links_listed_at,
    links_met,
)

LATELY = 2_000
"""Of how many of the latest links that fit is counted."""
_MOST_HOSTS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCounts:
    """How many there are of each, the most first; ``is_all`` False: of the latest that fit only.

    ``of`` has the counts by state, by host, and by whether they lead within the archives.
    """

    total: int
    is_all: bool
    of: Mapping[str, Mapping[str, int]]
    bars: Bars | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSection:
    """Links that are shown together; ``after`` begins what is left out."""

    is_within: bool | None
    links: Sequence[ListedLink]
    after: LinkAt | None


def list_links(
    archive: Archive, wanted: LinkList, *, after: LinkAt | None, most: int
) -> list[LinkSection]:
    """The links that fit, those within the archives first where both kinds are wanted."""
    whole = wanted.is_within is not None or after is not None
    parts = [wanted.is_within] if whole else [True, False]
    sections = [
        _section(archive, replace(wanted, is_within=part), after, most // len(parts))
        for part in parts
    ]
    return [section for section in sections if section.links]


def _section(archive: Archive, wanted: LinkList, after: LinkAt | None, most: int) -> LinkSection:
    found = links_listed_at(archive, wanted, after=after, most=most + 1)
    shown = found[:most]
    return LinkSection(
        is_within=wanted.is_within,
        links=links_listed(archive, shown),
        after=shown[-1] if len(found) > most else None,
    )


def count_links(archive: Archive, wanted: LinkList, *, now: str) -> LinkCounts:
    """What the latest links that fit come to."""
    met = links_met(archive, wanted, most=LATELY + 1)
    lately = met[:LATELY]
    of = {
        "target": Counter("archives" if one.is_within else "elsewhere" for one in lately),
        "state": Counter(one.state for one in lately),
        "host": Counter(one.host for one in lately),
    }
    return LinkCounts(
        total=len(lately),
        is_all=len(met) <= LATELY,
        of={name: dict(counts.most_common(_MOST_HOSTS)) for name, counts in of.items()},
        bars=_bars(lately, now) if wanted.is_failing else None,
    )


def _bars(met: Sequence[MetLink], now: str) -> Bars | None:
    moments = ((one.at, one.is_within) for one in met if one.at is not None)
    return bars_of(moments, until=now, finest="month")
