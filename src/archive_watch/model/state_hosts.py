"""The map of sister hosts: which hosts keep the pages of which years, and where a page of one may
be found on another.

A map only says where to look.  What it points to is a candidate that is asked and compared before
anyone is told of it; nothing is ever taken for true because a map says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class StateHost:
    """One host of the map.

    ``opens`` and ``closes`` are the days between which its pages were released; None where that has
    no end.  ``is_live``: its pages move on to an archive when their time is over, or did long ago.
    ``also`` are its other names.
    """

    name: str
    opens: date | None = None
    closes: date | None = None
    is_live: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapExample:
    """An address, and where its rule says to look for it on a page of ``page_date``."""

    url: str
    candidates: tuple[str, ...]
    page_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SisterRule:
    """Where pages of ``hosts`` whose path has one of the forms ``paths`` may be found.

    ``to`` are the hosts to try, the likeliest first; none: their paths were not kept, so that no
    later rule is asked either.  ``to_paths`` are the forms of the path there; none: the same path.
    ``dates`` narrows the rule to paths that hold a year, or a month, between two days.  ``later``:
    archives after the one of the date are tried too.  ``verified``: somebody has seen it hold.
    """

    name: str
    hosts: tuple[str, ...]
    paths: tuple[str, ...]
    to: tuple[str, ...] = ()
    to_paths: tuple[str, ...] = ()
    dates: tuple[date, date] | None = None
    later: bool = False
    verified: bool = False
    examples: tuple[MapExample, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HostMap:
    """Every host and every rule, in the order of the file; empty: no sister is known of any host."""

    hosts: tuple[StateHost, ...] = ()
    rules: tuple[SisterRule, ...] = ()

    def host(self, name: str) -> StateHost | None:
        """The host of that name, or that is also known by it."""
        bare = name.partition(":")[0].lower()
        for one in self.hosts:
            if bare == one.name or bare in one.also:
                return one
        return None
