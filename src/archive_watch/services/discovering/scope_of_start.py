"""What belongs to a starting point: its host with its sisters, and what its operator says of it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from archive_watch.discover.robots import RobotsState, RobotsVerdict, parse_robots
from archive_watch.discover.scope import Scope
from archive_watch.model.url import host_of
from archive_watch.services.discovering.ask_source import Asked
from archive_watch.services.discovering.discovered import StartingPoint
from archive_watch.services.discovering.ways_on import Step
from archive_watch.services.watch import Watch
from archive_watch.storage.robots_files import answers_of_host, load_robots


def stored_rules(watch: Watch, url: str) -> RobotsVerdict | None:
    """What the robots.txt for ``url`` said when it was last read; None where it never was.

    Where only that of the host's other scheme was read, it is as good a guess as any.
    """
    host, scheme = host_of(url), urlsplit(url).scheme
    stored = load_robots(watch.archive, host, scheme)
    if stored is None or stored.fetched_at is None:
        stored = next(iter(answers_of_host(watch.archive, host)), None)
    if stored is None or stored.failure is not None or stored.status is None:
        return None
    return parse_robots(stored.body, content_type=stored.content_type, status=stored.status)


class Allowed:
    """Which pages robots.txt lets us read: others would be refused whenever they are due."""

    def __init__(self, watch: Watch, user_agent: str) -> None:
        self._watch = watch
        self._user_agent = user_agent
        self._known: dict[tuple[str, str], RobotsVerdict | None] = {}

    def __call__(self, url: str) -> bool:
        """Whether ``url`` may be read, as far as is known."""
        origin = (urlsplit(url).scheme, host_of(url))
        if origin not in self._known:
            self._known[origin] = stored_rules(self._watch, url)
        rules = self._known[origin]
        return (
            rules is None
            or rules.state is not RobotsState.READABLE
            or rules.allows(url, self._user_agent)
        )


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
