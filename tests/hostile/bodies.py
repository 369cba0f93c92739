"""Faults of the body: its end, its chunks, and what follows it."""

from __future__ import annotations

from archive_watch.model.capture import Failure
from hostile.scripts import (
    CHUNK,
    CHUNKED,
    OK,
    PAGE,
    Fault,
    answers,
    drips,
    endlessly,
    fails,
    says,
    server_error,
    with_length,
)

_RESET, _TIMEOUT = Failure.RESET, Failure.TIMEOUT
_TOO_LARGE, _TRUNCATED = Failure.TOO_LARGE, Failure.TRUNCATED
_END = b"0\r\n\r\n"
_TINY = b"".join(b"1\r\n%c\r\n" % byte for byte in PAGE)
_MANY_TINY = b"1\r\n \r\n" * 10_000

ENDS: dict[str, Fault] = {
    "short-body": fails(
        "closes before the length it gave",
        _TRUNCATED,
        says(OK + b"Content-Length: 9999\r\n\r\n", PAGE),
    ),
    "announced-and-not-sent": fails(
        "gives a length and sends nothing", _TRUNCATED, says(OK + b"Content-Length: 99\r\n\r\n")
    ),
    "drip-body": fails(
        "drips the body for ever", _TIMEOUT, drips(OK + b"Content-Length: 9999\r\n\r\n", b"w")
    ),
    "drip-open-body": fails(
        "drips a body without length for ever", _TIMEOUT, drips(OK + b"\r\n", b"w")
    ),
    "endless-body": fails(
        "sends a body without end", _TOO_LARGE, endlessly(OK + b"\r\n", b"words " * 10_000)
    ),
    "endless-error": answers(
        "sends an error page without end: its first megabyte is kept",
        endlessly(b"HTTP/1.1 404 Not Found\r\n\r\n", b"words " * 10_000),
        status=404,
        body=None,
        check=("missing", "http_404"),
    ),
    "half-page": answers(
        "closes within the page, and gave no length",
        says(OK + b"\r\n" + PAGE[:-60]),
        body=PAGE[:-60],
        check=("needs_review", "half_page"),
    ),
    "length-too-short": answers(
        "gives a length that ends within the page",
        says(OK + b"Content-Length: %d\r\n\r\n" % (len(PAGE) - 60) + PAGE),
        body=PAGE[:-60],
        check=("needs_review", "half_page"),
    ),
    "old-protocol": answers(
        "speaks HTTP/1.0", says(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", PAGE)
    ),
    "empty-page": answers(
        "sends nothing, and says so",
        says(with_length(b"")),
        body=b"",
        check=("soft_missing", "empty"),
    ),
    "body-in-not-modified": answers(
        "answers 304, unasked, and sends a body all the same",
        says(with_length(PAGE, status=b"304 Not Modified")),
        status=304,
        body=b"",
        check=("server_error", "unexpected_304"),
    ),
    "more-than-the-length": answers(
        "sends more after the page", says(with_length(PAGE) + b"more, and more" * 50)
    ),
    "two-answers": answers(
        "sends a second answer after the first: it is nobody's",
        says(with_length(PAGE) + with_length(b"<h1>Injected</h1>")),
    ),
    "many-parts": server_error(
        "sends a page in parts",
        says(
            with_length(
                PAGE,
                b"Content-Type: multipart/byteranges; boundary=x",
                status=b"206 Partial Content",
            )
        ),
        206,
    ),
}

CHUNKS: dict[str, Fault] = {
    "drip-chunks": fails("drips chunks for ever", _TIMEOUT, drips(CHUNKED, b"1\r\nw\r\n")),
    "endless-chunks": fails(
        "sends chunks without end",
        _TOO_LARGE,
        endlessly(CHUNKED, b"2710\r\n" + b"w" * 10_000 + b"\r\n"),
    ),
    "endless-tiny-chunks": fails(
        "sends chunks of one byte without end", _TOO_LARGE, endlessly(CHUNKED, b"1\r\nw\r\n" * 500)
    ),
    "tiny-chunks": answers("sends the page byte by byte", says(CHUNKED + _TINY + _END)),
    "ten-thousand-chunks": answers(
        "sends 10,000 chunks of a blank", says(CHUNKED + CHUNK + _MANY_TINY + _END), body=None
    ),
    "endless-trailers": fails(
        "sends trailers without end",
        _RESET,
        endlessly(CHUNKED + b"0\r\n", b"X-Trail: %s\r\n" % (b"y" * 900)),
    ),
    "drip-trailers": fails(
        "drips trailers for ever", _TIMEOUT, drips(CHUNKED + CHUNK + b"0\r\n", b"X: y\r\n")
    ),
    "trailers": answers(
        "sends trailers that would set cookies and lengths",
        says(CHUNKED + CHUNK + b"0\r\nContent-Length: 3\r\nSet-Cookie: a=b\r\n\r\n"),
    ),
    "bad-chunk-size": fails("sends a size of zz", _RESET, says(CHUNKED + b"zz\r\n" + PAGE)),
    "negative-chunk-size": fails("sends a size of -1", _RESET, says(CHUNKED + b"-1\r\n" + PAGE)),
    "prefixed-chunk-size": fails(
        "sends a size of 0x5", _RESET, says(CHUNKED + b"0x5\r\nwords\r\n")
    ),
    "empty-chunk-size": fails("sends an empty size", _RESET, says(CHUNKED + b"\r\n" + CHUNK)),
    "absurd-chunk-size": fails(
        "sends a size of thirty digits", _RESET, says(CHUNKED + b"f" * 30 + b"\r\n" + PAGE)
    ),
    "huge-chunk-size": fails(
        "announces a chunk of 64 TB, and closes",
        _TRUNCATED,
        says(CHUNKED + b"400000000000\r\n" + PAGE),
    ),
    "chunk-longer-than-its-size": fails(
        "sends more than the size of a chunk", _RESET, says(CHUNKED + b"3\r\nwords\r\n" + _END)
    ),
    "chunk-without-its-line-end": fails(
        "sends no line end after a chunk", _RESET, says(CHUNKED + b"5\r\nwords" + _END)
    ),
    "chunk-extension": answers(
        "adds words to the size of a chunk",
        says(CHUNKED + b'%x;name="value; \xe9"\r\n' % len(PAGE) + PAGE + b"\r\n" + _END),
    ),
    "endless-chunk-extension": fails(
        "adds words without end to the size of a chunk",
        _RESET,
        endlessly(CHUNKED + b"5;", b"y" * 4096),
    ),
    "chunks-cut-off": fails("closes before the last chunk", _TRUNCATED, says(CHUNKED + CHUNK)),
    "chunk-cut-off": fails("closes within a chunk", _TRUNCATED, says(CHUNKED + CHUNK[:-10])),
    "chunk-size-cut-off": fails("closes within a size", _TRUNCATED, says(CHUNKED + b"a")),
    "chunks-by-line-feeds": fails(
        "ends the lines of chunks by line feeds alone",
        _TRUNCATED,
        says(CHUNKED + CHUNK.replace(b"\r\n", b"\n") + b"0\n\n"),
    ),
}
