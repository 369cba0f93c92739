"""What is wrong with a map of hosts, each with where it stands and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from typing import Any

from archive_watch.model.state_hosts import HostMap
from archive_watch.repair.dated import day_of
from archive_watch.repair.path_pattern import fields_of, form_faults

_HOST_NAME = re.compile(r"^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$", re.IGNORECASE)
_TOP = ("host", "rule")
_HOST_KEYS = {"name": "text", "opens": "day", "closes": "day", "live": "bool", "also": "texts"}
_RULE_KEYS = {
    "name": "text", "hosts": "texts", "paths": "texts", "to": "texts", "to_paths": "texts",
    "dates": "days", "later": "bool", "verified": "bool", "example": "tables",
}  # fmt: skip
_RULE_NEEDS = ("name", "hosts", "paths", "to", "verified")
_EXAMPLE_KEYS = {"url": "text", "candidates": "texts", "page_date": "day"}
_EXAMPLE_NEEDS = ("url", "candidates")
_SAID = {
    "text": "a text in quotes", "texts": "a list of texts", "bool": "true or false",
    "day": "a day, such as 2009-01-20", "days": "two days, the first and the last, such as"
    " [2001-01-20, 2005-01-26]", "tables": "a list of tables; write [[rule.example]]",
}  # fmt: skip
_MOST = 500  # hosts, and rules: more is a mistake, and costs time at every link


def map_faults(tables: Mapping[str, Any]) -> Iterator[str]:
    """Every fault of the tables: of their shape, and of what they say."""
    for key in tables:
        if key not in _TOP:
            yield f"{key}: unknown key{_meant(key, _TOP)}"
    hosts, rules = tables.get("host", []), tables.get("rule", [])
    sound = True
    for kind, entries in (("host", hosts), ("rule", rules)):
        if not _is_tables(entries):
            yield f"{kind}: is not a list of tables; write [[{kind}]], one for each"
            sound = False
        elif len(entries) > _MOST:
            yield f"{kind}: {len(entries):,} entries; {_MOST} are the most"
    if not sound:
        return
    names = list(_names_of(hosts))
    for number, table in enumerate(hosts, 1):
        yield from _host_faults(f"[[host]] entry {number}", table)
    yield from _twice("host", names)
    yield from _twice("rule", [table.get("name") for table in rules])
    known = {name.lower() for name in names if isinstance(name, str)}
    for number, table in enumerate(rules, 1):
        yield from _rule_faults(f"[[rule]] entry {number}", table, known)


def _names_of(hosts: Sequence[Mapping[str, Any]]) -> Iterator[object]:
    for table in hosts:
        yield table.get("name")
        also = table.get("also", [])
        yield from also if isinstance(also, list) else []


def _host_faults(place: str, table: Mapping[str, Any]) -> Iterator[str]:
    yield from _shape_faults(place, table, _HOST_KEYS, needs=("name",))
    for name in _names_of([table]):
        if isinstance(name, str) and not _HOST_NAME.match(name):
            yield f"{place}: {name!r} is no host; write only its name, such as www.example.org"
    opens, closes = table.get("opens"), table.get("closes")
    if _is(opens, "day") and _is(closes, "day") and str(opens) > str(closes):
        yield f"{place}: it closes {closes} before it opens {opens}; exchange the two"


def _rule_faults(place: str, table: Mapping[str, Any], known: set[str]) -> Iterator[str]:
    yield from _shape_faults(place, table, _RULE_KEYS, needs=_RULE_NEEDS)
    for key in ("hosts", "to"):
        for name in table[key] if _is(table.get(key), "texts") else ():
            if name.lower() not in known:
                close = _meant(name, sorted(known))
                yield f"{place} {key}: there is no [[host]] {name!r}{close}"
    if _is(table.get("hosts"), "texts") and not table["hosts"]:
        yield f"{place} hosts: it is for no host; name those whose pages it speaks of"
    for path in table["paths"] if _is(table.get("paths"), "texts") else ():
        yield from (f"{place} paths: {told}" for told in form_faults(path))
        yield from _to_path_faults(place, path, table.get("to_paths"))
    dates = table.get("dates")
    if _is(dates, "days") and dates is not None and str(dates[0]) > str(dates[1]):
        yield f"{place} dates: the last is before the first; exchange the two"
    given = table.get("example")
    examples = given if isinstance(given, list) and _is_tables(given) else []
    for number, example in enumerate(examples, 1):
        yield from _shape_faults(
            f"{place} example {number}", example, _EXAMPLE_KEYS, needs=_EXAMPLE_NEEDS
        )


def _to_path_faults(place: str, path: str, to_paths: object) -> Iterator[str]:
    for form in to_paths if isinstance(to_paths, list) and _is(to_paths, "texts") else []:
        yield from (f"{place} to_paths: {told}" for told in form_faults(form))
        for name in sorted(set(fields_of(form)) - set(fields_of(path))):
            yield f"{place} to_paths: {{{name}}} does not stand in {path!r}"


def _shape_faults(
    place: str, table: Mapping[str, Any], keys: Mapping[str, str], *, needs: Sequence[str]
) -> Iterator[str]:
    for key, value in table.items():
        if key not in keys:
            yield f"{place}: unknown key {key}{_meant(key, list(keys))}"
        elif not _is(value, keys[key]):
            yield f"{place} {key}: {value!r} is not {_SAID[keys[key]]}"
    for key in needs:
        if key not in table:
            yield f"{place}: it has no {key}; write {_SAID[keys[key]]}"


def loop_faults(hosts: HostMap) -> Iterator[str]:
    """Rules that lead round in a circle: a page cannot be found where it came from."""
    ways: dict[str, set[str]] = {}
    for rule in hosts.rules:
        for start in rule.hosts:
            if start in rule.to and not rule.to_paths:
                yield f"rule {rule.name!r} leads from {start} to itself, by the same path"
            ways.setdefault(start, set()).update(set(rule.to) - {start})
    circle = _circle(ways)
    if circle:
        yield f"the rules lead round in a circle: {' → '.join(circle)}; take one of them out"


def _circle(ways: Mapping[str, set[str]]) -> list[str]:
    """The hosts of one circle, its first again at the end; empty where there is none."""
    try:
        TopologicalSorter(ways).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[::-1]  # it says first what must come last
    return []


def _twice(kind: str, names: Sequence[object]) -> Iterator[str]:
    texts = [name.lower() for name in names if isinstance(name, str)]
    for name in sorted({name for name in texts if texts.count(name) > 1}):
        yield f"{kind}: {name!r} stands twice; give one of them another name"


def _is(value: object, kind: str) -> bool:
    match kind:
        case "text":
            return isinstance(value, str) and bool(value)
        case "texts":
            return isinstance(value, list) and all(isinstance(one, str) and one for one in value)
        case "bool":
            return isinstance(value, bool)
        case "day":
            return day_of(value) is not None
        case "days":
            return isinstance(value, list) and len(value) == 2 and None not in map(day_of, value)
        case _:
            return _is_tables(value)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, Mapping) for one in value)


def _meant(key: str, known: Sequence[str]) -> str:
    close = get_close_matches(key, known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; known are {', '.join(known)}"
