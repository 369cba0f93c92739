"""A walk from one starting point through the sources that it leads to, one after the other.

An index leads to its sitemaps, a listing to its further pages and to the lists under it.  Every
bound is here or in ``ways_on``: depth, number, no source twice.  A source that is missing or broken
never loses the others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from archive_watch.discover.source import Named, Reading, SourceKind
from archive_watch.model.capture import Failure, Validators
from archive_watch.model.clock import parse_utc
from archive_watch.model.url import host_of, page_key
from archive_watch.services.asking.network import Network
from archive_watch.services.discovering.ask_source import Asked, ask_source
from archive_watch.services.discovering.discovered import SourceTold, StartingPoint, StartTold
from archive_watch.services.discovering.keep_source import Place, Rules, keep_source
from archive_watch.services.discovering.note_source import note_source_fault, note_standing
from archive_watch.services.discovering.scope_of_start import Allowed, scope_of, widened
from archive_watch.services.discovering.ways_on import Step, Way, lists_from, sitemaps_from
from archive_watch.services.watch import Watch
from archive_watch.storage import discovery

_MOST_NAMED = 1_000_000  # addresses in one walk
_READ_WHOLE_EVERY = timedelta(days=7)
_LISTS = frozenset({SourceKind.LISTING, SourceKind.FEED})
_MAPS = frozenset({SourceKind.SITEMAP, SourceKind.INDEX})


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
        self._seen: set[str] = set()
        self._named: set[str] = set()
        self._read_hosts: set[str] = set()
        self._shut: dict[str, str] = {}
        self._lists = self._maps = self._addresses = 0

    async def through(self, steps: Iterable[Step]) -> bool:
        """Read these sources and what they lead to; whether any could be read.

        Raises CallerError when no contact is set.
        """
        queue, was_read = deque(steps), False
        while queue:
            step = queue.popleft()
            if self._is_done_with(step):
                continue
            found = await self._take(step)
            if found is not None:
                was_read = True
                queue.extend(found)
        return was_read

    def end(self) -> None:
        """Note how the hosts stand, now that the walk is over."""
        note_standing(self._watch, self._rules, shut=self._shut, read=self._read_hosts)

    def _is_done_with(self, step: Step) -> bool:
        """Whether the step was taken before, or is one too many."""
        if step.url in self._seen or self._addresses >= _MOST_NAMED:
            return True
        most, done = self.told.start.max_pages, self._lists
        if step.expected in _MAPS:
            most, done = self.told.start.max_sitemaps, self._maps
        if done >= most:
            self.told.left_for_next_time += 1
            return True
        self._seen.add(step.url)
        return False

    async def _take(self, step: Step) -> list[Step] | None:
        """Read one source; what it leads to, or None where it could not be read."""
        source = discovery.load_source(self._watch.archive, self.told.start.key, step.url)
        told = step.head or SourceTold(url=step.url)
        if source is not None and self._is_as_it_was(step, source):
            return self._unchanged(step, told, source)
        asked = await ask_source(
            self._watch,
            self._network,
            step.url,
            expected=step.expected,
            start=step.head.url if step.head else step.url,
            validators=self._validators(step, source),
        )
        self.last, self.feeds = asked, asked.feeds
        self.told.failure = asked.failure
        self._seen.add(asked.final_url)
        if asked.error is not None:
            return self._fault(step, told, source, asked)
        self._read_hosts.add(host_of(step.url))
        if asked.unchanged:
            assert source is not None
            return self._unchanged(step, told, source)
        return await self._keep(step, told, source, asked)

    def _is_as_it_was(self, step: Step, source: discovery.StoredSource) -> bool:
        """Whether the index says that this sitemap was not modified since it was read."""
        return (
            step.lastmod is not None
            and step.lastmod == source.lastmod
            and source.error is None
            and self._may_trust(source)
        )

    def _validators(self, step: Step, source: discovery.StoredSource | None) -> Validators | None:
        if source is None or step.head is not None or not self._may_trust(source):
            return None
        known = source.validators
        return known if known.etag or known.last_modified else None

    def _may_trust(self, source: discovery.StoredSource) -> bool:
        """Whether "not modified" may be believed of a source: servers, and indexes, lie about it."""
        if not self._conditional or source.last_read_at is None:
            return False
        age = self._watch.clock() - parse_utc(source.last_read_at)
        return abs(age) < _READ_WHOLE_EVERY and source.scope_sha256 == self._scope_sha256()

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
            scope_sha256=self._scope_sha256(),
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
        if reading.kind not in _LISTS:
            self._maps += 1
            self._addresses += len(reading.named)
            return sitemaps_from(step, told, reading, source_id, self._scope)
        self._lists += 1
        way = Way(
            step=step,
            told=told,
            source_id=source_id,
            has_new=told.new > new_before,
            barren=0 if self._is_news(reading) else step.barren + 1,
            has_room=self._lists < self.told.start.max_pages,
            is_first_time=source is None or source.last_read_at is None or self._rules.dry_run,
            resumed=None if source is None or self._rules.dry_run else source.next_page,
        )
        steps, onward = lists_from(way, reading, self._scope, self._read_before())
        is_followed = step.until_known or (step.head is None and not way.is_first_time)
        if not is_followed or (onward is not None and not way.has_room):
            self._note_way_on(source_id, onward)  # where a walk that is cut short is taken up
        return steps

    def _is_news(self, reading: Reading) -> bool:
        """Whether it names anything in scope that this walk had not met; it has from now on."""
        fresh = {page_key(one.url) for one in reading.named if not self._scope.beyond(one.url)}
        is_news = not fresh <= self._named
        self._named |= fresh
        return is_news

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

    def _scope_sha256(self) -> str:
        said = (sorted(self._scope.hosts), self._scope.include, self._scope.exclude)
        return sha256(repr(said).encode()).hexdigest()


def _with_itself(step: Step, asked: Asked) -> Reading:
    """A listing is a page to watch as well: that a page leaves it is the first that is seen."""
    reading = asked.reading
    assert reading is not None
    if reading.kind is not SourceKind.LISTING or step.head is not None:
        return reading
    return replace(reading, named=(Named(url=step.url), *reading.named))
