"""The evidence of an exchange: what was asked, by which way, and what was answered.

Kept for every check that told something; never for a plain unchanged one, so that such a check
stays one compact row.  Sets of headers are stored once (a page that is gone for a year answers
alike each day), which they could not be with the Date in them: it has a column of its own.
Secrets are masked before anything is written: the values of cookies, credentials of any kind, and
the user part of an address.  Their names, and whatever else stood there, stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from archive_watch.model.capture import Hop, Response
from archive_watch.storage.bodies import sha256_hex
from archive_watch.storage.database import Archive

Header = tuple[str, str]

MASK = "***"
_CREDENTIALS = frozenset({"authorization", "proxy-authorization", "authentication-info"})
_ADDRESSES = frozenset({"location", "content-location", "refresh", "link", "referer"})
_COOKIE_PAIR = re.compile(r"^(\s*[^=;]*=)[^;]*")
_USER_PART = re.compile(r"(//)[^/?#@\s]*@")
_MAX_CHARACTERS = 64 * 1024


def keep_exchange(archive: Archive, fetch_id: int, response: Response) -> None:
    """Write what is known of the exchange behind a check; nothing where nothing was exchanged.

    To be called inside the transaction of the check, once.
    """
    if not (response.request_headers or response.headers or response.hops):
        return
    archive.conn.execute(
        "INSERT INTO exchanges (fetch_id, status_line, request_id, response_id, date, redirects,"
        " remote_address, tls_version, certificate_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fetch_id,
            response.status_line,
            _set_of(archive, response.request_headers),
            _set_of(archive, response.headers),
            response.header("date"),
            _redirects(response.hops),
            response.remote_address,
            response.tls_version,
            response.certificate_sha256,
        ),
    )


def damaged_sets(archive: Archive) -> Iterator[str]:
    """Every set of headers that does not have its digest, named."""
    for row in archive.each("SELECT id, sha256, headers FROM header_sets ORDER BY id"):
        if sha256_hex(row["headers"].encode("utf-8")) != row["sha256"]:
            yield f"headers {row['id']}: they do not have the digest {row['sha256']}"


def masked(headers: Iterable[Header]) -> list[Header]:
    """The headers (names in lower case) without what lets one in."""
    return [(name, _masked(name, value)) for name, value in headers]


def _set_of(archive: Archive, headers: Iterable[Header]) -> int | None:
    """The id of a set of headers, stored if it is new; None for an empty one."""
    held = _dateless(_bounded(masked(headers)))
    if not held:
        return None
    text = json.dumps(held)
    digest = sha256_hex(text.encode("utf-8"))
    archive.conn.execute(
        "INSERT INTO header_sets (sha256, headers) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (digest, text),
    )
    row = archive.row("SELECT id FROM header_sets WHERE sha256 = ?", (digest,))
    assert row is not None
    return int(row["id"])


def _bounded(headers: list[Header]) -> Iterator[Header]:
    """As many of the headers as a live answer may have: a capture made elsewhere has no bound."""
    left = _MAX_CHARACTERS
    for name, value in headers:
        left -= len(name) + len(value)
        if left < 0:
            return
        yield name, value


def _dateless(headers: Iterable[Header]) -> list[tuple[str, str | None]]:
    """The headers, but of the first Date no value."""
    held: list[tuple[str, str | None]] = list(headers)
    first = next((at for at, (name, _) in enumerate(held) if name == "date"), None)
    if first is not None:
        held[first] = ("date", None)
    return held


def _masked(name: str, value: str) -> str:
    if name in _CREDENTIALS:
        scheme, space, _ = value.strip().partition(" ")
        return f"{scheme} {MASK}" if space else MASK
    if name == "set-cookie":
        return _COOKIE_PAIR.sub(rf"\g<1>{MASK}", value)
    if name == "cookie":
        return "; ".join(
            _COOKIE_PAIR.sub(rf"\g<1>{MASK}", pair.strip()) for pair in value.split(";")
        )
    return without_user(value) if name in _ADDRESSES else value


def without_user(address: str) -> str:
    """An address without a user name and password, which some redirects hold."""
    return _USER_PART.sub(rf"\g<1>{MASK}@", address)


def _redirects(hops: Iterable[Hop]) -> str | None:
    told = [
        {
            "url": hop.url,
            "status": hop.status,
            "location": without_user(hop.location),
            "remote_address": hop.remote_address,
        }
        for hop in hops
    ]
    return json.dumps(told) if told else None
