"""Learn from the stored pages of a host that no profile knows, at the end of a round of work.

Learnt again only when the pages have doubled, from forty of them at most, so that how a host is
read rarely changes and a round never costs more for it than a second or two.  What was learnt
alters no history: the reader's name changes with it, and decision 13 does the rest.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive_watch.extract.learning.level import FEWEST_PAGES, level_of
from archive_watch.model.learnt import SiteFacts
from archive_watch.services.watch import Watch
from archive_watch.storage.learnt import (
    learnt_number,
    pages_to_learn_from,
    store_facts,
    teachers,
)
from archive_watch.storage.rereading import sound_body

_MOST_TEACHERS = 40
_LEARN_EVERY = 64  # checks

_Pages = Sequence[tuple[bytes, str]]


def learn_sites(watch: Watch, hosts: Iterable[str]) -> None:
    """Learn those of the hosts whose pages have doubled; what others learnt is taken up too."""
    for host in sorted(set(hosts)):
        number = _number_due(watch, host)
        if number:
            _keep(watch, host, _facts(_pages(watch, host), number))
    watch.take_up()


@dataclass(slots=True, kw_only=True)
class Lessons:
    """When to learn during a long piece of work: each time a host's captures have doubled.

    So the later captures of a large import are compared by what its first ones taught.
    """

    watch: Watch
    _taken: Counter[str] = field(default_factory=Counter)
    _next: dict[str, int] = field(default_factory=dict)

    def note(self, host: str) -> None:
        """A capture of the host was taken."""
        self._taken[host] += 1

    def learn_due(self) -> None:
        """Learn the hosts whose captures have doubled since; not inside a transaction."""
        due = [host for host, count in self._taken.items()
               if count >= self._next.get(host, FEWEST_PAGES)]  # fmt: skip
        self._next.update({host: 2 * self._taken[host] for host in due})
        if due:
            learn_sites(self.watch, due)

    def learn_all(self) -> None:
        """Learn every host of which a capture was taken."""
        learn_sites(self.watch, self._taken)


async def learn_sites_beside(watch: Watch, hosts: Iterable[str]) -> None:
    """``learn_sites`` for whoever runs in a loop: what takes time is done beside it."""
    for host in sorted(set(hosts)):
        number = _number_due(watch, host)
        if number:
            _keep(watch, host, await asyncio.to_thread(_facts, _pages(watch, host), number))
    watch.take_up()


class Learning:
    """Learns from hosts while they are asked, every so many checks: what the first pages of a new
    host teach is what its others are read by, and they need not be read anew a round later."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._hosts: set[str] = set()
        self._since = 0

    async def note(self, host: str) -> None:
        """A page of the host was checked."""
        self._hosts.add(host)
        self._since += 1
        if self._since >= _LEARN_EVERY:
            await self.learn()

    async def learn(self) -> None:
        """Learn from the hosts that were asked since the last time."""
        self._since = 0
        hosts, self._hosts = self._hosts, set()
        await learn_sites_beside(self._watch, hosts)


def facts_now(watch: Watch, host: str) -> SiteFacts:
    """What the host's pages would teach now; nothing is kept."""
    return _facts(_pages(watch, host), 0)


def _number_due(watch: Watch, host: str) -> int:
    """The number under which the host is to be learnt now; 0 where it is not."""
    if not watch.profile(host).fallback:
        return 0
    level = level_of(pages_to_learn_from(watch.archive, host))
    return level if level > learnt_number(watch.archive, host) else 0


def _pages(watch: Watch, host: str) -> _Pages:
    found = [
        (sound_body(watch.archive, one.capture_id), one.content_type)
        for one in teachers(watch.archive, host, most=_MOST_TEACHERS)
    ]
    return [(body, content_type) for body, content_type in found if body is not None]


def _facts(pages: _Pages, number: int) -> SiteFacts:
    from archive_watch.extract.learning.learnt import facts_of  # noqa: PLC0415  (the parsers)
    from archive_watch.extract.learning.seen import page_seen  # noqa: PLC0415

    seen = (page_seen(body, content_type) for body, content_type in pages)
    return facts_of((page for page in seen if page is not None), number=number)


def _keep(watch: Watch, host: str, facts: SiteFacts) -> None:
    with watch.archive.writing():
        store_facts(watch.archive, host, facts, at=watch.now())
