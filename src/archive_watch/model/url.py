"""What makes two addresses one page.

``page_key`` folds what servers and archives do not distinguish: the scheme, the case of the host,
default ports, a trailing slash, ``/index.html`` (or ``.htm``), doubled slashes and the fragment.
Nothing else is folded: the query, the case of the path and its percent-escapes stay as written.
The key is for comparing; the address that is fetched is the one that was given.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from archive_watch.errors import CallerError

_DOUBLED_SLASHES = re.compile(r"/{2,}")
_INDEX_PAGE = re.compile(r"/index\.html?$", re.IGNORECASE)
_CONTROL_OR_SPACE = re.compile(r"[\x00-\x20\x7f-\x9f]")
_HOST = re.compile(
    r"^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.?$"
)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_URL_CHARACTERS = 8_192


def checked_url(url: str) -> str:
    """``url`` without surrounding white space, if it can be watched.

    Raises CallerError with the fault named: scheme, host, port, userinfo, or stray characters.
    """
    url = url.strip()
    fault = _fault_of(url)
    if fault is not None:
        raise CallerError(
            f"cannot watch {url[:200]!r}: {fault}",
            remedy="give a whole address, such as https://2017-2021.state.gov/some-page/",
        )
    return url


def asked_address(url: str) -> str:
    """The address that a browser asks for where a page links to ``url``, without its fragment.

    Browsers take a backslash in the path for a slash (WHATWG URL, special schemes), as pages of the
    1990s are full of: ``..\\maps\\a.htm``.  ``url`` was joined to its page without that knowledge; where
    it began with a backslash, it is joined again.  What names another host so is not asked: no scheme.
    """
    bare = url.partition("#")[0]
    path, mark, query = bare.partition("?")
    if "\\" not in path:
        return bare
    try:
        return f"{_with_slashes(path)}{mark}{query}"
    except ValueError:
        return bare


def _with_slashes(address: str) -> str:
    base, joined, written = address.partition("/\\")
    written = f"/{written}".replace("\\", "/")
    if joined:
        return written if written.startswith("//") else urljoin(f"{base}/", written)
    folded = address.replace("\\", "/")
    return urljoin(folded, urlsplit(folded).path)


def _fault_of(url: str) -> str | None:
    if len(url) > _MAX_URL_CHARACTERS:
        return f"longer than {_MAX_URL_CHARACTERS} characters"
    if _CONTROL_OR_SPACE.search(url):
        return "it holds spaces or control characters"
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (reading it is what checks it)
        host = ascii_host(parts.hostname or "")
    except ValueError as error:
        return str(error)
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        return "only http and https can be read"
    if parts.username is not None or parts.password is not None:
        return "a user name or password in an address is refused"
    return None if host else "it has no host"


def ascii_host(host: str) -> str:
    """``host`` in lower case and in its ASCII (IDNA) form; an IPv6 literal stays as it is.

    Raises ValueError when it is no host name.
    """
    host = host.lower()
    if ":" in host:
        return host
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    if host and not _HOST.match(host):
        raise ValueError(f"{host!r} is not a host name")
    return host.rstrip(".")


@lru_cache(maxsize=128)  # asked for several times while a page is checked
def host_of(url: str) -> str:
    """The host of ``url`` as ``ascii_host`` writes it, with its port where it is not the default."""
    parts = urlsplit(url)
    host = ascii_host(parts.hostname or "")
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    if port is None or port == _DEFAULT_PORTS.get(parts.scheme.lower()):
        return host
    return f"{host}:{port}"


def page_key(url: str) -> str:
    """The text that is equal for two addresses when they are one page: ``//host/path?query``."""
    parts = urlsplit(url)
    path = _DOUBLED_SLASHES.sub("/", parts.path)
    path = _INDEX_PAGE.sub("/", path).rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"//{host_of(url)}{path or '/'}{query}"


def normalised(url: str) -> str:
    """``url`` spelt in one way (RFC 3986, section 6.2.2 and 6.2.3): scheme and host in lower case,
    no default port, percent-escapes in capitals, an empty path as ``/``.  Any other address as it is.
    """
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    try:
        host = host_of(url)
    except ValueError:
        return url
    spelt = parts._replace(netloc=host, path=parts.path or "/").geturl()
    return _ESCAPE.sub(lambda found: found[0].upper(), spelt)


def resolved(base: str, href: str) -> str | None:
    """``href`` as an absolute address against ``base``; None when it cannot be one."""
    try:
        joined = urljoin(base, href.strip())
        urlsplit(joined).port  # noqa: B018
    except ValueError:
        return None
    return joined
