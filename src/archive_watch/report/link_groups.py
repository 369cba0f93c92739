"""Links put together: by the host that they lead to, or by the page that they stand on.

A host whose links all fail is one trouble and not forty; a page with many dead links is where a
reader has to be warned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from archive_watch.model.link import PROVED
from archive_watch.report.told_link import ToldLink, ToldRepair

_IN_DOUBT = "suspected"


class Grouping(StrEnum):
    """By what links are put together."""

    HOST = "host"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup:
    """The links to a host or on a page: how many in which state, and those that fail."""

    name: str
    states: Mapping[str, int]
    failing: tuple[ToldLink, ...]

    @property
    def links(self) -> int:
        """How many there are."""
        return sum(self.states.values())

    @property
    def dead(self) -> int:
        """How many are confirmed not to lead to their document."""
        return sum(self.states.get(state, 0) for state in PROVED)

    @property
    def in_doubt(self) -> int:
        """How many failed, and are not confirmed."""
        return self.states.get(_IN_DOUBT, 0)

    @property
    def blocked(self) -> int:
        """How many shut us out."""
        return self.states.get("blocked", 0)


def told_of(link: Mapping[str, Any]) -> ToldLink:
    """A link as ``links --format json`` lists it, ready to be told."""
    found = link["suggestion"]
    same = ("url", "state", "reason", "status", "failing_since", "last_ok_at", "checks")
    return ToldLink(
        **{name: link[name] for name in same},
        found_on=tuple((place["url"], place["text"]) for place in link["found_on"]),
        repair=None if found is None else ToldRepair(**found),
    )


def grouped(found: Sequence[Mapping[str, Any]], by: Grouping) -> list[LinkGroup]:
    """The groups, the one with most dead links first, then most in doubt."""
    groups: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for link in found:
        for name in dict.fromkeys(_names(link, by)):
            groups[name].append(link)
    drawn = [_group(name, links) for name, links in groups.items()]
    return sorted(drawn, key=lambda one: (-one.dead, -one.in_doubt, -one.blocked, one.name))


def _names(link: Mapping[str, Any], by: Grouping) -> list[str]:
    if by is Grouping.PAGE:
        return [place["url"] for place in link["found_on"]]
    parts = urlsplit(link["url"]) if link["state"] != "excluded" else None
    return [parts.netloc.lower() if parts is not None and parts.netloc else "(not asked)"]


def _group(name: str, links: Sequence[Mapping[str, Any]]) -> LinkGroup:
    failing = [told_of(link) for link in links if link["state"] in PROVED]
    failing += [told_of(link) for link in links if link["state"] == _IN_DOUBT]
    return LinkGroup(
        name=name, states=Counter(link["state"] for link in links), failing=tuple(failing)
    )
