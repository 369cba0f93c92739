"""From an address as written to what is asked, by one parser, so that no second one can disagree.

Only http and https, a host, no user name or password, no control characters; spaces and
characters beyond ASCII in path and query are percent-encoded when they are sent.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

import httpx

from archive_watch.fetch.failures import Refused
from archive_watch.model.capture import Failure
from archive_watch.model.url import ascii_host

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ASCII_AS_WRITTEN = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_MAX_CHARACTERS = 8_192
DEFAULT_PORTS = {"http": 80, "https": 443}


def asked_address(url: str) -> httpx.URL:
    """``url`` as it is asked, host in ASCII.  Raises Refused (scheme)."""
    try:
        return _asked(url.strip())
    except (ValueError, httpx.InvalidURL) as error:
        raise Refused(Failure.SCHEME, str(error)) from error


def port_of(address: httpx.URL) -> int:
    """The port of ``address``, its scheme's default where it names none."""
    return address.port or DEFAULT_PORTS[address.scheme]


def redirect_target(current: str, location: str) -> str:
    """Where a Location header leads from ``current``, without a fragment.

    ``location`` is the header decoded as Latin-1; many servers send UTF-8 in it.
    Raises Refused (scheme) when it is no address.
    """
    try:
        joined = urljoin(current, _as_utf8(location).strip())
        return _percent_encoded(joined.partition("#")[0])
    except ValueError as error:
        raise Refused(Failure.SCHEME, f"a redirect to {location!r}") from error


def _asked(url: str) -> httpx.URL:
    if len(url) > _MAX_CHARACTERS or _CONTROL.search(url):
        raise ValueError("too long, or with control characters")
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), ascii_host(parts.hostname or "")
    if scheme not in DEFAULT_PORTS:
        raise ValueError(f"only http and https are asked, not {scheme or 'an address without one'}")
    if "@" in parts.netloc:
        raise ValueError("an address with a user name or password is not asked")
    if not host:
        raise ValueError("the address has no host")
    if parts.port == 0:
        raise ValueError("there is no port 0")
    return _same_host(host, httpx.URL(f"{scheme}://{_netloc(host, parts.port)}{_rest(url)}"))


def _netloc(host: str, port: int | None) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port is None else f"{name}:{port}"


def _rest(url: str) -> str:
    """Path and query, exactly as written."""
    after = url.partition("://")[2]
    netloc = urlsplit(url).netloc
    return after[len(netloc) :].partition("#")[0]


def _same_host(host: str, address: httpx.URL) -> httpx.URL:
    if address.raw_host.decode("ascii") != host:
        raise ValueError("the address can be read in two ways")
    return address


def _as_utf8(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return text


def _percent_encoded(url: str) -> str:
    parts = urlsplit(url)
    start = url.find(parts.netloc) + len(parts.netloc) if parts.netloc else 0
    return url[:start] + quote(url[start:], safe=_ASCII_AS_WRITTEN)
