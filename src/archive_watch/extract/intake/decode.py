"""From bytes to characters, by what browsers do and what archives need.

A byte order mark decides; then UTF-16 and ISO-2022-JP, whose bytes would pass for something else,
where the header or the page declares them; else UTF-8 where the bytes are valid UTF-8, or are but
for a few strays; else what is declared, where Latin-1 and ASCII mean Windows-1252
(https://encoding.spec.whatwg.org/#names); else Windows-1252.  Bytes that fit nowhere become U+FFFD;
nothing is ever lost silently, the bytes themselves are kept.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
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
_UTF_16_BEGINS = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_SEVEN_BITS = frozenset({"iso-2022-jp"})  # its bytes are ASCII, and so would pass for UTF-8
_LAST_RESORT = "windows-1252"
_CUT_OFF = "unexpected end of data"  # what Python says of a body that ends within a character
_NOT_BELIEVED = ("utf-", "x-user", "replacement")
_LONGER_THAN_ASCII = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The characters of a body, and the encoding that they were read by.

    ``utf8`` are the same characters in UTF-8: what a parser is given, and so what is weighed.
    """

    text: str
    encoding: str
    utf8: bytes = field(repr=False)

    @classmethod
    def of(cls, text: str, encoding: str) -> Decoded:
        """What was not UTF-8 as it stands."""
        return cls(text=text, encoding=encoding, utf8=text.encode("utf-8", "ignore"))


def decode_body(body: bytes, content_type: str | None) -> Decoded:
    """The characters of ``body``."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(encoding, errors="replace")
            return Decoded.of(text, encoding)
    declared = tuple(_declared(body, content_type))
    encoding = _wide(body) or next((one for one in declared if one in _SEVEN_BITS), "")
    if encoding:
        return Decoded.of(body.decode(encoding, errors="replace"), encoding)
    try:
        return Decoded(text=body.decode("utf-8"), encoding="utf-8", utf8=body)
    except UnicodeDecodeError as error:
        if _is_utf_8_but_for_strays(body, error):
            return Decoded.of(body.decode("utf-8", errors=_AS_WINDOWS_1252), "utf-8")
    text, used = webencodings.decode(body, next(iter(declared), _LAST_RESORT), errors="replace")
    return Decoded.of(text, used.name)


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: its first ``<`` shows which."""
    begins = body[:64].lstrip(b" \t\r\n")
    return next((encoding for start, encoding in _UTF_16_BEGINS if begins.startswith(start)), None)


def _is_utf_8_but_for_strays(body: bytes, error: UnicodeDecodeError) -> bool:
    """Whether most of the bytes beyond ASCII are UTF-8: one bad byte must not garble a page."""
    if error.reason == _CUT_OFF:
        return True
    good = sum(len(one) for one in _LONGER_THAN_ASCII.findall(body))
    beyond_ascii = len(body) - len(body.translate(None, bytes(range(0x80, 0x100))))
    return good > beyond_ascii / 2


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    if error.reason == _CUT_OFF:
        return "\ufffd", error.end
    text, _ = webencodings.decode(error.object[error.start : error.end], _LAST_RESORT)
    return text, error.end


_AS_WINDOWS_1252 = "archive-watch-windows-1252"
codecs.register_error(_AS_WINDOWS_1252, _as_windows_1252)


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """What header and page declare, as the standard knows it; that it is UTF is not believed."""
    found = _META.search(body[:_META_WITHIN_BYTES])
    in_page = found[1].decode("ascii", "replace") if found else None
    for label in (charset_of(content_type), in_page):
        encoding = webencodings.lookup(label) if label else None
        if encoding is not None and not encoding.name.startswith(_NOT_BELIEVED):
            yield str(encoding.name)


def charset_of(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header, or None."""
    if not content_type:
        return None
    message = Message()
    message["content-type"] = content_type
    charset = message.get_param("charset")
    return charset if isinstance(charset, str) else None
