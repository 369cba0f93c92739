"""What is said when asking: who we are, what we can read, and what we have already.

And what is said to who is sent something: the operator's own receiver, no page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx

from archive_watch.fetch.coding import ACCEPTED
from archive_watch.fetch.settings import FetchSettings
from archive_watch.model.capture import Validators

_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# For one address and for one handshake; everything else is bounded by the deadline of the fetch.
_TIMEOUTS = {"connect": 10.0}
_FIELD_VALUE = re.compile(r"^[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is sent by a POST: its bytes, and the headers that go with them."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


def request_for(
    address: httpx.URL,
    settings: FetchSettings,
    *,
    validators: Validators | None,
    cookie: str | None,
    content: Content | None = None,
    accept_datetime: str | None = None,
) -> httpx.Request:
    """A GET of ``address``, a POST where there is ``content``.

    ``accept_datetime`` asks a web archive for the copy of about that time (RFC 7089, section 2.1.1).

    Headers that no server could have meant are left out.
    """
    wanted = {
        "Host": address.netloc.decode("ascii"),
        "User-Agent": settings.user_agent_text,
        "From": settings.contact_text if "@" in settings.contact_text else None,
        "Accept": _ACCEPT,
        "Accept-Encoding": ACCEPTED,
        "If-None-Match": validators.etag if validators else None,
        "If-Modified-Since": validators.last_modified if validators else None,
        "Cookie": cookie,
        "Accept-Datetime": accept_datetime,
        **dict(content.headers if content else ()),
    }
    headers = [
        (name.encode("ascii"), value.encode("latin-1"))
        for name, value in wanted.items()
        if value is not None and _FIELD_VALUE.match(value)
    ]
    return httpx.Request(
        "GET" if content is None else "POST",
        address,
        headers=headers,
        content=None if content is None else content.body,
        extensions={"timeout": _TIMEOUTS},
    )


def said_by(request: httpx.Request) -> tuple[tuple[str, str], ...]:
    """The headers of a request; names in lower case, values as Latin-1."""
    return tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, value in request.headers.raw
    )
