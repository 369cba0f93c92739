"""What an answer, or the want of one, says of its host: kept for whoever asks it next.

Its pace, and whether it is closed for a while.  An outage is one incident, opened when the host is
closed for it and ended by an answer; the pages are not asked meanwhile, so that none of them is
counted as failing.  Each function is one transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from http import HTTPStatus

from archive_watch.model.capture import Failure, Refusal, Response
from archive_watch.model.host import HostStanding
from archive_watch.model.incident import IncidentKind
from archive_watch.model.url import host_of
from archive_watch.schedule import breaker
from archive_watch.schedule.politeness import paced
from archive_watch.services.watch import Watch
from archive_watch.storage import sites
from archive_watch.storage.failing import fails_by_itself
from archive_watch.storage.incidents import close_incidents, has_open_incident, raise_incident

_OUT_OF_ORDER = frozenset(
    {Failure.DNS, Failure.TLS, Failure.CONNECT, Failure.RESET, Failure.TIMEOUT}
)
_CLOSED_TWICE = 2  # one robots.txt without an answer is no outage yet


def note_answer(watch: Watch, response: Response, *, usual_seconds: float) -> None:
    """Keep what the last hop of a request says of its host; ``usual_seconds`` is its usual pace."""
    with watch.archive.writing():
        before = sites.host_standing(watch.archive, host_of(response.final_url))
        after = _paced(before, response, usual_seconds)
        if sites.is_watched(watch.archive, before.host):
            after = _after(watch, after, response)
        _keep(watch, before, after, step_seconds=usual_seconds)


def note_pace(watch: Watch, response: Response, *, usual_seconds: float) -> None:
    """Keep only how the host is to be asked."""
    with watch.archive.writing():
        before = sites.host_standing(watch.archive, host_of(response.final_url))
        after = _paced(before, response, usual_seconds)
        _keep(watch, before, after, step_seconds=usual_seconds)


def note_silence(watch: Watch, host: str, refusal: Refusal) -> None:
    """The host's robots.txt cannot be had, so that no page of it may be asked."""
    with watch.archive.writing():
        before = sites.host_standing(watch.archive, host)
        if sites.is_watched(watch.archive, host) and not breaker.is_closed(before, watch.clock()):
            after = breaker.closed(before, now=watch.clock(), why=_told(refusal))
            _keep(watch, before, after, step_seconds=0)


def note_shut(watch: Watch, host: str, why: str) -> None:
    """The host shuts us out, still or again: it is left alone for longer."""
    with watch.archive.writing():
        before = sites.host_standing(watch.archive, host)
        if not breaker.is_closed(before, watch.clock()):
            blocked = breaker.shut_out(before, now=watch.clock(), why=why)
            after = breaker.closed(blocked, now=watch.clock(), why=blocked.closed_why or why)
            _keep(watch, before, after, step_seconds=0)


def note_alive(watch: Watch, host: str, *, step_seconds: float) -> None:
    """The host is in order, whatever its pages say; one that shuts us out stays shut."""
    with watch.archive.writing():
        before = sites.host_standing(watch.archive, host)
        _keep(watch, before, breaker.after_answer(before), step_seconds=step_seconds)


def note_back_in_reach(watch: Watch, hosts: Collection[str]) -> None:
    """Our own line was down while ``hosts`` gave no answer: whichever is closed for it is tried now.

    One that shuts us out stays shut.
    """
    for host in sorted(hosts):
        with watch.archive.writing():
            before = sites.host_standing(watch.archive, host)
            if not before.is_blocked and breaker.is_closed(before, watch.clock()):
                now = watch.now()
                after = replace(before, closed_until=now)
                sites.keep_host_standing(watch.archive, after, at=now)
                sites.make_one_due(watch.archive, host, at=now)


def _paced(host: HostStanding, response: Response, usual_seconds: float) -> HostStanding:
    latency_ms = _latency_ms(response, host.host)
    return paced(host, response.status, latency_ms=latency_ms, usual_seconds=usual_seconds)


def _after(watch: Watch, host: HostStanding, response: Response) -> HostStanding:
    """The breaker after a request: what a page answers is no trouble, unless it is a 5xx, and none
    of a page that fails by itself, again and again, while its siblings are read."""
    if _is_trouble(response) and fails_by_itself(watch.archive, response.url):
        return host
    if response.status is None:
        assert response.refusal is not None
        if response.refusal.failure in _OUT_OF_ORDER:
            return breaker.after_trouble(host, now=watch.clock(), why=_told(response.refusal))
        return host
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        why = f"answered {response.status} for {response.final_url}"
        return breaker.after_trouble(host, now=watch.clock(), why=why)
    return breaker.after_answer(host)


def _keep(watch: Watch, before: HostStanding, after: HostStanding, *, step_seconds: float) -> None:
    """Write how the host stands, and open or close the incident of an outage."""
    if after == before:
        return
    archive, now = watch.archive, watch.now()
    sites.keep_host_standing(archive, after, at=now)
    if after.closures > before.closures:
        assert after.closed_until is not None
        sites.make_one_due(archive, after.host, at=after.closed_until)
        if after.is_blocked or after.troubles or after.closures >= _CLOSED_TWICE:
            kind = IncidentKind.BLOCKED_HOST if after.is_blocked else IncidentKind.UNREACHABLE_HOST
            why = after.closed_why or ""
            raise_incident(archive, kind=kind, host=after.host, detail=why, at=now)
    elif before.closures and not after.closures:
        if has_open_incident(archive, host=after.host):
            close_incidents(archive, kind=IncidentKind.UNREACHABLE_HOST, host=after.host, at=now)
        sites.make_failed_due(archive, after.host, now=now, step_seconds=step_seconds)


def _is_trouble(response: Response) -> bool:
    if response.status is None:
        return response.refusal is not None and response.refusal.failure in _OUT_OF_ORDER
    return response.status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _latency_ms(response: Response, host: str) -> float | None:
    """How long the host took for one answer; None where others took part of the time."""
    if response.status is None or any(host_of(hop.url) != host for hop in response.hops):
        return None
    return response.elapsed_ms / (1 + len(response.hops))


def _told(refusal: Refusal) -> str:
    return f"{refusal.failure.value}: {refusal.detail}" if refusal.detail else refusal.failure.value
