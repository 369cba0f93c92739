"""What belongs to a starting point: its host with its sisters, and what its operator says of it."""

from __future__ import annotations

from dataclasses import replace

from archive_watch.discover.scope import Scope
from archive_watch.model.url import host_of
from archive_watch.services.ask_source import Asked
from archive_watch.services.discovered import StartingPoint
from archive_watch.services.watch import Watch
from archive_watch.services.ways_on import Step


def scope_of(watch: Watch, start: StartingPoint) -> Scope:
    """The start's own host, and the sister hosts that one site profile reads with it."""
    host = host_of(start.url)
    profile = watch.profile(host)
    sisters = () if profile.fallback else profile.hosts
    return Scope(hosts=frozenset({host, *sisters}), include=start.include, exclude=start.exclude)


def widened(scope: Scope, step: Step, asked: Asked) -> Scope:
    """The scope, with the host's twin (with or without www.) where that one answers for it."""
    asked_host, answered = host_of(step.url), host_of(asked.final_url)
    is_twin = asked_host.removeprefix("www.") == answered.removeprefix("www.")
    if asked_host in scope.hosts and is_twin and answered not in scope.hosts:
        return replace(scope, hosts=scope.hosts | {answered})
    return scope
