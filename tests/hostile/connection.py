"""Faults of the connection, and of what is no HTTP at all."""

from __future__ import annotations

from archive_watch.model.capture import Failure
from hostile.scripts import (
    CHUNKED,
    OK,
    PAGE,
    Fault,
    answers,
    drips,
    endlessly,
    fails,
    hangs,
    resets,
    says,
    with_length,
)

_RESET, _TIMEOUT = Failure.RESET, Failure.TIMEOUT
_LENGTH = b"Content-Length: 9999\r\n\r\n"
_SETTINGS_FRAME = b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64"

CONNECTION: dict[str, Fault] = {
    "no-answer": fails("closes without a word", _RESET, says()),
    "reset-at-once": fails("resets the connection instead of answering", _RESET, resets()),
    "reset-in-headers": fails("resets the connection within the headers", _RESET, resets(OK)),
    "reset-in-body": fails(
        "resets the connection within the body", _RESET, resets(OK + _LENGTH + PAGE)
    ),
    "reset-in-chunks": fails(
        "resets the connection between two chunks", _RESET, resets(CHUNKED + b"5\r\nwords\r\n")
    ),
    "hang-before-headers": fails("never answers", _TIMEOUT, hangs()),
    "hang-in-status-line": fails("stops in the first line", _TIMEOUT, hangs(b"HTTP/1.1 20")),
    "hang-in-headers": fails("stops within the headers", _TIMEOUT, hangs(OK)),
    "hang-in-body": fails("stops within the body", _TIMEOUT, hangs(OK + _LENGTH + b"some")),
    "hang-without-end": fails(
        "sends a body without a length, and never closes", _TIMEOUT, hangs(OK + b"\r\n" + PAGE)
    ),
    "hang-after-page": answers("sends the whole page, and never closes", hangs(with_length(PAGE))),
    "status-line-cut-off": fails("closes within the first line", _RESET, says(b"HTTP/1.1 20")),
    "headers-cut-off": fails("closes within the headers", _RESET, says(OK)),
    "drip-status-line": fails(
        "sends its first line a byte at a time, for ever", _TIMEOUT, drips(b"HTTP/1.1 200 ", b"O")
    ),
    "garbage": fails("answers with noise", _RESET, says(b"\x00\xff\x13garbage\r\n\r\n")),
    "endless-zeros": fails("sends zeros without end", _RESET, endlessly(b"", bytes(4096))),
    "ssh-banner": fails("speaks SSH", _RESET, says(b"SSH-2.0-OpenSSH_9.2\r\n")),
    "mail-banner": fails("speaks SMTP", _RESET, says(b"220 mail.example ESMTP\r\n")),
    "radio-banner": fails("speaks Shoutcast", _RESET, says(b"ICY 200 OK\r\n\r\n" + PAGE)),
    "tls-alert": fails("speaks TLS", _RESET, says(b"\x15\x03\x01\x00\x02\x02\x46")),
    "http-2-frames": fails("speaks HTTP/2", _RESET, says(_SETTINGS_FRAME)),
    "http-2-status": fails(
        "names HTTP/2 in its first line", _RESET, says(b"HTTP/2 200\r\n\r\n" + PAGE)
    ),
    "http-2-preface": fails(
        "sends the preface of HTTP/2", _RESET, says(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    ),
    "old-bare-page": fails("sends a page without headers (HTTP/0.9)", _RESET, says(PAGE)),
    "no-version": fails("names no version of HTTP", _RESET, says(b"HTTP/x 200 OK\r\n\r\n")),
    "blank-lines-first": fails(
        "sends blank lines before its answer", _RESET, says(b"\r\n\r\n", with_length(PAGE))
    ),
    "switching-protocols": fails(
        "goes over to another protocol",
        _RESET,
        says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
    ),
}
