"""Faults of content codings: bombs, damage, and codings that nobody asked for."""

from __future__ import annotations

import gzip
import zlib

from archive_watch.model.capture import Failure
from hostile.scripts import (
    OK,
    PAGE,
    Fault,
    answers,
    bomb,
    coded,
    drips,
    endlessly,
    fails,
    gzip_bomb,
    says,
    with_length,
)

_GIBIBYTE = 1024  # in MiB
_TOO_LARGE, _TRUNCATED = Failure.TOO_LARGE, Failure.TRUNCATED
_TYPE = Failure.CONTENT_TYPE
_DEFLATED = zlib.compress(PAGE)
_RAW = _DEFLATED[2:-4]
_GZIPPED = gzip.compress(PAGE, mtime=0)
_NAMED_GZIP = b"\x1f\x8b\x08\x08" + bytes(6)
_EMPTY_GZIP = gzip.compress(b"", mtime=0)
_DICTIONARY = zlib.compressobj(zdict=b"a dictionary")
_WITH_DICTIONARY = _DICTIONARY.compress(PAGE) + _DICTIONARY.flush()
_MISSING = ("missing", "http_404")

CODINGS: dict[str, Fault] = {
    "gzip": answers("sends gzip", coded(b"gzip", _GZIPPED)),
    "gzip-twice-in-a-row": answers(
        "sends gzip in two members", coded(b"GZip", _GZIPPED + _EMPTY_GZIP * 3)
    ),
    "gzip-and-junk-after": answers(
        "sends zeros after gzip", coded(b"x-gzip", _GZIPPED + bytes(40))
    ),
    "gzip-of-nothing": answers(
        "says gzip and sends nothing",
        coded(b"gzip", b""),
        body=b"",
        check=("soft_missing", "empty"),
    ),
    "deflate": answers("sends deflate", coded(b"deflate", _DEFLATED)),
    "raw-deflate": answers("sends deflate without its envelope", coded(b"deflate", _RAW)),
    "gzip-called-deflate": answers("calls gzip deflate", coded(b"deflate", _GZIPPED)),
    "identity": answers("says identity", coded(b"identity", PAGE)),
    "coding-of-nothing": answers("gives a coding of commas", coded(b" , ,", PAGE)),
    "charset-for-coding": answers("gives a charset for a coding", coded(b"UTF-8", PAGE)),
    "gzip-cut-off": fails("cuts gzip off", _TRUNCATED, coded(b"gzip", _GZIPPED[:-12])),
    "gzip-head-alone": fails(
        "sends the head of gzip alone", _TRUNCATED, coded(b"gzip", _GZIPPED[:9])
    ),
    "gzip-wrong-sum": fails(
        "sends gzip with a wrong check sum", _TRUNCATED, coded(b"gzip", _GZIPPED[:-8] + bytes(8))
    ),
    "gzip-damaged": fails(
        "sends damaged gzip",
        _TRUNCATED,
        coded(b"gzip", _GZIPPED[:-6] + b"\x00\x01\x02\x03\x04\x05"),
    ),
    "gzip-label-on-text": fails("calls plain text gzip", _TRUNCATED, coded(b"gzip", PAGE)),
    "gzip-label-on-an-error": answers(
        "calls the plain text of an error gzip",
        says(with_length(PAGE, b"Content-Encoding: gzip", status=b"404 No")),
        status=404,
        body=b"",
        check=_MISSING,
    ),
    "deflate-with-dictionary": fails(
        "deflates by a dictionary that nobody has", _TRUNCATED, coded(b"deflate", _WITH_DICTIONARY)
    ),
    "drip-gzip": fails(
        "drips empty members of gzip for ever",
        Failure.TIMEOUT,
        drips(OK + b"Content-Encoding: gzip\r\n\r\n", _EMPTY_GZIP),
    ),
    "endless-gzip-name": fails(
        "sends a file name in gzip without end",
        _TOO_LARGE,
        endlessly(OK + b"Content-Encoding: gzip\r\n\r\n" + _NAMED_GZIP, b"y" * 65_536),
    ),
    "endless-gzip-members": fails(
        "sends empty members of gzip without end",
        _TOO_LARGE,
        endlessly(OK + b"Content-Encoding: gzip\r\n\r\n", _EMPTY_GZIP * 3000),
    ),
    "gzip-bomb": fails("sends 64 MB in 64 KB", _TOO_LARGE, coded(b"gzip", gzip_bomb(64))),
    "gzip-bomb-of-a-gibibyte": fails(
        "sends 1 GB in 1 MB of gzip", _TOO_LARGE, coded(b"gzip", bomb(_GIBIBYTE, 31))
    ),
    "deflate-bomb": fails(
        "sends 1 GB in 1 MB of deflate", _TOO_LARGE, coded(b"deflate", bomb(_GIBIBYTE, 15))
    ),
    "raw-deflate-bomb": fails(
        "sends 1 GB in 1 MB of deflate without its envelope",
        _TOO_LARGE,
        coded(b"deflate", bomb(_GIBIBYTE, -15)),
    ),
    "bomb-and-junk-after": fails(
        "sends zeros after a bomb", _TOO_LARGE, coded(b"gzip", gzip_bomb(64) + bytes(100_000))
    ),
    "bomb-in-members": fails(
        "sends a bomb in a thousand members", _TOO_LARGE, coded(b"gzip", gzip_bomb(1) * 1024)
    ),
    "bomb-in-chunks": fails(
        "sends a bomb in one chunk",
        _TOO_LARGE,
        says(
            OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"%x\r\n" % len(bomb(_GIBIBYTE, 31)),
            bomb(_GIBIBYTE, 31),
        ),
    ),
    "bomb-in-gzip": answers(
        "sends a bomb within gzip: undone once, it is no page",
        says(
            with_length(
                gzip.compress(bomb(_GIBIBYTE, 31), mtime=0),
                b"Content-Type: text/html",
                b"Content-Encoding: gzip",
            )
        ),
        body=bomb(_GIBIBYTE, 31),
        check=("needs_review", "not_a_page"),
    ),
    "bomb-of-an-error": answers(
        "sends 1 GB of an error: the first megabyte is kept",
        says(with_length(bomb(_GIBIBYTE, 31), b"Content-Encoding: gzip", status=b"404 Not Found")),
        status=404,
        body=None,
        check=_MISSING,
    ),
    "gzip-in-gzip": fails(
        "codes twice", _TYPE, coded(b"gzip, gzip", gzip.compress(_GZIPPED, mtime=0))
    ),
    "two-coding-headers": fails(
        "codes twice, by two headers",
        _TYPE,
        says(with_length(_GZIPPED, b"Content-Encoding: gzip", b"Content-Encoding: gzip")),
    ),
    "flood-of-codings": fails("names a thousand codings", _TYPE, coded(b"gzip," * 1000, _GZIPPED)),
    "brotli": fails("sends Brotli, unasked", _TYPE, coded(b"br", b"\x0b\x02\x80words\x03")),
    "zstd": fails("sends Zstandard, unasked", _TYPE, coded(b"zstd", b"\x28\xb5\x2f\xfd\x20\x00")),
    "brotli-of-an-error": answers(
        "sends an error in Brotli",
        says(with_length(b"\x0b", b"Content-Encoding: br", status=b"404 No")),
        status=404,
        body=b"",
        check=_MISSING,
    ),
    "unknown-coding": fails("sends an unknown coding", _TYPE, coded(b"rot13", PAGE)),
}
