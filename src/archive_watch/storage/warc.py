"""Reading WARC files: the captures in them, one by one, and what is wrong with the rest.

warcio reads the records; this adds what an untidy world needs: after a damaged record reading
goes on at the next one that begins properly, a record shorter than it says is damaged, and a body
whose digest disagrees is not taken.  Memory does not grow with the file.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Generator, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive_watch.errors import UnreadableInput
from archive_watch.model.clock import parse_utc, utc_text

_GZIP_MAGIC = b"\x1f\x8b\x08"
_RECORD_MAGIC = b"WARC/"
_SCAN_BYTES = 1 << 20
_FAULT_CHARACTERS = 160
_TAKEN_TYPES = frozenset({"response", "resource", "revisit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcCapture:
    """One capture: ``at`` is WARC-Date as UTC text; ``body`` is free of codings.

    ``refers_to_at`` is set for a revisit: the body is that of the capture made then.
    """

    url: str
    at: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    refers_to_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRecord:
    """A record that could not be taken: where it begins in the file, and why."""

    offset: int
    url: str | None
    fault: str


def read_warc(path: Path, *, max_bytes: int) -> Iterator[WarcCapture | BadRecord]:
    """Every capture of the file in its order, and every record that could not be taken.

    Raises UnreadableInput when the file is missing, empty or no WARC at all.
    """
    _must_look_like_warc(path)
    with _opened(path) as stream:
        start: int | None = 0
        while start is not None:
            stream.seek(start)
            bad = yield from _read_from(stream, max_bytes)
            start = None if bad is None else _next_record(stream, bad + 1)


def _read_from(
    stream: IO[bytes], max_bytes: int
) -> Generator[WarcCapture | BadRecord, None, int | None]:
    """Yield until the end (returns None) or the first damage (returns its offset)."""
    records = ArchiveIterator(stream, check_digests=True)
    while True:
        offset: int = records.offset
        try:
            with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):  # warcio prints
                record = next(records)
                offset = records.offset
                taken = _taken(record, offset, max_bytes)
        except StopIteration:
            return None
        except (ArchiveLoadFailed, ValueError, OSError, EOFError, ArithmeticError) as error:
            yield BadRecord(offset=offset, url=None, fault=_first_line(error))
            return offset
        if taken is not None:
            yield taken
        if isinstance(taken, BadRecord):
            return offset


def _taken(record: Any, offset: int, max_bytes: int) -> WarcCapture | BadRecord | None:
    """The capture in a record, its fault, or None where it holds no capture."""
    if record.rec_type not in _TAKEN_TYPES:
        return None
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if not url.lower().startswith(("http://", "https://")):
        return None
    body = record.content_stream().read(max_bytes + 1)
    fault = _fault(record, body, max_bytes)
    if fault is not None:
        return BadRecord(offset=offset, url=url, fault=fault)
    refers_to = record.rec_headers.get_header("WARC-Refers-To-Date")
    return WarcCapture(
        url=url,
        at=_utc(record.rec_headers.get_header("WARC-Date")),
        status=_status(record),
        headers=_headers(record),
        body=body,
        refers_to_at=_utc(refers_to) if record.rec_type == "revisit" and refers_to else None,
    )


def _fault(record: Any, body: bytes, max_bytes: int) -> str | None:
    if len(body) > max_bytes:
        return f"its body is larger than {max_bytes:,} bytes"
    while record.raw_stream.read(_SCAN_BYTES):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        return "the record ends before its stated length"
    problems = [str(problem) for problem in record.digest_checker.problems]
    block = next((problem for problem in problems if problem.startswith("block")), None)
    if block is not None:
        return block
    has_block = record.rec_headers.get_header("WARC-Block-Digest") is not None
    payload = next((problem for problem in problems if problem.startswith("payload")), None)
    return None if has_block else payload


def _status(record: Any) -> int:
    if record.http_headers is None:
        return 200
    return int(record.http_headers.get_statuscode())


def _headers(record: Any) -> tuple[tuple[str, str], ...]:
    if record.http_headers is None:
        kind = record.rec_headers.get_header("Content-Type")
        return (("content-type", kind),) if kind else ()
    return tuple((name.lower(), value) for name, value in record.http_headers.headers)


def _utc(text: str | None) -> str:
    if not text:
        raise ValueError("it has no WARC-Date")
    return utc_text(parse_utc(text))


def _must_look_like_warc(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        raise UnreadableInput(f"cannot read {path}: {error.strerror}") from error
    if not head:
        raise UnreadableInput(f"{path} is empty")
    if not head.startswith((_GZIP_MAGIC, _RECORD_MAGIC)):
        raise UnreadableInput(
            f"{path} is not a WARC file",
            remedy="import takes .warc and .warc.gz; a saved page needs --url and --at",
        )


def _opened(path: Path) -> IO[bytes]:
    """The file as warcio can read it: a gzip that is one single member is unpacked on the way."""
    stream = path.open("rb")
    if stream.read(3) == _GZIP_MAGIC and _is_one_member(path):
        stream.close()
        return gzip.open(path, "rb")  # type: ignore[return-value]
    stream.seek(0)
    return stream


def _is_one_member(path: Path) -> bool:
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        try:
            for _, record in zip(range(2), records, strict=False):
                while record.raw_stream.read(_SCAN_BYTES):
                    pass
        except ArchiveLoadFailed as error:
            return "non-chunked" in str(error)
        except (ValueError, OSError, EOFError):
            return False
    return False


def _next_record(stream: IO[bytes], start: int) -> int | None:
    """Where the next record begins at or after ``start``; None at the end of the file."""
    stream.seek(0)
    magic = _GZIP_MAGIC if stream.read(3) == _GZIP_MAGIC else b"\n" + _RECORD_MAGIC
    position = start
    tail = b""
    stream.seek(start)
    while block := stream.read(_SCAN_BYTES):
        window = tail + block
        found = window.find(magic)
        while found >= 0:
            offset = position - len(tail) + found + (1 if magic[:1] == b"\n" else 0)
            if _begins_record(stream, offset):
                return offset
            found = window.find(magic, found + 1)
        position += len(block)
        stream.seek(position)
        tail = window[-(len(magic) - 1) :]
    return None


def _begins_record(stream: IO[bytes], offset: int) -> bool:
    stream.seek(offset)
    head = stream.read(512)
    if not head.startswith(_GZIP_MAGIC):
        return head.startswith(_RECORD_MAGIC)
    try:
        stream.seek(offset)
        return gzip.GzipFile(fileobj=stream).read(len(_RECORD_MAGIC)) == _RECORD_MAGIC
    except (OSError, EOFError, ValueError):
        return False


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0][:_FAULT_CHARACTERS] if text else type(error).__name__
