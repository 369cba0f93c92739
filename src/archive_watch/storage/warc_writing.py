"""Writing WARC files: records as ISO 28500 (WARC/1.1) wants them, each a gzip member of its own.

What a record is made of comes in, the bytes of its member come out: nothing here reads the archive.
The same record gives the same bytes, today and next year: no member has the time in its head, and
a record's name is made of what is in it.  Digests are SHA-256 in hex, as the archive cites them.
https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid5

Field = tuple[str, str]

_VERSION = b"WARC/1.1\r\n"
_END = b"\r\n\r\n"
_BREAKS = re.compile(r"[\r\n\0]+")
_LEVEL = 6
_MEMBER = 16 + zlib.MAX_WBITS
_STEP_BYTES = 1 << 20
_OWN = UUID("5a0c1a53-1f5e-5f0e-8d29-8f4f3c1b7e60")  # the name space of this program's records


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its name, by which others refer to it, its head and the parts of its block."""

    id: str
    head: bytes
    block: tuple[bytes, ...]


def record(
    kind: str,
    *block: bytes,
    at: str,
    content_type: str,
    uri: str | None = None,
    fields: Sequence[Field] = (),
    salt: str = "",
) -> Record:
    """The record of that kind with that block, whose parts follow each other.

    ``salt`` tells two records apart that are alike in all that they hold.
    """
    digest = sha256()
    for part in block:
        digest.update(part)
    known = "\n".join((kind, at, uri or "", digest.hexdigest(), salt))
    name = f"<urn:uuid:{uuid5(_OWN, known)}>"
    heads = (
        ("WARC-Type", kind),
        ("WARC-Record-ID", name),
        ("WARC-Date", at),
        *((("WARC-Target-URI", uri),) if uri is not None else ()),
        *fields,
        ("WARC-Block-Digest", f"sha256:{digest.hexdigest()}"),
        ("Content-Type", content_type),
        ("Content-Length", str(sum(map(len, block)))),
    )
    return Record(id=name, head=_VERSION + lines_of(heads, "utf-8") + b"\r\n", block=block)


def member_of(record: Record) -> Iterator[bytes]:
    """The gzip member of a record, in parts: no second copy of a large block is made."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _MEMBER)
    for part in (record.head, *record.block, _END):
        for start in range(0, len(part), _STEP_BYTES):
            packed = packer.compress(part[start : start + _STEP_BYTES])
            if packed:
                yield packed
    yield packer.flush()


def lines_of(fields: Iterable[Field], encoding: str) -> bytes:
    """Named fields as lines; nothing that a value holds can begin another line."""
    lines = (f"{_one_line(name)}: {_one_line(value)}\r\n" for name, value in fields)
    return b"".join(_encoded(line, encoding) for line in lines)


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text)


def _encoded(line: str, encoding: str) -> bytes:
    """The bytes that a value was, where it was read as Latin-1; else UTF-8."""
    try:
        return line.encode(encoding)
    except UnicodeEncodeError:
        return line.encode("utf-8", errors="backslashreplace")
