"""Site profiles: from TOML tables to a ``SiteProfile``, every fault told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from archive_watch.errors import ConfigError
from archive_watch.extract.kind.kinds import PageKind
from archive_watch.model.site import Example, SiteProfile

_SELECTORS = (
    "roots", "listing_roots", "not_found", "drop", "related", "title", "doctype", "byline",
    "speaker", "role", "audience", "place", "date", "tags",
)  # fmt: skip
_FIELDS = _SELECTORS[_SELECTORS.index("title") :]
_NOT_INHERITED = frozenset({"name", "hosts", "extends", "example"})
_LISTS = frozenset(item.name for item in fields(SiteProfile) if str(item.type) == "tuple[str, ...]")
_IN_WORDS = {
    "str": "a text", "str | None": "a text", "int": "a whole number", "bool": "true or false",
}  # fmt: skip
_KINDS = tuple(PageKind)
_NO_HOST = re.compile(r"[\s/:*@]|^$")  # an address or a pattern: no page's host would equal it
_SOME_DAY = datetime(2018, 5, 4, tzinfo=UTC)
_EXAMPLE_KEYS = frozenset(item.name for item in fields(Example))


def profile_from_toml(
    tables: Mapping[str, Any], *, source: str, bases: Mapping[str, SiteProfile]
) -> SiteProfile:
    """The profile in ``tables``, on top of the one it extends.

    Raises ConfigError with every fault: unknown keys, wrong types, selectors or patterns that do
    not parse, a base that is not among ``bases``.
    """
    faults = list(_faults(tables, bases))
    if faults:
        raise ConfigError(
            f"cannot use the site profile {source}",
            tuple(faults),
            remedy="docs/how-to/mend-a-profile.md explains every key",
        )
    examples = tuple(_example(table) for table in tables.get("example", ()))
    own: dict[str, Any] = {
        key: tuple(value) if key in _LISTS else value
        for key, value in tables.items()
        if key != "example"
    }
    own["hosts"] = tuple(host.lower() for host in own.get("hosts", ()))
    base = bases.get(tables.get("extends", ""), SiteProfile(name=""))
    inherited = {
        item.name: getattr(base, item.name)
        for item in fields(SiteProfile)
        if item.name not in _NOT_INHERITED
    }
    return replace(SiteProfile(name=own["name"]), **{**inherited, **own}, example=examples)


def profile_for(host: str, profiles: Sequence[SiteProfile]) -> SiteProfile:
    """The profile for ``host``: the last one that names it, else the fallback profile."""
    bare = host.partition(":")[0].lower().rstrip(".")
    named = [profile for profile in profiles if bare in profile.hosts]
    fallback = [profile for profile in profiles if profile.fallback]
    if not named and not fallback:
        raise ConfigError(
            f"no site profile reads {bare}",
            ("none names this host, and none has fallback = true",),
            remedy="add the host to a profile, or give one profile fallback = true",
        )
    return (named or fallback)[-1]


def _faults(tables: Mapping[str, Any], bases: Mapping[str, SiteProfile]) -> Iterable[str]:
    known = {item.name: item for item in fields(SiteProfile) if item.name != "learnt"}
    for key, value in tables.items():
        if key not in known:
            yield f"{key}: unknown key; known are {', '.join(known)}"
        elif key == "example":
            yield from _example_faults(value)
        elif key in _LISTS:
            if not _is_texts(value):
                yield f"{key}: {value!r} is not a list of texts"
            else:
                yield from _pattern_faults(key, value)
                yield from _field_faults(key, value)
        elif not _has_type(value, str(known[key].type)):
            yield f"{key}: {value!r} is not {_IN_WORDS.get(str(known[key].type), 'of its type')}"
    if not isinstance(tables.get("name"), str) or not tables["name"]:
        yield "name: every profile has one"
    if "extends" in tables and str(tables["extends"]) not in bases:
        yield f"extends: there is no profile {tables['extends']!r}"
    base = bases.get(str(tables.get("extends")), SiteProfile(name=""))
    if tables.get("hosts") and not (tables.get("roots", base.roots) or tables.get("fallback")):
        yield "roots: a profile with hosts says where the words are"


def _field_faults(key: str, values: Sequence[str]) -> Iterable[str]:
    if key == "required":
        for value in (value for value in values if value not in _FIELDS):
            yield f"required: {value!r} is no field that a selector finds: {', '.join(_FIELDS)}"
    elif key == "hosts":
        for value in (value for value in values if _NO_HOST.search(value)):
            yield f"hosts: {value!r} is no host; write only its name, such as www.example.org"
    elif key == "date_formats":
        yield from _format_faults(values)


def _format_faults(values: Sequence[str]) -> Iterable[str]:
    """A format that cannot be read would find no date, and one without a year a guessed one."""
    for value in values:
        try:
            read = datetime.strptime(_SOME_DAY.strftime(value), value)  # noqa: DTZ007
        except (ValueError, re.error) as error:
            yield f"date_formats: {value!r} cannot be used: {error}"
        else:
            if read.date() != _SOME_DAY.date():
                yield f"date_formats: {value!r} names no day: it needs a day, a month and a year"


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _has_type(value: object, wanted: str) -> bool:
    kinds = {"str": str, "str | None": str, "int": int, "bool": bool}
    kind = kinds.get(wanted, object)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _pattern_faults(key: str, values: Sequence[str]) -> Iterable[str]:
    for value in values:
        try:
            if key in _SELECTORS:
                LexborHTMLParser("<p></p>").css(value)
            elif key in {"tail", "end_marks"}:
                re.compile(value)
        except (ValueError, RuntimeError, SelectolaxError, re.error) as error:
            yield f"{key}: {value!r} cannot be used: {error}"


def _example_faults(examples: object) -> Iterable[str]:
    if not isinstance(examples, list):
        yield "example: write [[example]]"
        return
    for number, table in enumerate(examples, start=1):
        if not isinstance(table, Mapping):
            yield f"example {number}: {table!r} is no table; write [[example]]"
            continue
        for key, value in table.items():
            if key not in _EXAMPLE_KEYS:
                yield f"example {number}: unknown key {key}; known are {', '.join(sorted(_EXAMPLE_KEYS))}"
            elif key == "labels" and not _is_texts(value):
                yield f"example {number}: labels: {value!r} is not a list of texts"
            elif key != "labels" and not isinstance(value, str):
                yield f"example {number}: {key}: {value} is not a text; put it in quotes"
        for needed in ("name", "html"):
            if needed not in table:
                yield f"example {number}: it has no {needed}"
        if isinstance(kind := table.get("kind", PageKind.CONTENT), str) and kind not in _KINDS:
            yield f"example {number}: kind: {kind!r} is none of {', '.join(_KINDS)}"


def _example(table: Mapping[str, Any]) -> Example:
    values = dict(table)
    if "labels" in values:
        values["labels"] = tuple(values["labels"])
    return Example(**values)
