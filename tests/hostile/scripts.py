"""What faults are made of: scripts for a ``RawServer``, and the words for what must come of them."""

from __future__ import annotations

import socket
import struct
import time
import zlib
from dataclasses import dataclass

from archive_watch.model.capture import NETWORK_FAILURES, Failure
from servers import Script

PAGE = (
    b"<!DOCTYPE html><html><head><title>Ferry times</title></head><body><main><h1>Ferry times</h1>"
    b"<p>The ferry leaves at nine, and again at noon.</p></main></body></html>"
)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
CHUNK = b"%x\r\n%s\r\n" % (len(PAGE), PAGE)
_DRIP_SECONDS = 0.1
_LONGEST_SECONDS = 30.0
_BLOCK = bytes(1024 * 1024)

Check = tuple[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a server does, the script that does it, and its documented outcome.

    ``failure``, or ``status`` (and ``body`` if given) are what the fetch door makes of it;
    ``check`` is the outcome and the reason of a whole check.
    """

    told: str
    script: Script
    check: Check
    failure: Failure | None = None
    status: int | None = None
    body: bytes | None = None


def fails(told: str, failure: Failure, script: Script) -> Fault:
    """A fault that ends in ``failure``."""
    return Fault(told=told, script=script, failure=failure, check=check_of(failure))


def answers(
    told: str,
    script: Script,
    *,
    status: int = 200,
    body: bytes | None = PAGE,
    check: Check = ("new", None),
) -> Fault:
    """A fault that is borne: ``status`` and ``body`` come out of it, None: whatever body."""
    return Fault(told=told, script=script, status=status, body=body, check=check)


def server_error(told: str, script: Script, status: int, body: bytes | None = PAGE) -> Fault:
    """An answer that is borne, and tells nothing about the page."""
    check = ("server_error", f"http_{status}")
    return answers(told, script, status=status, body=body, check=check)


def check_of(failure: Failure) -> Check:
    """Outcome and reason of a check that ended in ``failure``."""
    outcome = "network_error" if failure in NETWORK_FAILURES else "rejected"
    return outcome, failure.value


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
        while client.recv(65_536):
            pass

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


def page_with(*headers: bytes, status: bytes = b"200 OK") -> Script:
    """The page under ``headers``."""
    return says(with_length(PAGE, *headers, status=status))


def redirect(location: bytes, status: bytes = b"302 Found") -> Script:
    """A redirect to ``location``."""
    return says(with_length(b"", b"Location: " + location, status=status))


def coded(coding: bytes, body: bytes) -> Script:
    """``body`` labelled with ``coding``."""
    return says(with_length(body, b"Content-Encoding: " + coding))


def gzip_bomb(mebibytes: int) -> bytes:
    """``mebibytes`` of zeros, compressed to a thousandth."""
    press = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(press.compress(_BLOCK) for _ in range(mebibytes)) + press.flush()


def bomb(mebibytes: int, wbits: int) -> bytes:
    """The head of a stream of ``mebibytes`` of zeros: one block, so flushed that it repeats.

    ``wbits`` as zlib has them: gzip 31, zlib 15, raw -15.  Nobody who is in his senses reads on to
    the check sum, which is not there.
    """
    press = zlib.compressobj(9, zlib.DEFLATED, wbits)
    first = press.compress(_BLOCK) + press.flush(zlib.Z_FULL_FLUSH)
    again = press.compress(_BLOCK) + press.flush(zlib.Z_FULL_FLUSH)
    return first + again * (mebibytes - 1)
