"""Faults of redirects: where they lead, how often, and how they are written."""

from __future__ import annotations

import socket

from archive_watch.model.capture import Failure
from hostile.scripts import (
    PAGE,
    Fault,
    answers,
    endlessly,
    fails,
    hangs,
    page_with,
    redirect,
    says,
    server_error,
    with_length,
)
from servers import Script

_PRIVATE, _SCHEME = Failure.PRIVATE_ADDRESS, Failure.SCHEME
_TOO_MANY = Failure.TOO_MANY_REDIRECTS
THERE = "redirected-there"  # where a good redirect leads
IDN_HOST = "xn--bcher-kva.example"  # bücher.example, which tests send to the hostile server
_MOVED = ("moved", None)


def _cookie_wall(client: socket.socket, head: bytes) -> None:
    if b"pass=1" in head:
        client.sendall(with_length(PAGE))
    else:
        wall = (b"Location: /cookie-wall", b"Set-Cookie: pass=1; Path=/; HttpOnly")
        client.sendall(with_length(b"", *wall, status=b"302 Found"))


def _cookie_maze(client: socket.socket, head: bytes) -> None:
    """The same address again, each time with another cookie: no circle that repeats itself."""
    tried = head.partition(b"n=")[2].partition(b"\r")[0]
    step = (b"Location: /cookie-maze", b"Set-Cookie: n=%sx" % tried)
    client.sendall(with_length(b"", *step, status=b"302 Found"))


def _growing(client: socket.socket, head: bytes) -> None:
    path = head.split(b" ", 2)[1]
    client.sendall(with_length(b"", b"Location: " + path + b"?more", status=b"302 Found"))


def _to_own_port(scheme: bytes) -> Script:
    def script(client: socket.socket, head: bytes) -> None:
        place = b"%s://127.0.0.1:%d/" % (scheme, client.getsockname()[1])
        client.sendall(with_length(b"", b"Location: " + place, status=b"302 Found"))

    return script


def _written(location: bytes) -> Script:
    return redirect(location, b"301 Moved")


LEADING: dict[str, Fault] = {
    f"to-{name}": fails(f"redirects to {target}", failure, _written(target.encode()))
    for name, target, failure in (
        ("file", "file:///etc/passwd", _SCHEME),
        ("script", "javascript:alert(1)", _SCHEME),
        ("ftp", "ftp://127.0.0.1/", _SCHEME),
        ("gopher", "gopher://127.0.0.1:6379/_INFO", _SCHEME),
        ("data", "data:text/html,<h1>words</h1>", _SCHEME),
        ("blank", "about:blank", _SCHEME),
        ("userinfo", "http://user:pass@127.0.0.1/", _SCHEME),
        ("userinfo-alone", "//admin@127.0.0.1/", _SCHEME),
        ("backslashes", "http://127.0.0.1\\@www.state.gov/", _SCHEME),
        ("nonsense", "http://[::1/", _SCHEME),
        ("bad-port", "http://127.0.0.1:99999/", _SCHEME),
        ("port-of-words", "http://127.0.0.1:port/", _SCHEME),
        ("port-zero", "http://127.0.0.1:0/", _SCHEME),
        ("octal-address", "http://0177.0.0.1/", _SCHEME),
        ("zone", "http://[fe80::1%25eth0]/", _PRIVATE),
        ("private", "http://10.0.0.1/", _PRIVATE),
        ("same-protocol", "//10.0.0.1/", _PRIVATE),
        ("short-private", "http://10.1/", _PRIVATE),
        ("metadata", "http://169.254.169.254/latest/meta-data/", _PRIVATE),
        ("metadata-of-azure", "http://168.63.129.16/", _PRIVATE),
        ("metadata-of-oracle", "http://192.0.0.192/", _PRIVATE),
        ("metadata-by-ipv6", "http://[fd00:ec2::254]/", _PRIVATE),
        ("mapped-metadata", "http://[::ffff:169.254.169.254]/", _PRIVATE),
        ("translated-private", "http://[64:ff9b::a00:1]/", _PRIVATE),
        ("tunnelled-private", "http://[2002:a00:1::]/", _PRIVATE),
        ("carrier", "http://100.64.0.1/", _PRIVATE),
        ("unspecified", "http://0.0.0.0/", _PRIVATE),
        ("broadcast", "http://255.255.255.255/", _PRIVATE),
        ("decimal-address", "http://167772161/", _PRIVATE),
        ("hexadecimal-address", "http://0x0a000001/", _PRIVATE),
        ("private-with-a-dot", "http://10.0.0.1./", _PRIVATE),
        ("stranger", "https://93.184.216.34/", Failure.CONTACT),
    )
}

REDIRECTS: dict[str, Fault] = {
    "circle": fails("redirects to itself", _TOO_MANY, redirect(b"/circle")),
    "circle-by-fragment": fails("redirects to a part of itself", _TOO_MANY, redirect(b"#part")),
    "cookie-wall": answers("sets a cookie and redirects to itself", _cookie_wall),
    "cookie-maze": fails(
        "sets ever another cookie and redirects to itself", _TOO_MANY, _cookie_maze
    ),
    "growing-address": fails("redirects to an ever longer address", _TOO_MANY, _growing),
    "huge-location": fails(
        "redirects to an address of 9,000 characters", _SCHEME, redirect(b"/" + b"x" * 9000)
    ),
    "endless-location": fails(
        "redirects to an address without end",
        Failure.TOO_LARGE,
        endlessly(b"HTTP/1.1 302 Found\r\nLocation: /", b"x" * 4096),
    ),
    "to-tls-on-this-port": fails(
        "redirects to HTTPS on a port that waits for HTTP", Failure.TIMEOUT, _to_own_port(b"https")
    ),
    "to-nowhere": server_error(
        "redirects, and says not where", page_with(status=b"302 Found"), 302
    ),
    "to-empty": server_error(
        "redirects to an empty address", page_with(b"Location:", status=b"301 Moved"), 301
    ),
    "multiple-choices": server_error(
        "gives a choice of addresses",
        page_with(b"Location: /elsewhere", status=b"300 Many"),
        300,
    ),
    "use-proxy": server_error(
        "answers 305: use a proxy",
        page_with(b"Location: http://10.0.0.1/", status=b"305 Use Proxy"),
        305,
    ),
    "not-modified-elsewhere": answers(
        "answers 304 with a Location",
        says(b"HTTP/1.1 304 Not Modified\r\nLocation: http://10.0.0.1/\r\n\r\n"),
        status=304,
        body=b"",
        check=("server_error", "unexpected_304"),
    ),
    "location-in-a-page": answers(
        "sends a page with a Location", page_with(b"Location: http://10.0.0.1/")
    ),
    "refresh-header": answers(
        "sends a page that refreshes to a private address",
        page_with(b"Refresh: 0; url=http://10.0.0.1/"),
    ),
    "split-location": fails(
        "redirects with a line break in the address",
        Failure.RESET,
        redirect(b"/there\rSet-Cookie: a=b"),
    ),
    "two-locations": answers(
        "redirects to two addresses: the first counts",
        says(
            with_length(
                b"",
                b"Location: /" + THERE.encode(),
                b"Location: http://10.0.0.1/",
                status=b"302 Found",
            )
        ),
    ),
    "drip-after-redirect": answers(
        "redirects, and hangs in the body",
        hangs(
            b"HTTP/1.1 302 Found\r\nContent-Length: 99\r\nLocation: /%s\r\n\r\n" % THERE.encode()
        ),
    ),
    "cookie-in-utf-8": answers(
        "sets a cookie in UTF-8 and redirects",
        says(
            with_length(
                b"",
                b"Location: /" + THERE.encode(),
                "Set-Cookie: name=café".encode(),
                status=b"302 Found",
            )
        ),
    ),
    "to-escaped-line-breaks": answers(
        "redirects to an address with escaped line breaks",
        redirect(b"/" + THERE.encode() + b"?a=%0d%0aSet-Cookie:%20a=b"),
    ),
    "to-spaces": answers(
        "redirects to an address with spaces and UTF-8",
        redirect(b"  /" + THERE.encode() + "?q=a b é  ".encode()),
    ),
    "to-another-script": answers(
        "redirects to a host in another script",
        redirect(f"http://bücher.example/{THERE}".encode()),
    ),
    THERE: answers("is where a good redirect leads", page_with()),
}
