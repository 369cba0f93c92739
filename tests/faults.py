"""Everything that a server can do wrong, each with the outcome that the fetch door documents.

``FAULTS`` maps a name to a ``Fault``: the script that a ``RawServer`` runs for ``/NAME``, and
what must come of asking for it: a failure, or a status with its body.
"""

from __future__ import annotations

import gzip
import socket
import struct
import time
import zlib
from dataclasses import dataclass

from archive_watch.model.capture import Failure
from servers import Script

PAGE = b"<html><body><p>words</p></body></html>"
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_DRIP_SECONDS = 0.1
_LONGEST_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A script, and its documented outcome: ``failure``, or ``status`` (and ``body`` if given)."""

    script: Script
    failure: Failure | None = None
    status: int | None = None
    body: bytes | None = None


def says(*parts: bytes) -> Script:
    """Sends ``parts`` and closes."""

    def script(client: socket.socket, head: bytes) -> None:
        for part in parts:
            client.sendall(part)

    return script


def endlessly(first: bytes, again: bytes, *, pause_seconds: float = 0.0) -> Script:
    """Sends ``first``, then ``again`` and again, until the client has gone."""

    def script(client: socket.socket, head: bytes) -> None:
        client.sendall(first)
        until = time.monotonic() + _LONGEST_SECONDS
        while time.monotonic() < until:
            client.sendall(again)
            time.sleep(pause_seconds)

    return script


def drips(first: bytes, again: bytes) -> Script:
    """Sends ``first``, then ``again`` so slowly that no timeout of a single read fires."""
    return endlessly(first, again, pause_seconds=_DRIP_SECONDS)


def hangs(first: bytes = b"") -> Script:
    """Sends ``first``, and then nothing, while the client stays."""

    def script(client: socket.socket, head: bytes) -> None:
        client.sendall(first)
        client.settimeout(_LONGEST_SECONDS)
        client.recv(1)

    return script


def resets(first: bytes = b"") -> Script:
    """Sends ``first``, then a TCP reset."""

    def script(client: socket.socket, head: bytes) -> None:
        client.sendall(first)
        time.sleep(0.05)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return script


def with_length(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """A well-formed answer."""
    length = b"Content-Length: %d" % len(body)
    return b"\r\n".join((b"HTTP/1.1 " + status, length, *headers, b"", body))


def redirect(location: bytes, status: bytes = b"302 Found") -> Script:
    """A redirect to ``location``."""
    return says(with_length(b"", b"Location: " + location, status=status))


def gzip_bomb(mebibytes: int) -> bytes:
    """``mebibytes`` of zeros, compressed to a thousandth."""
    press = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1024 * 1024)
    return b"".join(press.compress(block) for _ in range(mebibytes)) + press.flush()


def fails(failure: Failure, script: Script) -> Fault:
    """A fault that ends in ``failure``."""
    return Fault(script=script, failure=failure)


def answers(status: int, script: Script, body: bytes | None = None) -> Fault:
    """A fault that is borne: ``status`` comes out of it, and ``body`` if given."""
    return Fault(script=script, status=status, body=body)


def _cookie_wall(client: socket.socket, head: bytes) -> None:
    if b"pass=1" in head:
        client.sendall(with_length(PAGE))
    else:
        wall = (b"Location: /cookie-wall", b"Set-Cookie: pass=1; Path=/; HttpOnly")
        client.sendall(with_length(b"", *wall, status=b"302 Found"))


def _ever_new_place(client: socket.socket, head: bytes) -> None:
    path = head.split(b" ", 2)[1]
    client.sendall(with_length(b"", b"Location: " + path, b"Set-Cookie: n=%d" % len(head)))


_DEFLATED = zlib.compress(PAGE)
_RAW_DEFLATED = zlib.compressobj(wbits=-15)
_RAW_BODY = _RAW_DEFLATED.compress(PAGE) + _RAW_DEFLATED.flush()
_GZIPPED = gzip.compress(PAGE, mtime=0)
_CHUNKED = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
_CHUNK = b"%x\r\n%s\r\n" % (len(PAGE), PAGE)
_COOKIES = tuple(b"Set-Cookie: c%d=%s" % (n, b"v" * 100) for n in range(300))

_CONNECTION: dict[str, Fault] = {
    "no-answer": fails(Failure.RESET, says()),
    "reset-at-once": fails(Failure.RESET, resets()),
    "reset-in-headers": fails(Failure.RESET, resets(_OK)),
    "reset-in-body": fails(Failure.RESET, resets(_OK + b"Content-Length: 9999\r\n\r\n" + PAGE)),
    "hang-before-headers": fails(Failure.TIMEOUT, hangs()),
    "hang-in-body": fails(Failure.TIMEOUT, hangs(_OK + b"Content-Length: 99\r\n\r\nsome")),
    "garbage": fails(Failure.RESET, says(b"\x00\xff\x13garbage\r\n\r\n")),
    "ssh-banner": fails(Failure.RESET, says(b"SSH-2.0-OpenSSH_9.2\r\n")),
    "old-bare-page": fails(Failure.RESET, says(PAGE)),
    "no-version": fails(Failure.RESET, says(b"HTTP/x 200 OK\r\n\r\n")),
    "switching-protocols": fails(
        Failure.RESET, says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")
    ),
}

_HEADERS: dict[str, Fault] = {
    "drip-headers": fails(Failure.TIMEOUT, drips(_OK, b"X: y\r\n")),
    "drip-one-header": fails(Failure.TIMEOUT, drips(_OK + b"X-Long: ", b"y")),
    "header-flood": fails(Failure.TOO_LARGE, endlessly(_OK, b"X-Flood: %s\r\n" % (b"y" * 900))),
    "one-long-header": fails(Failure.TOO_LARGE, endlessly(_OK + b"X-Long: ", b"y" * 4096)),
    "endless-interim": fails(
        Failure.TOO_LARGE, endlessly(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50)
    ),
    "early-hints-then-page": answers(
        200, says(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", with_length(PAGE)), PAGE
    ),
    "header-with-nul": fails(Failure.RESET, says(_OK + b"X: a\x00b\r\n\r\n")),
    "header-without-colon": fails(Failure.RESET, says(_OK + b"nonsense\r\n\r\n")),
    "two-lengths": fails(
        Failure.RESET, says(_OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nwords!")
    ),
    "negative-length": fails(Failure.RESET, says(_OK + b"Content-Length: -1\r\n\r\n" + PAGE)),
    "huge-length": fails(
        Failure.TOO_LARGE, says(_OK + b"Content-Length: 99999999999\r\n\r\n" + PAGE)
    ),
    "absurd-length": fails(
        Failure.RESET, says(_OK + b"Content-Length: " + b"9" * 6000 + b"\r\n\r\n" + PAGE)
    ),
    "absurd-status": fails(Failure.RESET, says(b"HTTP/1.1 99999 No\r\n\r\n")),
    "twin-lengths": answers(200, says(with_length(PAGE, b"Content-Length: %d" % len(PAGE))), PAGE),
    "folded-header": answers(200, says(with_length(PAGE, b"X-A: one\r\n  two")), PAGE),
    "absurd-chunk-size": fails(Failure.RESET, says(_CHUNKED + b"f" * 30 + b"\r\n" + PAGE)),
    "unknown-transfer-coding": fails(
        Failure.RESET, says(_OK + b"Transfer-Encoding: gzip\r\n\r\n" + PAGE)
    ),
    "cookie-flood": answers(200, says(with_length(PAGE, *_COOKIES)), PAGE),
    "odd-status": answers(999, says(with_length(PAGE, status=b"999 Odd")), PAGE),
    "bare-line-feeds": answers(
        200, says(b"HTTP/1.1 200 OK\nContent-Length: %d\n\n%s" % (len(PAGE), PAGE)), PAGE
    ),
    "unknown-charset": answers(
        200, says(with_length(PAGE, b"Content-Type: text/html; charset=zip")), PAGE
    ),
    "latin-1-header": answers(200, says(with_length(PAGE, b"X-Name: caf\xe9")), PAGE),
}

_BODIES: dict[str, Fault] = {
    "short-body": fails(Failure.TRUNCATED, says(_OK + b"Content-Length: 9999\r\n\r\n" + PAGE)),
    "drip-body": fails(Failure.TIMEOUT, drips(_OK + b"Content-Length: 9999\r\n\r\n", b"w")),
    "drip-chunks": fails(Failure.TIMEOUT, drips(_CHUNKED, b"1\r\nw\r\n")),
    "endless-body": fails(Failure.TOO_LARGE, endlessly(_OK + b"\r\n", b"words " * 10_000)),
    "endless-chunks": fails(
        Failure.TOO_LARGE, endlessly(_CHUNKED, b"2710\r\n" + b"w" * 10_000 + b"\r\n")
    ),
    "endless-trailers": fails(
        Failure.RESET, endlessly(_CHUNKED + b"0\r\n", b"X-Trail: %s\r\n" % (b"y" * 900))
    ),
    "bad-chunk-size": fails(Failure.RESET, says(_CHUNKED + b"zz\r\n" + PAGE)),
    "chunks-cut-off": fails(Failure.TRUNCATED, says(_CHUNKED + _CHUNK)),
    "chunk-cut-off": fails(Failure.TRUNCATED, says(_CHUNKED + _CHUNK[:-10])),
    "chunks-and-length": answers(
        200,
        says(
            _OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", _CHUNK, b"0\r\n\r\n"
        ),
        PAGE,
    ),
    "old-protocol": answers(200, says(b"HTTP/1.0 200 OK\r\n\r\n", PAGE), PAGE),
    "empty-page": answers(200, says(with_length(b"")), b""),
    "body-in-not-modified": answers(304, says(with_length(PAGE, status=b"304 Not Modified")), b""),
    "not-modified-unasked": answers(304, says(b"HTTP/1.1 304 Not Modified\r\n\r\n"), b""),
}


def coded(coding: bytes, body: bytes) -> Script:
    """``body`` labelled with ``coding``."""
    return says(with_length(body, b"Content-Encoding: " + coding))


_CODINGS: dict[str, Fault] = {
    "gzip": answers(200, coded(b"gzip", _GZIPPED), PAGE),
    "gzip-twice-in-a-row": answers(200, coded(b"GZip", _GZIPPED * 2), PAGE * 2),
    "gzip-and-junk-after": answers(200, coded(b"x-gzip", _GZIPPED + bytes(40)), PAGE),
    "gzip-of-nothing": answers(200, coded(b"gzip", b""), b""),
    "deflate": answers(200, coded(b"deflate", _DEFLATED), PAGE),
    "raw-deflate": answers(200, coded(b"deflate", _RAW_BODY), PAGE),
    "identity": answers(200, coded(b"identity", PAGE), PAGE),
    "gzip-cut-off": fails(Failure.TRUNCATED, coded(b"gzip", _GZIPPED[:-12])),
    "gzip-damaged": fails(
        Failure.TRUNCATED, coded(b"gzip", _GZIPPED[:-6] + b"\x00\x01\x02\x03\x04\x05")
    ),
    "gzip-label-on-text": fails(Failure.TRUNCATED, coded(b"gzip", PAGE)),
    "gzip-bomb": fails(Failure.TOO_LARGE, coded(b"gzip", gzip_bomb(64))),
    "gzip-in-gzip": fails(
        Failure.CONTENT_TYPE, coded(b"gzip, gzip", gzip.compress(_GZIPPED, mtime=0))
    ),
    "brotli": fails(Failure.CONTENT_TYPE, coded(b"br", b"\x0b\x02\x80words\x03")),
    "brotli-of-an-error": answers(
        404, says(with_length(b"\x0b", b"Content-Encoding: br", status=b"404 No")), b""
    ),
    "unknown-coding": fails(Failure.CONTENT_TYPE, coded(b"rot13", PAGE)),
}

_REDIRECTS: dict[str, Fault] = {
    "circle": fails(Failure.TOO_MANY_REDIRECTS, redirect(b"/circle")),
    "cookie-wall": answers(200, _cookie_wall, PAGE),
    "to-the-same-protocol": fails(Failure.PRIVATE_ADDRESS, redirect(b"//10.0.0.1/")),
    "to-file": fails(Failure.SCHEME, redirect(b"file:///etc/passwd")),
    "to-script": fails(Failure.SCHEME, redirect(b"javascript:alert(1)")),
    "to-ftp": fails(Failure.SCHEME, redirect(b"ftp://127.0.0.1/")),
    "to-userinfo": fails(Failure.SCHEME, redirect(b"http://user:pass@127.0.0.1/")),
    "to-nonsense": fails(Failure.SCHEME, redirect(b"http://[::1/")),
    "to-bad-port": fails(Failure.SCHEME, redirect(b"http://127.0.0.1:99999/")),
    "to-private": fails(Failure.PRIVATE_ADDRESS, redirect(b"http://10.0.0.1/", b"301 Moved")),
    "to-metadata": fails(
        Failure.PRIVATE_ADDRESS, redirect(b"http://169.254.169.254/latest/", b"307 Temporary")
    ),
    "to-mapped-metadata": fails(
        Failure.PRIVATE_ADDRESS, redirect(b"http://[::ffff:169.254.169.254]/", b"308 Permanent")
    ),
    "to-unspecified": fails(Failure.PRIVATE_ADDRESS, redirect(b"http://0.0.0.0/", b"303 See")),
    "to-decimal-address": fails(Failure.PRIVATE_ADDRESS, redirect(b"http://167772161/")),
    "to-stranger": fails(Failure.CONTACT, redirect(b"https://93.184.216.34/")),
    "to-nowhere": answers(302, says(with_length(PAGE, status=b"302 Found")), PAGE),
    "to-empty": answers(301, says(with_length(PAGE, b"Location:", status=b"301 Moved")), PAGE),
    "multiple-choices": answers(300, says(with_length(PAGE, status=b"300 Many")), PAGE),
}

FAULTS: dict[str, Fault] = _CONNECTION | _HEADERS | _BODIES | _CODINGS | _REDIRECTS


def scripts() -> dict[str | None, Script]:
    """Every fault at ``/NAME``, for a ``RawServer``."""
    return {f"/{name}": fault.script for name, fault in FAULTS.items()}
