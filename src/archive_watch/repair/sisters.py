"""Where a page may be found on a sister host, by the map of hosts.

The date decides which archive comes first: the one in the path, which binds, or else the one that the
page is known or thought to be of, which only sets the order.  Rules that have led to documents before
come before those that have not.  A map is asked once for an address, and never for what it
answers: no chain of rules, and so no way round in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from archive_watch.model.state_hosts import HostMap, SisterRule, StateHost
from archive_watch.repair.dated import days_shared, span_in_path
from archive_watch.repair.path_pattern import filled, matched

MOST_SISTERS = 4
"""No more sisters of one page are named: they are asked one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How often a rule was tried, and how often what it named was the document."""

    tries: int = 0
    successes: int = 0

    @property
    def rank(self) -> float:
        """The chance that it leads to the document: a half, before anything is known."""
        return (self.successes + 1) / (self.tries + 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sister:
    """An address at which a sister host may have the page, and the rule that says so."""

    url: str
    rule: SisterRule


def sisters(
    url: str, hosts: HostMap, *, page_date: date | None, records: Mapping[str, Record]
) -> tuple[Sister, ...]:
    """Where ``url`` may be found, the likeliest first; none where no rule speaks of it.

    ``page_date`` is of the page itself, where it is known, or of one that links to it.
    """
    found: dict[str, Sister] = {}
    for rule in _ranked(speaking(url, hosts), records):
        for address in addresses_by(rule, url, hosts, page_date=page_date):
            found.setdefault(address, Sister(url=address, rule=rule))
    found.pop(url, None)
    return tuple(found.values())[:MOST_SISTERS]


def addresses_by(
    rule: SisterRule, url: str, hosts: HostMap, *, page_date: date | None
) -> Iterator[str]:
    """What one rule says of ``url``: an address on each of its hosts, in each of its forms."""
    parts = urlsplit(url)
    values = _values(rule, parts.path)
    if values is None:
        return
    paths = [filled(form, values) for form in rule.to_paths] or [parts.path]
    for host in _by_date(rule, hosts, parts.path, page_date):
        for path in paths:
            yield parts._replace(netloc=host, path=path, fragment="").geturl()


def speaking(url: str, hosts: HostMap) -> tuple[SisterRule, ...]:
    """The rules that speak of ``url``, up to one that says that its path was not kept."""
    parts = urlsplit(url)
    host = hosts.host(parts.hostname or "")
    if host is None or parts.port is not None:
        return ()
    span, found = span_in_path(parts.path), []
    for rule in hosts.rules:
        if host.name not in rule.hosts or _values(rule, parts.path) is None:
            continue
        if rule.dates is not None and (span is None or not days_shared(span, *rule.dates)):
            continue
        found.append(rule)
        if not rule.to:
            break
    return tuple(found)


def _values(rule: SisterRule, path: str) -> dict[str, str] | None:
    found = (matched(form, path) for form in rule.paths)
    return next((values for values in found if values is not None), None)


def _ranked(rules: Sequence[SisterRule], records: Mapping[str, Record]) -> list[SisterRule]:
    return sorted(rules, key=lambda rule: -records.get(rule.name, Record()).rank)


def _by_date(rule: SisterRule, hosts: HostMap, path: str, page_date: date | None) -> Sequence[str]:
    """The hosts of a rule in the order in which they are to be asked."""
    known = [host for name in rule.to if (host := hosts.host(name)) is not None]
    span = span_in_path(path)
    if span is not None:
        shared = {host.name: days_shared(span, host.opens, host.closes) for host in known}
        of_then = sorted(
            (host for host in known if shared[host.name]), key=lambda host: -shared[host.name]
        )
        after = [host for host in known if _opens_after(host, span[1])] if rule.later else []
        return [host.name for host in (*of_then, *after)]
    if page_date is not None:
        day = (page_date, page_date)
        known.sort(key=lambda host: not days_shared(day, host.opens, host.closes))
    return [host.name for host in known]


def _opens_after(host: StateHost, day: date) -> bool:
    return host.opens is not None and host.opens > day
