"""Faults of the head: the status, the headers, the lengths, and what they declare."""

from __future__ import annotations

from archive_watch.model.capture import Failure
from hostile.scripts import (
    CHUNK,
    OK,
    PAGE,
    Fault,
    answers,
    drips,
    endlessly,
    fails,
    page_with,
    says,
    server_error,
    with_length,
)
from servers import Script

_RESET, _TIMEOUT, _TOO_LARGE = Failure.RESET, Failure.TIMEOUT, Failure.TOO_LARGE
_COOKIES = tuple(b"Set-Cookie: c%d=%s" % (n, b"v" * 100) for n in range(300))
_TINY = b"".join(b"X-%d: y\r\n" % n for n in range(3000))
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def _lengths(*values: bytes) -> Script:
    lines = b"".join(b"Content-Length: " + value + b"\r\n" for value in values)
    return says(OK + lines + b"\r\n" + PAGE)


def _status(line: bytes) -> Script:
    return says(b"HTTP/1.1 " + line + b"\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE)


def _busy(status: bytes, retry_after: bytes) -> Script:
    return page_with(b"Retry-After: " + retry_after, status=status)


STATUSES: dict[str, Fault] = {
    "status-000": fails("answers 000", _RESET, _status(b"000 Nothing")),
    "status-099": fails("answers 099", _RESET, _status(b"099 Less")),
    "status-of-two-digits": fails("answers 20", _RESET, _status(b"20 OK")),
    "status-of-words": fails("answers OK instead of a number", _RESET, _status(b"OK 200")),
    "absurd-status": fails("answers 99999", _RESET, _status(b"99999 No")),
    "negative-status": fails("answers -200", _RESET, _status(b"-200 OK")),
    "odd-status": server_error("answers 999", _status(b"999 Odd"), 999),
    "status-600": server_error("answers 600", _status(b"600 More"), 600),
    "status-without-reason": answers("answers 200 and no reason", _status(b"200")),
    "reason-in-utf-8": answers("gives its reason in UTF-8", _status("200 Très bien".encode())),
    "endless-reason": fails(
        "gives a reason without end", _TOO_LARGE, endlessly(b"HTTP/1.1 200 ", b"y" * 4096)
    ),
    "created": server_error("answers 201 to a question", _status(b"201 Created"), 201),
    "accepted": server_error("answers 202: later", _status(b"202 Accepted"), 202),
    "partial-unasked": server_error(
        "sends a part that nobody asked for",
        page_with(b"Content-Range: bytes 0-9/999", status=b"206 Partial Content"),
        206,
    ),
    "reset-content": answers("answers 205 with a page", _status(b"205 Reset"), status=205),
    "no-content": answers(
        "answers 204",
        says(b"HTTP/1.1 204 No Content\r\n\r\n"),
        status=204,
        body=b"",
        check=("soft_missing", "empty"),
    ),
    "not-modified-unasked": answers(
        "answers 304 to a request without validators",
        says(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
        status=304,
        body=b"",
        check=("server_error", "unexpected_304"),
    ),
    "proxy-login": answers(
        "answers 407 as if it were a proxy",
        _status(b"407 Proxy Authentication Required"),
        status=407,
        check=("blocked", "http_407"),
    ),
    "network-login": server_error("answers 511: log in to the network", _status(b"511 Login"), 511),
    "endless-interim": fails(
        "sends 100 Continue without end", _TOO_LARGE, endlessly(b"", _CONTINUE * 50)
    ),
    "drip-interim": fails(
        "sends 102 Processing now and then, and no answer",
        _TIMEOUT,
        drips(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    ),
    "early-hints-then-page": answers(
        "sends early hints first",
        says(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", with_length(PAGE)),
    ),
    "continue-then-nothing": fails("sends 100 Continue, and closes", _RESET, says(_CONTINUE)),
    **{
        f"retry-after-{name}": server_error(
            f"is busy, with Retry-After: {value.decode()}", _busy(b"503 Busy", value), 503
        )
        for name, value in {
            "negative": b"-5",
            "huge": b"99999999999999999999",
            "past-date": b"Thu, 01 Jan 1970 00:00:00 GMT",
            "far-date": b"Fri, 31 Dec 9999 23:59:59 GMT",
            "words": b"soon",
            "fraction": b"1.5e3",
        }.items()
    },
    "too-many-requests": answers(
        "answers 429 with Retry-After: 0",
        _busy(b"429 Slow Down", b"0"),
        status=429,
        check=("blocked", "http_429"),
    ),
}

LENGTHS: dict[str, Fault] = {
    "two-lengths": fails("gives two lengths that differ", _RESET, _lengths(b"5", b"6")),
    "twin-lengths": answers("gives its length twice", page_with(b"Content-Length: %d" % len(PAGE))),
    "length-list": answers(
        "gives its length twice in one header", _lengths(b"%d, %d" % (len(PAGE), len(PAGE)))
    ),
    "length-list-that-differs": fails("gives a list of lengths", _RESET, _lengths(b"5, 6")),
    "negative-length": fails("gives a length below zero", _RESET, _lengths(b"-1")),
    "signed-length": fails("gives a length with a sign", _RESET, _lengths(b"+165")),
    "hexadecimal-length": fails("gives a length of 0xA5", _RESET, _lengths(b"0xA5")),
    "length-of-words": fails("gives a length of many", _RESET, _lengths(b"many")),
    "no-length-in-length": fails("gives an empty length", _RESET, _lengths(b"")),
    "huge-length": fails("announces 100 GB", _TOO_LARGE, _lengths(b"99999999999")),
    "absurd-length": fails("announces a number of 6,000 digits", _RESET, _lengths(b"9" * 6000)),
    "chunks-and-length": answers(
        "gives a length and sends chunks: the chunks count",
        says(OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", CHUNK, b"0\r\n\r\n"),
    ),
    "unknown-transfer-coding": fails(
        "sends in an unknown transfer coding",
        _RESET,
        says(OK + b"Transfer-Encoding: gzip\r\n\r\n" + PAGE),
    ),
    "two-transfer-codings": fails(
        "sends in two transfer codings",
        _RESET,
        says(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + CHUNK + b"0\r\n\r\n"),
    ),
    "chunked-twice": fails(
        "says twice that it sends chunks",
        _RESET,
        says(OK + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + CHUNK + b"0\r\n\r\n"),
    ),
}

HEADERS: dict[str, Fault] = {
    "drip-headers": fails("drips headers for ever", _TIMEOUT, drips(OK, b"X: y\r\n")),
    "drip-one-header": fails("drips one header for ever", _TIMEOUT, drips(OK + b"X-Long: ", b"y")),
    "header-flood": fails(
        "sends headers without end", _TOO_LARGE, endlessly(OK, b"X-Flood: %s\r\n" % (b"y" * 900))
    ),
    "flood-of-tiny-headers": fails(
        "sends tiny headers without end", _TOO_LARGE, endlessly(OK, b"a:b\r\n" * 1000)
    ),
    "one-long-header": fails(
        "sends one header without end", _TOO_LARGE, endlessly(OK + b"X-Long: ", b"y" * 4096)
    ),
    "one-long-name": fails(
        "sends the name of a header without end", _TOO_LARGE, endlessly(OK, b"y" * 4096)
    ),
    "three-thousand-headers": answers("sends 3,000 headers", says(with_length(PAGE, _TINY[:-2]))),
    "header-with-nul": fails("sends a NUL in a header", _RESET, says(OK + b"X: a\x00b\r\n\r\n")),
    "header-with-carriage-return": fails(
        "sends a carriage return in a header", _RESET, says(OK + b"X: a\rY: b\r\n\r\n")
    ),
    "header-without-colon": fails("sends a header without colon", _RESET, says(OK + b"no\r\n\r\n")),
    "header-without-name": fails("sends a header without name", _RESET, says(OK + b": x\r\n\r\n")),
    "name-with-space": fails("sends a space before a colon", _RESET, says(OK + b"X-A : x\r\n\r\n")),
    "name-in-utf-8": fails(
        "names a header in UTF-8", _RESET, says(OK + "X-Clé: x\r\n\r\n".encode())
    ),
    "folded-header": answers("folds a header", page_with(b"X-A: one\r\n  two")),
    "latin-1-header": answers("sends a header in Latin-1", page_with(b"X-Name: caf\xe9")),
    "bare-line-feeds": answers(
        "ends its lines by line feeds alone",
        says(b"HTTP/1.1 200 OK\nContent-Length: %d\n\n%s" % (len(PAGE), PAGE)),
    ),
    "cookie-flood": answers("sets 300 cookies", page_with(*_COOKIES)),
    "one-huge-cookie": answers(
        "sets a cookie of 40 KB", page_with(b"Set-Cookie: c=" + b"v" * 40_000)
    ),
    "cookie-with-injection": answers(
        "sets a cookie that would be a header",
        page_with(b"Set-Cookie: a=b%0d%0aX-Evil: 1; Path=/", b"Set-Cookie: =", b"Set-Cookie: ;;;"),
    ),
    "unknown-charset": answers(
        "declares a charset that is a codec of Python's",
        page_with(b"Content-Type: text/html; charset=zip"),
    ),
    "charset-utf-7": answers(
        "declares UTF-7", page_with(b"Content-Type: text/html; charset=utf-7")
    ),
    "charset-unicode-escape": answers(
        "declares unicode_escape", page_with(b"Content-Type: text/html; charset=unicode_escape")
    ),
    "endless-charset": answers(
        "declares a charset of 20 KB",
        page_with(b"Content-Type: text/html; charset=" + b"x" * 20_000),
    ),
    "charset-with-controls": answers(
        "declares a charset with quotes, tabs and semicolons",
        page_with(b'Content-Type: text/html;;charset="\t;utf-8";charset=\'x'),
    ),
    "two-content-types": answers(
        "declares two types",
        page_with(b"Content-Type: text/html", b"Content-Type: text/html; charset=x"),
    ),
    "mark-against-charset": answers(
        "begins with a mark of UTF-8 and declares UTF-16",
        says(with_length(b"\xef\xbb\xbf" + PAGE, b"Content-Type: text/html; charset=utf-16")),
        body=b"\xef\xbb\xbf" + PAGE,
    ),
    "huge-validators": answers(
        "gives an ETag of 30 KB, to be sent back",
        page_with(b'ETag: "' + b"e" * 30_000 + b'"', b"Last-Modified: " + b"d" * 3000),
    ),
}
