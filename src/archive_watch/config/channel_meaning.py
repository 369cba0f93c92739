"""What is wrong with a channel's options: found when the configuration is read, not when a message
is to be sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from archive_watch.config.channels import (
    CHANNEL_TYPES,
    SECURITY,
    ChannelSettings,
    options_out_of_place,
)
from archive_watch.config.faults import Fault, Path
from archive_watch.config.pace import checked_pace
from archive_watch.errors import CallerError
from archive_watch.model.change import ChangeKind
from archive_watch.model.notice import TransitionKind
from archive_watch.model.url import checked_url
from archive_watch.schedule.digest_times import digest_times

INCIDENT = "incident"
KINDS = (
    *(kind.value for kind in ChangeKind if kind is not ChangeKind.COSMETIC),
    TransitionKind.LINK_BROKEN.value,
    TransitionKind.LINK_RECOVERED.value,
    INCIDENT,
)
_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")
_VARIABLE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
_ADDRESS = re.compile(r"^(?:[^@<>]*<)?[\x21-\x3f\x41-\x7e]+@[A-Za-z0-9.-]+>?$")
_LAST_PORT = 65_535
_SECRETS = ("url", "secret", "authorization", "password")


def channel_faults(name: str, channel: ChannelSettings) -> Iterator[Fault]:
    """The faults of one channel."""
    place = ("notify", name)
    if not _NAME.match(name):
        yield Fault(place, "a channel's name has up to 40 letters, digits, - and _")
    if channel.type not in CHANNEL_TYPES:
        told = f"{channel.type!r} is none of" if channel.type else "is missing: one of"
        yield Fault((*place, "type"), f"{told} {', '.join(CHANNEL_TYPES)}")
        return
    for option in options_out_of_place(channel):
        yield Fault((*place, option), f"means nothing to a channel of type {channel.type}")
    yield from _common_faults(place, channel)
    yield from _secret_faults(place, channel)
    match channel.type:
        case "webhook":
            yield from _webhook_faults(place, channel)
        case "mail":
            yield from _mail_faults(place, channel)
        case "file":
            if bool(channel.path) == bool(channel.folder):
                yield Fault((*place, "path"), "set path or folder, one of the two")
        case _:
            yield from _address_faults(place, channel)


def _common_faults(place: Path, channel: ChannelSettings) -> Iterator[Fault]:
    try:
        digest_times(channel.digest)
    except ValueError as error:
        yield Fault((*place, "digest"), str(error))
    try:
        checked_pace(channel.immediate_every)
    except CallerError as error:
        yield Fault((*place, "immediate_every"), f"{error.message}; {error.remedy}")
    for option in ("immediate_severity", "min_severity"):
        value = getattr(channel, option)
        if not 0 <= value <= 100:
            yield Fault((*place, option), f"{value} is not between 0 and 100")
    for kind in channel.kinds:
        if kind not in KINDS:
            yield Fault((*place, "kinds"), f"{kind!r} is none of {', '.join(KINDS)}")


def _secret_faults(place: Path, channel: ChannelSettings) -> Iterator[Fault]:
    for secret in _SECRETS:
        variable, file = (getattr(channel, f"{secret}_{way}") for way in ("env", "file"))
        if variable and file:
            yield Fault((*place, f"{secret}_env"), f"set it or {secret}_file, not both")
        if variable and not _VARIABLE.match(variable):
            yield Fault((*place, f"{secret}_env"), f"{variable!r} is no name of a variable")


def _address_faults(place: Path, channel: ChannelSettings) -> Iterator[Fault]:
    ways = [way for way in (channel.url, channel.url_env, channel.url_file) if way]
    if len(ways) != 1:
        yield Fault((*place, "url"), "set url, url_env or url_file, one of the three")


def _webhook_faults(place: Path, channel: ChannelSettings) -> Iterator[Fault]:
    yield from _address_faults(place, channel)
    if channel.url and _is_refused(checked_url, channel.url):
        yield Fault((*place, "url"), "is no web address; write it like https://desk.example/hook")


def _mail_faults(place: Path, channel: ChannelSettings) -> Iterator[Fault]:
    if not channel.host or re.search(r"[\s/@]", channel.host):
        yield Fault((*place, "host"), "name the mail server, such as mail.example.org")
    if not 0 <= channel.port <= _LAST_PORT:
        yield Fault((*place, "port"), f"{channel.port} is no port")
    if channel.security not in SECURITY:
        yield Fault((*place, "security"), f"{channel.security!r} is none of {', '.join(SECURITY)}")
    if channel.security == "none" and channel.user:
        yield Fault((*place, "security"), "none would send the password in clear: take starttls")
    if bool(channel.user) != bool(channel.password_env or channel.password_file):
        yield Fault((*place, "user"), "user goes with password_env or password_file")
    if not _ADDRESS.match(channel.sender):
        yield Fault((*place, "sender"), f"{channel.sender!r} is no mail address")
    if not channel.to:
        yield Fault((*place, "to"), "name at least one address")
    for address in channel.to:
        if not _ADDRESS.match(address):
            yield Fault((*place, "to"), f"{address!r} is no mail address")


def _is_refused(check: Callable[[str], Any], value: str) -> bool:
    try:
        check(value)
    except CallerError:
        return True
    return False
