"""What is wrong with a configuration's shape: unknown keys and wrong types, each with its place.

A fault that was found is taken out of the tables, and the rest is looked at again: so all faults
are told at once, and what is wrong with the values (``meaning``) too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from typing import Any

from cattrs import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from archive_watch.config.settings import Settings

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the keys that lead to it, and what to do about it."""

    path: Path
    told: str

    def __str__(self) -> str:
        return f"{place_of(self.path)}: {self.told}"


def toml_hint(error: Exception, text: str) -> str:
    """What to do about TOML that does not parse, where the usual slips are recognised."""
    if twice := re.search(r"Cannot declare \('([\w.-]+)',\) twice", str(error)):
        lines = enumerate(text.splitlines(), 1)
        first = next((n for n, line in lines if line.strip() == f"[{twice[1]}]"), None)
        return f"; [{twice[1]}] stands already at line {first}: write under it"
    return "; texts stand in quotes" if "Invalid value" in str(error) else ""


def place_of(path: Path) -> str:
    """``path`` as its reader finds it: ``[fetch] contact``, ``[[watch]] entry 2 url``."""
    match path:
        case (str(section), int(index), *rest):
            return " ".join([f"[[{section}]] entry {index + 1}", *map(str, rest)])
        case (section, *tables, str(key)):
            return f"[{'.'.join(map(str, (section, *tables)))}] {key}"
        case (section,):
            return f"[{section}]"
    return "the file"


def shape_faults(tables: Mapping[str, Any]) -> Iterator[Fault]:
    """Where a table was expected and something else is written, or the other way round."""
    for section in fields(Settings):
        if section.name not in tables:
            continue
        value = tables[section.name]
        if section.name in {"watch", "discover"}:
            yield from _list_faults(section.name, value)
        elif not isinstance(value, Mapping):
            yield Fault((section.name,), f"{value!r} is not a table; write [{section.name}]")
        elif section.name == "notify":
            for name, table in value.items():
                if not isinstance(table, Mapping):
                    yield Fault(("notify", name), f"is not a table; write [notify.{name}]")


def _list_faults(name: str, value: Any) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault((name,), f"is not a list of tables; write [[{name}]], one for each")
        return
    for index, entry in enumerate(value):
        if not isinstance(entry, Mapping):
            yield Fault((name, index), f"{entry!r} is not a table; write [[{name}]] and url = …")


def structure_faults(error: Exception, path: Path = ()) -> Iterator[Fault]:
    """The faults that cattrs found: unknown keys, wrong types, at any depth."""
    if isinstance(error, ClassValidationError | IterableValidationError):
        for inner in error.exceptions:
            yield from structure_faults(inner, _extended(path, inner))
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield Fault((*path, key), f"unknown key{_suggestion(key, path, error.cl)}")
    else:
        yield Fault(path, str(error).partition("\n")[0] or type(error).__name__)


def _extended(path: Path, inner: Exception) -> Path:
    for note in getattr(inner, "__notes__", []):
        for kind in ("name", "index"):  # the notes are texts, whose own ``index`` is a method
            step = getattr(note, kind, None)
            if isinstance(step, str | int):
                return (*path, step)
    return path


def _suggestion(key: str, path: Path, owner: type) -> str:
    if not path:
        homes = [section.name for section in fields(Settings) if key in _keys_of(section)]
        if homes:
            return f" here; it belongs under [{homes[0]}]"
    known = [item.name for item in fields(owner)] if is_dataclass(owner) else []
    close = get_close_matches(key, known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; known are {', '.join(known)}"


def _keys_of(section: Any) -> set[str]:
    made = section.default_factory
    return {item.name for item in fields(made)} if is_dataclass(made) else set()


def without(tables: Mapping[str, Any], faults: Iterable[Fault]) -> dict[str, Any]:
    """A copy of ``tables`` from which what is faulty has been taken; entries keep their number."""
    clean: dict[str, Any] = deepcopy(dict(tables))
    for fault in faults:
        *way, last = fault.path
        owner: Any = clean
        for step in way:
            owner = owner[step]
        if isinstance(owner, list) and isinstance(last, int):
            owner[last] = {}
        else:
            owner.pop(last, None)
    return clean


def is_spoken_for(fault: Fault, known: Iterable[Fault]) -> bool:
    """Whether one of ``known`` faults already tells of this place, or of this list entry."""
    told = {other.path for other in known}
    entries = {path[:2] for path in told if len(path) > 1 and isinstance(path[1], int)}
    return any(fault.path[:length] in told for length in range(1, 4)) or fault.path[:2] in entries
