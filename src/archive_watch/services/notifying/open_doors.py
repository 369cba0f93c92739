"""From a channel's settings to the door that it goes by, its secrets read where they are kept.

A secret that is not there is a value like any other failure: it may be there at the next attempt.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from archive_watch.config.channels import ChannelSettings
from archive_watch.fetch.client import Fetcher
from archive_watch.fetch.request import Content
from archive_watch.model.capture import Response
from archive_watch.model.notice import Delivery, Message
from archive_watch.notify.by_apprise import AppriseService, send_by_apprise
from archive_watch.notify.file import send_to_file, send_to_folder
from archive_watch.notify.in_thread import in_thread
from archive_watch.notify.mail import MailServer, send_by_mail
from archive_watch.notify.signature import key_of
from archive_watch.notify.webhook import Headers, Webhook, send_by_webhook

_ENOUGH_BYTES = 4096
_WEBHOOK_SECONDS = 30.0
_MAIL_SECONDS = 120.0
_APPRISE_SECONDS = 60.0
_FILE_SECONDS = 30.0
_MOST_SECRET_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What the doors need of the world: the guarded network, the environment, a folder that paths
    begin at, and the time."""

    fetcher: Fetcher
    environ: Mapping[str, str]
    folder: Path
    now: Callable[[], datetime]


class NoSecret(Exception):
    """A secret is not where it is said to be; it never leaves this package."""


async def send_once(
    given: ChannelSettings, message: Message, outside: Outside, *, attempt: int
) -> Delivery:
    """Send a message by a channel's door; what came of it."""
    try:
        return await _DOORS[given.type](given, message, outside, attempt)
    except NoSecret as missing:
        return Delivery(is_taken=False, detail=str(missing))


async def _webhook(
    given: ChannelSettings, message: Message, outside: Outside, attempt: int
) -> Delivery:
    async def post(url: str, body: bytes, headers: Headers) -> Response:
        return await outside.fetcher.post(
            url,
            Content(body=body, headers=headers),
            enough_bytes=_ENOUGH_BYTES,
            deadline_seconds=_WEBHOOK_SECONDS,
        )

    hook = Webhook(
        url=_secret(given, "url", outside) or given.url,
        secret=_must_be_a_key(_secret(given, "secret", outside)),
        authorization=_secret(given, "authorization", outside),
    )
    return await send_by_webhook(hook, message, post, now=outside.now(), attempt=attempt)


async def _mail(
    given: ChannelSettings, message: Message, outside: Outside, attempt: int
) -> Delivery:
    del attempt  # the Message-ID says that it is the same letter
    server = MailServer(
        host=given.host,
        port=given.mail_port,
        security=given.security,
        sender=given.sender,
        to=given.to,
        user=given.user or None,
        password=_secret(given, "password", outside),
        ca_file=str(_placed(outside, given.ca_file)) if given.ca_file else None,
        subject_prefix=given.subject_prefix,
    )
    return await send_by_mail(server, message, deadline_seconds=_MAIL_SECONDS)


async def _file(
    given: ChannelSettings, message: Message, outside: Outside, attempt: int
) -> Delivery:
    del attempt
    write = send_to_folder if given.folder else send_to_file
    place = _placed(outside, given.folder or given.path)
    return await in_thread(partial(write, place, message), deadline_seconds=_FILE_SECONDS)


async def _apprise(
    given: ChannelSettings, message: Message, outside: Outside, attempt: int
) -> Delivery:
    del attempt
    service = AppriseService(url=_secret(given, "url", outside) or given.url)
    return await send_by_apprise(service, message, deadline_seconds=_APPRISE_SECONDS)


_Door = Callable[[ChannelSettings, Message, Outside, int], Awaitable[Delivery]]
_DOORS: dict[str, _Door] = {
    "webhook": _webhook,
    "mail": _mail,
    "file": _file,
    "apprise": _apprise,
}


def _placed(outside: Outside, path: str) -> Path:
    return outside.folder / Path(path).expanduser()


_SECRETS = ("url", "secret", "authorization", "password")


def secret_fault(given: ChannelSettings, environ: Mapping[str, str], folder: Path) -> str | None:
    """Why a secret that the channel needs cannot be had; None: all are there."""
    try:
        found = {name: _secret_at(given, name, environ, folder) for name in _SECRETS}
        _must_be_a_key(found["secret"])
    except NoSecret as missing:
        return str(missing)
    return None


def _secret(given: ChannelSettings, name: str, outside: Outside) -> str | None:
    return _secret_at(given, name, outside.environ, outside.folder)


def _secret_at(
    given: ChannelSettings, name: str, environ: Mapping[str, str], folder: Path
) -> str | None:
    """The secret that an option names, without the line end that editors add; None: none is named.

    Raises NoSecret, which says where it was looked for and nothing of what was found.
    """
    variable, file = (getattr(given, f"{name}_{way}") for way in ("env", "file"))
    if variable:
        found = environ.get(variable, "").strip()
        if not found:
            raise NoSecret(f"{name}: the environment variable {variable} is not set")
        return found
    if not file:
        return None
    try:
        with (folder / Path(file).expanduser()).open("rb") as kept:
            found = kept.read(_MOST_SECRET_BYTES).decode().strip()
    except (OSError, UnicodeDecodeError) as error:
        told = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise NoSecret(f"{name}: {file} cannot be read: {told}") from error
    if not found:
        raise NoSecret(f"{name}: {file} is empty")
    return found


def _must_be_a_key(secret: str | None) -> str | None:
    """The secret, where it can be signed with.  Raises NoSecret."""
    try:
        key_of(secret or "")
    except ValueError as error:
        raise NoSecret(f"secret: {error}") from error
    return secret
