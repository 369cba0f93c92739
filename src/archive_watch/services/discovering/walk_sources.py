"""A walk from one starting point through the sources that it leads to, one after the other.

An index leads to its sitemaps, a listing to its further pages and to the lists under it.  How far it
goes is in ``walk_bounds`` and ``ways_on``, what is believed to be as it was in ``trust_source``.  A
source that is missing or broken never loses the others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace

from archive_watch.discover.source import Named, Reading, SourceKind
from archive_watch.model.capture import Failure
from archive_watch.model.url import host_of
from archive_watch.services.asking.network import Network
from archive_watch.services.discovering.ask_source import Asked, ask_source
from archive_watch.services.discovering.discovered import SourceTold, StartingPoint, StartTold
from archive_watch.services.discovering.keep_source import Place, Rules, keep_source
from archive_watch.services.discovering.note_source import note_source_fault, note_standing
from archive_watch.services.discovering.scope_of_start import Allowed, scope_of, widened
from archive_watch.services.discovering.trust_source import Trust, digest_of
from archive_watch.services.discovering.walk_bounds import WalkBounds
from archive_watch.services.discovering.ways_on import Step, Way, lists_from, sitemaps_from
from archive_watch.services.watch import Watch
from archive_watch.storage import discovery


class Walk:
    """One discovery from one starting point."""

    def __init__(
        self, watch: Watch, network: Network, start: StartingPoint, rules: Rules,
        *, conditional: bool, done: Callable[[SourceTold], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self.told = StartTold(start=start)
        self.last: Asked | None = None
        self.feeds: tuple[str, ...] = ()
        self._watch = watch
        self._network = network
        self._rules = rules
        self._conditional = conditional
        self._done = done
        self._scope = scope_of(watch, start)
        self._allowed = Allowed(watch, network.fetcher.user_agent)
        self._bounds = WalkBounds(self.told)
        self._read_hosts: set[str] = set()
        self._shut: dict[str, str] = {}

    async def through(self, steps: Iterable[Step]) -> bool:
        """Read these sources and what they lead to; whether any could be read.

        Raises CallerError when no contact is set.
        """
        queue, was_read = deque(steps), False
        while queue:
            step = queue.popleft()
            if self._bounds.is_done_with(step):
                continue
            found = await self._take(step)
            if found is not None:
                was_read = True
                queue.extend(found)
        return was_read

    def end(self) -> None:
        """Note how the hosts stand, now that the walk is over."""
        note_standing(self._watch, self._rules, shut=self._shut, read=self._read_hosts)

    async def _take(self, step: Step) -> list[Step] | None:
        """Read one source; what it leads to, or None where it could not be read."""
        source = discovery.load_source(self._watch.archive, self.told.start.key, step.url)
        told = step.head or SourceTold(url=step.url)
        trust = Trust(
            conditional=self._conditional,
            scope_sha256=digest_of(self._scope),
            now=self._watch.clock(),
        )
        if source is not None and trust.is_as_it_was(step, source):
            return self._unchanged(step, told, source)
        asked = await ask_source(
            self._watch,
            self._network,
            step.url,
            expected=step.expected,
            start=step.head.url if step.head else step.url,
            validators=trust.validators(step, source),
        )
        self.last, self.feeds = asked, asked.feeds
        self.told.failure = asked.failure
        self._bounds.was_at(asked.final_url)
        if asked.error is not None:
            return self._fault(step, told, source, asked)
        self._read_hosts.add(host_of(step.url))
        if asked.unchanged:
            assert source is not None
            return self._unchanged(step, told, source)
        return await self._keep(step, told, source, asked)

    def _unchanged(
        self, step: Step, told: SourceTold, source: discovery.StoredSource
    ) -> list[Step]:
        told.kind, told.unchanged = source.kind, True
        told.named, told.in_scope = source.named, source.in_scope
        self._tell(told)
        if self._rules.dry_run:
            return []
        with self._watch.archive.writing():
            discovery.note_asked(
                self._watch.archive, self.told.start.key, step.url, at=self._watch.now()
            )
        if source.kind not in {SourceKind.INDEX, SourceKind.LISTING}:
            return []
        kind = SourceKind.SITEMAP if source.kind == SourceKind.INDEX else SourceKind.LISTING
        children = discovery.children_of(self._watch.archive, source.id)
        return [
            Step(url=one.url, expected=kind, depth=step.depth + 1, parent_id=source.id,
                 lastmod=one.lastmod)
            for one in children
        ]  # fmt: skip

    def _fault(
        self, step: Step, told: SourceTold, source: discovery.StoredSource | None, asked: Asked
    ) -> list[Step] | None:
        if step.head is not None:
            if not asked.is_absent:  # one that is not there is the end
                told.notes.append(f"its page {step.url} could not be read: {asked.error}")
            self._note_way_on(step.parent_id, None if asked.is_absent else step.url)
            return []
        if step.is_guess and asked.is_absent:
            self.told.guessed.append(step.url)
            return None
        told.error = asked.error
        self._tell(told)
        if asked.is_blocked:
            self._shut.setdefault(host_of(step.url), f"discovery: {step.url}: {asked.error}")
        since = None if source is None else source.error_since
        if asked.failure is not Failure.ON_HOLD:  # it was not asked: nothing is known of it
            note_source_fault(
                self._watch, self._rules, self.told.start.key, step.url, asked, since=since
            )
        return None

    async def _keep(
        self, step: Step, told: SourceTold, source: discovery.StoredSource | None, asked: Asked
    ) -> list[Step]:
        self._scope = widened(self._scope, step, asked)
        reading = _with_itself(step, asked)
        if step.head is None:
            told.kind = reading.kind.value
            self._tell(told)
        place = Place(
            told=self.told,
            source=told,
            scope=self._scope,
            scope_sha256=digest_of(self._scope),
            allowed=self._allowed,
            source_url=told.url,
            is_first=step.head is None,
            parent_id=None if step.head else step.parent_id,
            lastmod=step.lastmod,
        )
        new_before = told.new
        source_id = await keep_source(
            self._watch, self._rules, place, replace(asked, reading=reading)
        )
        self._done(told)
        if not self._bounds.count(reading):
            return sitemaps_from(step, told, reading, source_id, self._scope)
        way = Way(
            step=step,
            told=told,
            source_id=source_id,
            has_new=told.new > new_before,
            barren=0 if self._bounds.is_news(reading, self._scope) else step.barren + 1,
            has_room=self._bounds.has_room(),
            is_first_time=source is None or source.last_read_at is None or self._rules.dry_run,
            resumed=None if source is None or self._rules.dry_run else source.next_page,
        )
        steps, onward = lists_from(way, reading, self._scope, self._read_before())
        is_followed = step.until_known or (step.head is None and not way.is_first_time)
        if not is_followed or (onward is not None and not way.has_room):
            self._note_way_on(source_id, onward)  # where a walk that is cut short is taken up
        return steps

    def _note_way_on(self, source_id: int | None, next_page: str | None) -> None:
        if source_id is not None:
            with self._watch.archive.writing():
                discovery.note_way_on(self._watch.archive, source_id, next_page)

    def _read_before(self) -> dict[str, str]:
        """When each source of this start was last read, by its address."""
        return discovery.read_times(self._watch.archive, self.told.start.key)

    def _tell(self, told: SourceTold) -> None:
        if not any(one is told for one in self.told.sources):
            self.told.sources.append(told)


def _with_itself(step: Step, asked: Asked) -> Reading:
    """A listing is a page to watch as well: that a page leaves it is the first that is seen."""
    reading = asked.reading
    assert reading is not None
    if reading.kind is not SourceKind.LISTING or step.head is not None:
        return reading
    return replace(reading, named=(Named(url=step.url), *reading.named))
