"""What is wrong with a configuration's values: well formed, of the right type, and no sense in them.

Everything that a later stage would stumble over is found here, before anything is done.
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from archive_watch.config.channel_meaning import channel_faults
from archive_watch.config.faults import Fault, Path
from archive_watch.config.pace import checked_pace
from archive_watch.config.settings import DaemonSettings, FetchSettings, Settings
from archive_watch.errors import CallerError
from archive_watch.model.url import checked_url

_AREAS = ("body", "related")
_KINDS = ("auto", "feed", "listing", "sitemap")
_HEADER_SAFE = re.compile(r"^[\x20-\x7e]*$")
_HOST = re.compile(r"^[^\s/@:]+(?::\d+)?$|^\[[0-9A-Fa-f:.]+\](?::\d+)?$")
_NAME = re.compile(r"^(\*|\[?[0-9A-Fa-f:.]+\]?|[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)$")
_LAST_PORT = 65_535


def meaning_faults(settings: Settings) -> Iterator[Fault]:
    """The faults that types cannot see: values that make no sense."""
    yield from _fetch_faults(settings.fetch)
    yield from _number_faults(settings)
    yield from _tried(("schedule", "every"), checked_pace, settings.schedule.every)
    yield from _tried(("backup", "every"), checked_pace, settings.backup.every)
    if settings.retention.fold_unchanged_after:
        place = ("retention", "fold_unchanged_after")
        yield from _tried(place, checked_pace, settings.retention.fold_unchanged_after)
    yield from _tried(("links", "recheck_after"), checked_pace, settings.links.recheck_after)
    yield from _daemon_faults(settings.daemon)
    yield from _tried(("discovery", "every"), checked_pace, settings.discovery.every)
    memento = settings.links.memento
    if memento and ("?" in memento or any(_tried(("links", "memento"), checked_url, memento))):
        yield Fault(
            ("links", "memento"),
            f"{memento!r} is no web archive; write what stands before the time in the addresses of"
            " its copies, like https://web.archive.org/web/",
        )
    for host in settings.serve.hosts:
        if not is_name_alone(host):
            yield Fault(
                ("serve", "hosts"),
                f"{host!r} is no name alone; write it without scheme and port, like archive.example.org",
            )
    for area in settings.links.areas:
        if area not in _AREAS:
            yield Fault(("links", "areas"), f"{area!r} is none of {', '.join(_AREAS)}")
    for name, channel in settings.notify.items():
        yield from channel_faults(name, channel)
    yield from _watch_faults(settings)


def is_name_alone(host: str) -> bool:
    """Whether that is a host's name or address without scheme and port, or ``*``."""
    return _NAME.fullmatch(host) is not None


def _daemon_faults(daemon: DaemonSettings) -> Iterator[Fault]:
    if daemon.listen and not _is_address_and_port(daemon.listen, least=0):
        yield Fault(
            ("daemon", "listen"),
            f"{daemon.listen!r} is not ADDRESS:PORT; write it like 127.0.0.1:8765",
        )
    yield from _tried(("daemon", "ping_every"), checked_pace, daemon.ping_every)
    if daemon.ping and any(_tried(("daemon", "ping"), checked_url, daemon.ping)):
        yield Fault(
            ("daemon", "ping"), "is no web address to ask; write it like https://hc.example/token"
        )


def _fetch_faults(fetch: FetchSettings) -> Iterator[Fault]:
    if fetch.contact.strip() and "@" not in fetch.contact and "://" not in fetch.contact:
        yield Fault(
            ("fetch", "contact"),
            f"{fetch.contact!r} is neither an e-mail nor a web address; write you@example.org",
        )
    for name, value in (("contact", fetch.contact), ("user_agent", fetch.user_agent)):
        if not _HEADER_SAFE.match(value):
            yield Fault(
                ("fetch", name), "may hold only printable ASCII, no control characters:"
                " it is sent in a header",
            )  # fmt: skip
    if fetch.proxy and not _is_proxy(fetch.proxy):
        yield Fault(("fetch", "proxy"), f"{fetch.proxy!r} is not like http://127.0.0.1:3128")
    for network in fetch.allow_networks:
        yield from _network_faults(network)
    yield from _connect_to_faults(fetch.connect_to)


def _network_faults(network: str) -> Iterator[Fault]:
    place = ("fetch", "allow_networks")
    try:
        whole = ipaddress.ip_network(network, strict=False)
    except ValueError:
        yield Fault(place, f"{network!r} is no network; write it like 127.0.0.0/8")
        return
    try:
        ipaddress.ip_network(network)
    except ValueError:
        yield Fault(place, f"{network!r} is an address in a network; the whole is written {whole}")


def _connect_to_faults(connect_to: Mapping[str, str]) -> Iterator[Fault]:
    for host, target in connect_to.items():
        place = ("fetch", "connect_to", host)
        if not _HOST.match(host):
            yield Fault(place, "is not a host; write its name alone, without https://")
        if not _is_address_and_port(target, least=1):
            yield Fault(place, f"{target!r} is not ADDRESS:PORT; write it like 127.0.0.1:8080")


def _is_address_and_port(text: str, *, least: int) -> bool:
    host, _, port = text.rpartition(":")
    is_port = port.isascii() and port.isdigit() and least <= int(port[:9]) <= _LAST_PORT
    return is_port and _HOST.match(host) is not None


def _is_proxy(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _number_faults(settings: Settings) -> Iterator[Fault]:
    fetch, schedule, links = settings.fetch, settings.schedule, settings.links
    least: dict[Path, tuple[float, float]] = {
        ("fetch", "min_delay_seconds"): (fetch.min_delay_seconds, 0),
        ("fetch", "deadline_seconds"): (fetch.deadline_seconds, 0.1),
        ("fetch", "max_bytes"): (fetch.max_bytes, 1),
        ("fetch", "max_redirects"): (fetch.max_redirects, 0),
        ("fetch", "full_read_every"): (fetch.full_read_every, 1),
        ("schedule", "tick_seconds"): (schedule.tick_seconds, 0.1),
        ("schedule", "budget_per_host_per_day"): (schedule.budget_per_host_per_day, 0),
        ("schedule", "workers"): (schedule.workers, 1),
        ("daemon", "grace_seconds"): (settings.daemon.grace_seconds, 0),
        ("daemon", "min_free_mb"): (settings.daemon.min_free_mb, 0),
        ("backup", "keep"): (settings.backup.keep, 1),
        ("backup", "keep_weeks"): (settings.backup.keep_weeks, 0),
        ("pages", "confirm_removed_checks"): (settings.pages.confirm_removed_checks, 1),
        ("pages", "silent_after_days"): (settings.pages.silent_after_days, 0),
        ("links", "min_delay_seconds"): (links.min_delay_seconds, 0),
        ("links", "deadline_seconds"): (links.deadline_seconds, 0.1),
        ("links", "confirm_checks"): (links.confirm_checks, 1),
        ("discovery", "max_pages"): (settings.discovery.max_pages, 1),
        ("discovery", "max_sitemaps"): (settings.discovery.max_sitemaps, 1),
    }
    for place, (value, lowest) in least.items():
        if not math.isfinite(value):
            yield Fault(place, f"{value:g} is not a number to count with")
        elif value < lowest:
            yield Fault(place, f"{value:g} is less than {lowest:g}")


def _watch_faults(settings: Settings) -> Iterator[Fault]:
    for index, page in enumerate(settings.watch):
        yield from _tried(("watch", index, "url"), checked_url, page.url)
        if page.every:
            yield from _tried(("watch", index, "every"), checked_pace, page.every)
    for index, start in enumerate(settings.discover):
        yield from _tried(("discover", index, "url"), checked_url, start.url)
        if start.every:
            yield from _tried(("discover", index, "every"), checked_pace, start.every)
        if start.max_pages < 0:
            yield Fault(("discover", index, "max_pages"), f"{start.max_pages} is less than 0")
        if start.kind not in _KINDS:
            yield Fault(
                ("discover", index, "kind"), f"{start.kind!r} is none of {', '.join(_KINDS)}"
            )


def _tried(path: Path, check: Callable[[str], Any], value: str) -> Iterator[Fault]:
    try:
        check(value)
    except CallerError as error:
        yield Fault(path, error.message + (f"; {error.remedy}" if error.remedy else ""))
