"""From bytes to characters, by what browsers do and what archives need.

A byte order mark decides; else UTF-8 where the bytes are valid UTF-8; else what the header or the
page declares, where Latin-1 and ASCII mean Windows-1252 (https://encoding.spec.whatwg.org/#names);
else Windows-1252.  Bytes that fit nowhere become U+FFFD; nothing is ever lost silently, the bytes
themselves are kept.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from email.message import Message

import webencodings

_META = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
_META_WITHIN_BYTES = 4096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LAST_RESORT = "windows-1252"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters of a body, and the encoding that they were read by."""

    text: str
    encoding: str


def decode_body(body: bytes, content_type: str | None) -> Decoded:
    """The characters of ``body``."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(encoding, errors="replace")
            return Decoded(text=text, encoding=encoding)
    try:
        return Decoded(text=body.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        encoding = _declared(body, content_type)
    text, used = webencodings.decode(body, encoding, errors="replace")
    return Decoded(text=text, encoding=used.name)


def _declared(body: bytes, content_type: str | None) -> str:
    """The encoding that header or page declare, if the standard knows it and it is not UTF-8."""
    found = _META.search(body[:_META_WITHIN_BYTES])
    in_page = found[1].decode("ascii", "replace") if found else None
    for label in (charset_of(content_type), in_page):
        encoding = webencodings.lookup(label) if label else None
        if encoding is not None and not encoding.name.startswith(("utf-", "x-user")):
            return str(encoding.name)
    return _LAST_RESORT


def charset_of(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header, or None."""
    if not content_type:
        return None
    message = Message()
    message["content-type"] = content_type
    charset = message.get_param("charset")
    return charset if isinstance(charset, str) else None
