"""Check links: each address once, hosts side by side, one request at a time a host.

GET and never HEAD (too many servers answer HEAD with something else), a bounded part of the body,
and a deadline, so that a run always ends.  No more hosts at once than there are workers: a client
that is out of breath sees a dead web.  What the answer of an address means for each link to it is
``judge_link``'s.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from archive_watch.errors import CallerError
from archive_watch.model.link import PROVED, LinkReason, LinkState
from archive_watch.services.asking.network import Network
from archive_watch.services.linking.ask_link import LinkAsking
from archive_watch.services.linking.judge_link import Judging
from archive_watch.services.linking.ledger import Ledger
from archive_watch.services.linking.note_outages import note_outages
from archive_watch.services.linking.siblings import MadeUp, Siblings, made_up_word
from archive_watch.services.watch import Watch
from archive_watch.storage.links import WatchedLink, by_address
from archive_watch.storage.runs import finish_run, start_run

_FAILED = (LinkState.SUSPECTED, *PROVED)


async def check_links(
    watch: Watch,
    network: Network,
    links: Sequence[WatchedLink],
    *,
    trigger: str = "manual",
    should_stop: Callable[[], bool] = lambda: False,
    done: Callable[[int], None] = lambda _: None,
    made_up: MadeUp = made_up_word,
) -> Counter[LinkState]:
    """Check ``links`` and store what was found; how many came to which state.

    Once ``should_stop`` says so, or our own line is seen to be down, no other address is asked.
    ``made_up`` gives the words of addresses that there cannot be.
    Raises CallerError when not one of them could be asked because no contact is set.
    """
    run = _Run(watch, network, trigger=trigger, made_up=made_up)
    try:
        await run.ask(links, should_stop=should_stop, done=done)
    finally:
        run.finish()
    _must_have_contact(run.reasons)
    return run.tally


class _Run:
    """One run: what it asks with, what it has come to."""

    def __init__(self, watch: Watch, network: Network, *, trigger: str, made_up: MadeUp) -> None:
        self.tally: Counter[LinkState] = Counter()
        self.reasons: Counter[LinkReason | None] = Counter()
        self._watch = watch
        self._hosts: set[str] = set()
        self._run_id = start_run(watch.archive, trigger=trigger, kind="links", at=watch.now())
        self._asking = LinkAsking(watch, network)
        self._ledger = Ledger(watch, self._run_id)
        siblings = Siblings(watch, self._asking, made_up=made_up)
        self._judging = Judging(watch, self._asking, siblings, self._ledger)

    async def ask(
        self,
        links: Sequence[WatchedLink],
        *,
        should_stop: Callable[[], bool],
        done: Callable[[int], None],
    ) -> None:
        """Ask the links' hosts side by side."""

        async def ask_host(groups: Sequence[Sequence[WatchedLink]]) -> None:
            for group in groups:
                if should_stop() or self._asking.line.is_down:
                    return
                found = await self._judging.check(group)
                self.tally.update(health.state for health in found)
                self.reasons.update(health.reason for health in found)
                done(len(group))

        self._hosts = {link.host for link in links}
        async with asyncio.TaskGroup() as around:
            writing = around.create_task(self._ledger.keep_writing())
            async with asyncio.TaskGroup() as hosts:
                for groups in _by_host(links):
                    hosts.create_task(ask_host(groups))
            writing.cancel()

    def finish(self) -> None:
        """Write what is left, and how the run went."""
        self._ledger.flush()
        note_outages(self._watch, self._hosts)
        failed, checked = sum(self.tally[state] for state in _FAILED), self.tally.total()
        finish_run(
            self._watch.archive,
            self._run_id,
            at=self._watch.now(),
            checked=checked,
            changed=0,
            failed=min(failed, checked - 1) if failed else 0,
        )


def _must_have_contact(reasons: Counter[LinkReason | None]) -> None:
    if reasons[LinkReason.CONTACT] and reasons[LinkReason.CONTACT] == reasons.total():
        raise CallerError(
            "no link was asked: no contact is set",
            remedy='set [fetch] contact = "you@example.org" in config/archive-watch.toml,'
            " so that the people who run the sites can reach you",
        )


def _by_host(links: Sequence[WatchedLink]) -> list[list[list[WatchedLink]]]:
    """The links of each address, by host; of a host those first that waited longest for a check."""
    hosts: defaultdict[str, list[list[WatchedLink]]] = defaultdict(list)
    for group in by_address(links).values():
        hosts[group[0].host].append(group)
    for groups in hosts.values():
        groups.sort(key=lambda group: min(link.health.checked_at or "" for link in group))
    return list(hosts.values())
