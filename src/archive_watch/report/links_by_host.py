"""Links that broke, in the order in which they matter: those within the archives one by one, those
to other hosts together, a line a host.

A foreign host that goes takes all of its links with it: that is one thing to know and not forty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.classify.link_target import SEVERE, TargetClass
from archive_watch.report.coverage import counted
from archive_watch.report.moments import when
from archive_watch.report.told_link import ToldLink

_RANK = {target.value: rank for rank, target in enumerate(TargetClass)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldHostLinks:
    """The links to one host outside of the archives that broke: two or more."""

    host: str
    links: tuple[ToldLink, ...]

    def told(self) -> str:
        """How many of them broke how, on how many pages, since when, in a line."""
        why = Counter(link.why() for link in self.links)
        told = ", ".join(f"{count:,} {words}" for words, count in why.most_common())
        pages = len({url for link in self.links for url, _ in link.found_on})
        since = min((link.failing_since for link in self.links if link.failing_since), default=None)
        line = f"{counted(len(self.links), 'link', 'links')} to {self.host}"
        line += f" on {counted(pages, 'page', 'pages')}: {told}"
        return line + (f"; the first since {when(since)}" if since else "")


def by_weight(links: Sequence[ToldLink]) -> tuple[ToldLink | ToldHostLinks, ...]:
    """The links that matter most first; several to one foreign host as one."""
    ranked = sorted(links, key=lambda link: _RANK.get(link.target or "", len(_RANK)))
    apart = [link for link in ranked if not link.host or link.target in SEVERE]
    foreign: dict[str, list[ToldLink]] = {}
    for link in ranked:
        if link.host and link.target not in SEVERE:
            foreign.setdefault(link.host, []).append(link)
    together = [
        to_host[0] if len(to_host) == 1 else ToldHostLinks(host=host, links=tuple(to_host))
        for host, to_host in sorted(foreign.items(), key=lambda one: -len(one[1]))
    ]
    return (*apart, *together)
