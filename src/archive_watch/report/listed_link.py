"""A link in a list that leads on: what is told of it, where it stands, what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive_watch.classify.link_target import TargetClass, nearest
from archive_watch.report.link_groups import Grouping
from archive_watch.report.told_link import ToldLink

_TARGETS = {
    TargetClass.SAME_ARCHIVE: "within the same archive",
    TargetClass.SISTER: "to a sister archive",
    TargetClass.SUPERSEDED: "to a site whose pages move to archives",
    TargetClass.GOVERNMENT: "to another government site",
    TargetClass.EXTERNAL: "elsewhere",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPlace:
    """Where a link stands now: the page, the words that are the link, those around them."""

    page_id: int
    version_id: int
    url: str
    title: str | None
    text: str
    area: str
    context: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLink:
    """One link with its first ``places``; ``has_more`` where there are others.

    ``at`` (UTC text) is when it came to be as it is; ``signs`` are what its checks showed, ``repair_why``
    and ``confidence`` (0 to 100) what speaks for its repair.
    """

    id: int
    told: ToldLink
    at: str | None
    places: tuple[LinkPlace, ...]
    has_more: bool
    signs: tuple[str, ...] = ()
    final_url: str | None = None
    next_check_at: str | None = None
    repair_why: str | None = None
    confidence: int | None = None

    @property
    def target(self) -> TargetClass:
        """What kind of target it has, where it matters most."""
        return nearest(place.target for place in self.places)

    @property
    def target_told(self) -> str:
        """The same in words."""
        return _TARGETS[self.target]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGroup:
    """Links that lead to one host, or stand on one page (``page_id``)."""

    name: str
    links: tuple[ListedLink, ...]
    page_id: int | None = None
    title: str | None = None


def listed_groups(links: Sequence[ListedLink], by: Grouping) -> list[ListedGroup]:
    """The links put together: what matters most first, then by how many there are."""
    groups: dict[str, list[ListedLink]] = {}
    places: dict[str, LinkPlace] = {}
    for link in links:
        if by is Grouping.HOST:
            groups.setdefault(link.told.host or link.told.url, []).append(link)
            continue
        for place in {place.page_id: place for place in link.places}.values():
            groups.setdefault(place.url, []).append(link)
            places[place.url] = place
    drawn = [_group(name, found, places.get(name)) for name, found in groups.items()]
    return sorted(drawn, key=lambda one: (_rank(one.links), -len(one.links), one.name))


def _group(name: str, links: Sequence[ListedLink], place: LinkPlace | None) -> ListedGroup:
    page_id, title = (None, None) if place is None else (place.page_id, place.title)
    return ListedGroup(name=name, links=tuple(links), page_id=page_id, title=title)


def _rank(links: Iterable[ListedLink]) -> int:
    order = list(TargetClass)
    return min(order.index(link.target) for link in links)
