"""Check links: each address once, hosts side by side, one request at a time a host.

GET and never HEAD (too many servers answer HEAD with something else), a bounded part of the body,
and a deadline, so that a run always ends.  No more hosts at once than there are workers: a client
that is out of breath sees a dead web.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from archive_watch.classify.link_evidence import evidence_of
from archive_watch.classify.link_face import face_of
from archive_watch.classify.link_life import health_after
from archive_watch.errors import CallerError
from archive_watch.extract.page import Cut
from archive_watch.model.capture import Failure, Response
from archive_watch.model.clock import days_after, utc_text
from archive_watch.model.link import Failing, LinkEvidence, LinkHealth, LinkReason, LinkState
from archive_watch.model.url import host_of
from archive_watch.schedule.link_times import days_until_next_look, jitter_of
from archive_watch.services.asking.network import Network
from archive_watch.services.checking.judge_answer import challenge_sign
from archive_watch.services.cutting.cut_safely import cut_safely
from archive_watch.services.watch import Watch
from archive_watch.storage.links import WatchedLink, by_address, put_off_link, record_link_check
from archive_watch.storage.runs import finish_run, start_run

_BODY_BYTES = 256 * 1024
_WEB = frozenset({"http", "https"})
_LOCAL_AGAIN_AFTER = timedelta(minutes=5)
_FAILED = (LinkState.SUSPECTED, LinkState.BROKEN, LinkState.GONE, LinkState.SOFT_404)


async def check_links(
    watch: Watch,
    network: Network,
    links: Sequence[WatchedLink],
    *,
    trigger: str = "manual",
    should_stop: Callable[[], bool] = lambda: False,
    done: Callable[[int], None] = lambda _: None,
) -> Counter[LinkState]:
    """Check ``links`` and store what was found; how many came to which state.

    Once ``should_stop`` says so no other address is asked.
    Raises CallerError when not one of them could be asked because no contact is set.
    """
    run_id = start_run(watch.archive, trigger=trigger, kind="links", at=watch.now())
    tally: Counter[LinkState] = Counter()
    reasons: Counter[LinkReason | None] = Counter()
    groups = by_address(links)
    workers = asyncio.Semaphore(max(1, watch.settings.schedule.workers))

    async def ask_host(addresses: Sequence[str]) -> None:
        for address in addresses:
            async with workers:
                if should_stop():
                    return
                found = await _check_address(watch, network, groups[address], run_id)
            tally.update(health.state for health in found)
            reasons.update(health.reason for health in found)
            done(len(groups[address]))

    try:
        async with asyncio.TaskGroup() as group:
            for addresses in _by_host(groups):
                group.create_task(ask_host(addresses))
    finally:
        failed = sum(tally[state] for state in _FAILED)
        finish_run(
            watch.archive,
            run_id,
            at=watch.now(),
            checked=tally.total(),
            changed=0,
            failed=min(failed, tally.total() - 1) if failed else 0,
        )
    _must_have_contact(reasons)
    return tally


def _must_have_contact(reasons: Counter[LinkReason | None]) -> None:
    if reasons[LinkReason.CONTACT] and reasons[LinkReason.CONTACT] == reasons.total():
        raise CallerError(
            "no link was asked: no contact is set",
            remedy='set [fetch] contact = "you@example.org" in config/archive-watch.toml,'
            " so that the people who run the sites can reach you",
        )


def _by_host(groups: dict[str, list[WatchedLink]]) -> list[list[str]]:
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    for address, links in groups.items():
        hosts[links[0].host].append(address)
    return list(hosts.values())


async def _check_address(
    watch: Watch, network: Network, links: Sequence[WatchedLink], run_id: int
) -> list[LinkHealth]:
    seen = _excluded(watch, links[0]) or await _ask(watch, network, links[0])
    if seen is None:
        return []
    confirm = watch.settings.links.confirm_checks
    found = []
    with watch.archive.writing():
        for link in links:
            health = health_after(link.health, seen, confirm_checks=confirm)
            record_link_check(
                watch.archive,
                link,
                seen,
                health,
                run_id=run_id,
                next_check_at=_next_check(watch, link, health),
            )
            found.append(health)
    return found


def _excluded(watch: Watch, link: WatchedLink) -> LinkEvidence | None:
    """The evidence for a link that is not asked at all: no web address, or the operator's wish."""
    reason: LinkReason | None = None
    if urlsplit(link.address).scheme.lower() not in _WEB or not link.host:
        reason = LinkReason.SCHEME
    elif any(fnmatchcase(link.address, pattern) for pattern in watch.settings.links.exclude):
        reason = LinkReason.PATTERN
    if reason is None:
        return None
    return LinkEvidence(
        at=watch.now(),
        state=LinkState.EXCLUDED,
        reason=reason,
        status=None,
        final_url=None,
        elapsed_ms=0,
    )


async def _ask(watch: Watch, network: Network, link: WatchedLink) -> LinkEvidence | None:
    async with network.manners.turn(link.host):
        response = await network.get(link.address, enough_bytes=_BODY_BYTES)
    if response.refusal is not None and response.refusal.failure is Failure.ON_HOLD:
        return None
    if response.refusal is not None and response.refusal.failure is Failure.LOCAL:
        until = utc_text(watch.clock() + _LOCAL_AGAIN_AFTER)
        put_off_link(watch.archive, link, until=until)
        return None
    seen = evidence_of(
        response,
        at=watch.now(),
        page=_page(watch, response),
        is_challenge=challenge_sign(response) is not None,
        face=face_of(response),
    )
    return seen or _no_answer(watch, response)


def _no_answer(watch: Watch, response: Response) -> LinkEvidence:
    """An answer that cannot be taken is as good as none: else the link would be due for ever."""
    return LinkEvidence(
        at=watch.now(),
        state=LinkState.SUSPECTED,
        reason=LinkReason.RESET,
        failing=Failing.REFUSED,
        status=response.status,
        final_url=response.final_url,
        elapsed_ms=response.elapsed_ms,
    )


def _page(watch: Watch, response: Response) -> Cut | None:
    """The page that answered, where it is one; an answer that does not say is looked at."""
    if response.refusal is not None or "html" not in (response.content_type or "html").lower():
        return None
    return cut_safely(
        response.body,
        content_type=response.content_type,
        url=response.final_url,
        profile=watch.profile(host_of(response.final_url)),
        status=response.status or 0,
        headers=response.headers,
    )


def _next_check(watch: Watch, link: WatchedLink, health: LinkHealth) -> str | None:
    days = days_until_next_look(
        link.health,
        health,
        usual_days=watch.settings.links.recheck_after_seconds / 86_400,
        jitter=jitter_of(link.address, health.checks),
    )
    return None if days is None else days_after(watch.now(), days)
