"""Reading WARC files: the captures in them, one by one, and what is wrong with the rest.

warcio parses headers and proves digests; where records begin and end is decided here, because an
untidy world needs more: after a damaged record reading goes on at the next one that begins
properly, and a record that is shorter than it says, or that something else follows than a record,
is damaged.  Only such damage makes us look for records inside another one's bytes: a page that
quotes a WARC, however large, forges nothing.  Memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from warcio.statusandheaders import StatusAndHeadersParser

from archive_watch.errors import UnreadableInput
from archive_watch.storage.warc_members import (
    GZIP_MAGIC,
    RECORD_MAGIC,
    DamagedMember,
    Gap,
    Member,
    members_of,
)
from archive_watch.storage.warc_records import (
    MALFORMED,
    Block,
    Fault,
    WarcCapture,
    capture_of,
    digest_fault,
)

__all__ = ["BadRecord", "WarcCapture", "read_warc"]

_FAULT_CHARACTERS = 160
_WARC_HEADERS = StatusAndHeadersParser(["WARC/1.1", "WARC/1.0", "WARC/0.17", "WARC/0.18"])
_NO_RECORD = "the bytes here are no record"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRecord:
    """A record that could not be taken: its number (from 1), its place, and why.

    ``offset`` counts the bytes of the file; inside a gzip member of several records it counts
    those that the member unpacks to (``unpacked``).
    """

    number: int
    offset: int
    unpacked: bool
    url: str | None
    fault: str

    def told(self) -> str:
        """The record and its fault in one line."""
        place = f"byte {self.offset:,}{' of the unpacked data' if self.unpacked else ''}"
        about = f" ({self.url})" if self.url else ""
        return f"record {self.number:,} at {place}{about}: {self.fault}"


class _NotFramed(Exception):
    """Where the record ends cannot be known."""


def read_warc(path: Path, *, max_bytes: int) -> Generator[WarcCapture | BadRecord, None, None]:
    """Every capture of the file in its order, and every record that could not be taken.

    Raises UnreadableInput when the file is missing, empty or no WARC at all.
    """
    _must_look_like_warc(path)
    number = 0
    with path.open("rb") as file:
        for member in members_of(file):
            if isinstance(member, Gap):
                number += 1
                yield _bad(number, member, 0, _NO_RECORD)
            else:
                number = yield from _records_of(member, number, max_bytes)


def _records_of(
    member: Member, number: int, max_bytes: int
) -> Generator[WarcCapture | BadRecord, None, int]:
    """Yield what the records of one member hold; the result is the number of the last one."""
    in_doubt = False  # whether the bytes ahead belong to a record that was not framed
    try:
        while True:
            start, others_at = member.seek_record()
            if others_at is not None and not in_doubt:
                number += 1
                yield _bad(number, member, others_at, _NO_RECORD)
            if start is None:
                return number
            number += 1
            try:
                taken = _read_record(member, max_bytes)
            except _NotFramed as fault:
                yield _bad(number, member, start, str(fault))
                member.go_back(start)
                member.readline()
                in_doubt = True
                continue
            in_doubt = False
            if isinstance(taken, Fault):
                yield _bad(number, member, start, taken.told, taken.url)
            elif taken is not None:
                yield taken
    except DamagedMember as damage:
        if not in_doubt:
            yield _bad(max(number, 1), member, member.record_at, str(damage))
        return number


def _read_record(member: Member, max_bytes: int) -> WarcCapture | Fault | None:
    """The capture in the record that begins here, its fault, or None where it holds no capture.

    Raises _NotFramed when where it ends is in doubt.
    """
    member.begin_headers()
    try:
        heads = _WARC_HEADERS.parse(member, member.readline())
        length = _length(heads.get_header("Content-Length"))
    except MALFORMED as error:
        raise _NotFramed(str(error) or "its headers are malformed") from error
    finally:
        member.end_headers()
    if not member.can_hold(length):
        raise _NotFramed("the record ends before its stated length")
    block = Block(heads, member, length)
    taken = capture_of(block, max_bytes=max_bytes)
    if not block.is_all_there():
        raise _NotFramed("the record ends before its stated length")
    if not member.is_parted():
        raise _NotFramed("what follows the record is none: its stated length is wrong")
    fault = digest_fault(block, taken) if isinstance(taken, WarcCapture) else None
    return taken if fault is None or taken is None else Fault(url=taken.url, told=fault)


def _length(stated: str | None) -> int:
    text = (stated or "").strip()
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"its Content-Length is no number: {text!r}")
    return int(text)


def _bad(
    number: int, place: Member | Gap, position: int, fault: str, url: str | None = None
) -> BadRecord:
    unpacked = isinstance(place, Member) and place.is_gzip and position > 0
    return BadRecord(
        number=number,
        offset=position if unpacked else place.offset + position,
        unpacked=unpacked,
        url=url,
        fault=" ".join(fault.split())[:_FAULT_CHARACTERS],
    )


def _must_look_like_warc(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise UnreadableInput(
            f"{path} is not a file", remedy="name the WARC files in it, such as folder/*.warc.gz"
        )
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        raise UnreadableInput(f"cannot read {path}: {error.strerror}") from error
    if not head:
        raise UnreadableInput(f"{path} is empty")
    if not head.startswith((GZIP_MAGIC, RECORD_MAGIC)):
        raise UnreadableInput(
            f"{path} is not a WARC file",
            remedy="import takes .warc and .warc.gz; a saved page needs --url and --at",
        )
