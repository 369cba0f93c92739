"""What is wrong with a configuration, all of it at once, each fault with its path and remedy."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import Any

from cattrs import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from archive_watch.config.settings import Settings
from archive_watch.errors import CallerError
from archive_watch.model.duration import parse_duration
from archive_watch.model.url import checked_url

_AREAS = {"body", "related"}
_KINDS = {"auto", "sitemap", "feed", "listing"}


def structure_faults(error: Exception, path: str = "") -> Iterator[str]:
    """The faults that cattrs found: unknown keys, wrong types, at any depth."""
    if isinstance(error, ClassValidationError | IterableValidationError):
        for inner in error.exceptions:
            yield from structure_faults(inner, _extended(path, inner))
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield f"{_place(path, key)}: unknown key{_suggestion(key, error.cl)}"
    else:
        yield f"{path or 'the file'}: {_plain(error)}"


def _extended(path: str, inner: Exception) -> str:
    notes = getattr(inner, "__notes__", [])
    name = next((getattr(note, "name", None) for note in notes if hasattr(note, "name")), None)
    index = next((getattr(note, "index", None) for note in notes if hasattr(note, "index")), None)
    if name is not None:
        return _place(path, name)
    return f"{path}, entry {index + 1}" if isinstance(index, int) else path


def _place(path: str, key: str) -> str:
    if not path:
        return f"[{key}]"
    return f"{path} {key}"


def _suggestion(key: str, owner: type) -> str:
    known = [item.name for item in fields(owner)] if is_dataclass(owner) else []
    close = get_close_matches(key, known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; known are {', '.join(known)}"


def _plain(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def meaning_faults(settings: Settings) -> Iterator[str]:
    """The faults that types cannot see: values that make no sense."""
    yield from _fetch_faults(settings)
    yield from _number_faults(settings)
    yield from _tried("[schedule] every", parse_duration, settings.schedule.every)
    yield from _tried("[links] recheck_after", parse_duration, settings.links.recheck_after)
    yield from _listen_faults(settings.daemon.listen)
    for area in settings.links.areas:
        if area not in _AREAS:
            yield f"[links] areas: {area!r} is none of {', '.join(sorted(_AREAS))}"
    yield from _watch_faults(settings)


def _fetch_faults(settings: Settings) -> Iterator[str]:
    contact = settings.fetch.contact
    if contact and "@" not in contact and "://" not in contact:
        yield f"[fetch] contact: {contact!r} is neither an e-mail nor a web address"
    if any(ord(letter) < ord(" ") for letter in contact + settings.fetch.user_agent):
        yield "[fetch] contact, user_agent: control characters are refused"
    for network in settings.fetch.allow_networks:
        yield from _tried("[fetch] allow_networks", ipaddress.ip_network, network)
    for host, target in settings.fetch.connect_to.items():
        if not target.rpartition(":")[2].isdigit() or not target.rpartition(":")[0]:
            yield f"[fetch.connect_to] {host}: {target!r} is not ADDRESS:PORT"


def _number_faults(settings: Settings) -> Iterator[str]:
    fetch, schedule, links = settings.fetch, settings.schedule, settings.links
    least = {
        "[fetch] min_delay_seconds": (fetch.min_delay_seconds, 0),
        "[fetch] deadline_seconds": (fetch.deadline_seconds, 0.1),
        "[fetch] max_bytes": (fetch.max_bytes, 1),
        "[fetch] max_redirects": (fetch.max_redirects, 0),
        "[fetch] full_read_every": (fetch.full_read_every, 1),
        "[schedule] tick_seconds": (schedule.tick_seconds, 0.1),
        "[schedule] budget_per_host_per_day": (schedule.budget_per_host_per_day, 0),
        "[schedule] workers": (schedule.workers, 1),
        "[pages] confirm_removed_checks": (settings.pages.confirm_removed_checks, 1),
        "[links] min_delay_seconds": (links.min_delay_seconds, 0),
        "[links] deadline_seconds": (links.deadline_seconds, 0.1),
        "[links] confirm_checks": (links.confirm_checks, 1),
    }
    for place, (value, lowest) in least.items():
        if value < lowest:
            yield f"{place}: {value:g} is less than {lowest:g}"


def _listen_faults(listen: str) -> Iterator[str]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit():
        yield f"[daemon] listen: {listen!r} is not ADDRESS:PORT"


def _watch_faults(settings: Settings) -> Iterator[str]:
    for number, page in enumerate(settings.watch, start=1):
        yield from _tried(f"[[watch]] entry {number} url", checked_url, page.url)
        if page.every:
            yield from _tried(f"[[watch]] entry {number} every", parse_duration, page.every)
    for number, start in enumerate(settings.discover, start=1):
        yield from _tried(f"[[discover]] entry {number} url", checked_url, start.url)
        if start.kind not in _KINDS:
            yield f"[[discover]] entry {number} kind: none of {', '.join(sorted(_KINDS))}"


def _tried(place: str, check: Callable[[str], Any], value: str) -> Iterator[str]:
    try:
        check(value)
    except CallerError as error:
        yield f"{place}: {error.message}"
    except ValueError as error:
        yield f"{place}: {error}"
