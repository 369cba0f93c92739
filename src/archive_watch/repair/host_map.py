"""The map of sister hosts from its TOML tables, every fault told at once, with its remedy.

It fails closed: a map with a single fault is not used at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from archive_watch.errors import ConfigError
from archive_watch.model.state_hosts import HostMap, MapExample, SisterRule, StateHost
from archive_watch.repair.dated import day_of
from archive_watch.repair.map_faults import loop_faults, map_faults

_REMEDY = (
    "docs/how-to/repair-links.md explains every key; `archive-watch links map check FILE` tries it"
)


def map_from_toml(tables: Mapping[str, Any], *, source: str) -> HostMap:
    """The map in ``tables``.

    Raises ConfigError with every fault: unknown keys, wrong types, hosts that are not in the map,
    forms of paths that cannot be used, windows that end before they begin, rules that lead round in
    a circle.
    """
    faults = list(map_faults(tables))
    if not faults:
        found = _structured(tables)
        faults = list(loop_faults(found))
        if not faults:
            return found
    raise ConfigError(f"cannot use the map of hosts {source}", tuple(faults), remedy=_REMEDY)


def _structured(tables: Mapping[str, Any]) -> HostMap:
    hosts = tuple(_host(table) for table in tables.get("host", ()))
    names = {also: host.name for host in hosts for also in (host.name, *host.also)}
    return HostMap(
        hosts=hosts, rules=tuple(_rule(table, names) for table in tables.get("rule", ()))
    )


def _host(table: Mapping[str, Any]) -> StateHost:
    return StateHost(
        name=table["name"].lower(),
        opens=day_of(table.get("opens")),
        closes=day_of(table.get("closes")),
        is_live=table.get("live", False),
        also=_lowered(table.get("also", ())),
    )


def _rule(table: Mapping[str, Any], names: Mapping[str, str]) -> SisterRule:
    dates = table.get("dates")
    return SisterRule(
        name=table["name"],
        hosts=tuple(names[host] for host in _lowered(table["hosts"])),
        paths=tuple(table["paths"]),
        to=tuple(names[host] for host in _lowered(table["to"])),
        to_paths=tuple(table.get("to_paths", ())),
        dates=None if dates is None else _both(dates),
        later=table.get("later", False),
        verified=table["verified"],
        examples=tuple(_examples(table.get("example", ()))),
    )


def _examples(tables: Iterable[Mapping[str, Any]]) -> Iterator[MapExample]:
    for table in tables:
        yield MapExample(
            url=table["url"],
            candidates=tuple(table["candidates"]),
            page_date=day_of(table.get("page_date")),
        )


def _both(days: Iterable[object]) -> tuple[date, date]:
    first, last = (day_of(day) for day in days)
    assert first is not None
    assert last is not None
    return first, last


def _lowered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.lower() for name in names)
