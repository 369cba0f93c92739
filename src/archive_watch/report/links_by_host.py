"""Links that broke, in the order in which they matter: those within the archives one by one, those
to other hosts together, a line a host; so those within the archives too where ten of a host broke.

A foreign host that goes takes all of its links with it: that is one thing to know and not forty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.classify.host_links import FEWEST_LINKS
from archive_watch.classify.link_target import SEVERE, TargetClass
from archive_watch.report.coverage import counted
from archive_watch.report.moments import when
from archive_watch.report.told_link import ToldLink

_RANK = {target.value: rank for rank, target in enumerate(TargetClass)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldHostLinks:
    """The links to one host that broke, told together."""

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
    to_hosts: dict[str, list[ToldLink]] = {}
    for link in ranked:
        to_hosts.setdefault(link.host or link.url, []).append(link)
    apart: list[ToldLink | ToldHostLinks] = []
    together: list[ToldLink | ToldHostLinks] = []
    for host, links_to in to_hosts.items():
        is_ours = any(link.target in SEVERE for link in links_to)
        fewest = FEWEST_LINKS if is_ours else 2
        told = [ToldHostLinks(host=host, links=tuple(links_to))]
        (apart if is_ours else together).extend(told if len(links_to) >= fewest else links_to)
    return (*apart, *sorted(together, key=_links_in, reverse=True))


def _links_in(entry: ToldLink | ToldHostLinks) -> int:
    return len(entry.links) if isinstance(entry, ToldHostLinks) else 1
