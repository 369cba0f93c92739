"""One WARC record as a capture: its address, its time, its answer, its bytes, or what it repeats.

A body whose digest disagrees, or that was cut short when it was captured, is no capture.  Digests
may be written in base 32, base 16 or base 64, by any algorithm that Python knows; one that cannot
be read proves nothing either way.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from warcio.digestverifyingreader import DigestChecker, DigestVerifyingReader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from archive_watch.model.capture import Hop
from archive_watch.model.clock import parse_utc, utc_text
from archive_watch.storage.codings import without_codings
from archive_watch.storage.warc_exchange import PAGE_FIELD, REDIRECT_FIELD, SOURCE_FIELD

MALFORMED = (ValueError, ArithmeticError, LookupError, EOFError, StatusAndHeadersParserException)
_HTTP_HEADERS = StatusAndHeadersParser(["HTTP/"], verify=False)
_TAKEN_TYPES = frozenset({"response", "resource", "revisit"})
_OTHER_TYPES = frozenset({"warcinfo", "request", "metadata", "conversion", "continuation"})
_STATUSES = range(100, 1000)
_MEMENTO = re.compile(r"memento:[a-z0-9.:-]{1,253}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """What a revisit repeats, as far as it says: the capture of ``url`` made ``at``, or the one
    whose bytes have ``digest`` (algorithm:value)."""

    url: str
    at: str | None
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcCapture:
    """One capture: ``at`` is WARC-Date as UTC text; ``body`` is free of codings.

    ``repeats`` is set for a revisit, whose body is that of an earlier capture.  ``page``,
    ``redirects`` and ``source`` are what an export of ours says: the address under which the page
    is watched, what led from there to ``url``, and whose word the capture is.
    """

    url: str
    at: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    repeats: Repeated | None = None
    page: str | None = None
    redirects: tuple[Hop, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a record that begins and ends properly is not taken."""

    url: str | None
    told: str


class Source(Protocol):
    """What a record is read from; its headers are bounded."""

    def read(self, size: int) -> bytes: ...
    def readline(self, size: int | None = None) -> bytes: ...
    def begin_headers(self) -> None: ...
    def end_headers(self) -> None: ...


class Block:
    """The bytes of a record after its headers, hashed as they are read."""

    def __init__(self, heads: Any, source: Source, length: int) -> None:
        self.heads = heads
        self.source = source
        self.checker = DigestChecker()
        self.reader = DigestVerifyingReader(
            source,
            length,
            self.checker,
            record_type=heads.get_header("WARC-Type"),
            payload_digest=provable(heads.get_header("WARC-Payload-Digest")),
            block_digest=provable(heads.get_header("WARC-Block-Digest")),
        )

    def is_all_there(self, step_bytes: int = 1 << 20) -> bool:
        """Read what is left of the block; whether it is as long as it says."""
        while self.reader.limit > 0 and self.reader.read(step_bytes):
            pass
        return bool(self.reader.limit == 0)


def capture_of(block: Block, *, max_bytes: int) -> WarcCapture | Fault | None:
    """The capture in a record, why it is not taken, or None where it holds no capture."""
    heads = block.heads
    kind = heads.get_header("WARC-Type")
    if kind in _OTHER_TYPES:
        return None
    if kind not in _TAKEN_TYPES:
        return Fault(url=None, told=f"its WARC-Type is none that is known: {kind!r}")
    url = (heads.get_header("WARC-Target-URI") or "").strip("<> ").replace(" ", "%20")
    if not url:
        return Fault(url=None, told="it has no WARC-Target-URI")
    if not url.lower().startswith(("http://", "https://")):
        return None
    told = _partial(heads, kind)
    if told is not None:
        return Fault(url=url, told=told)
    try:
        return _capture(kind, url, block, max_bytes)
    except MALFORMED as error:
        return Fault(url=url, told=str(error) or "it is malformed")


def digest_fault(block: Block, capture: WarcCapture) -> str | None:
    """Which digest of the record its bytes do not have; None when none disagrees.

    Where the whole block is proved the payload's own digest is not needed.  Without that, the
    payload's may be of the bytes before or after the codings: writers differ.
    """
    problems = [str(problem) for problem in block.checker.problems]
    failed = next((problem for problem in problems if problem.startswith("block")), None)
    if failed is not None or provable(block.heads.get_header("WARC-Block-Digest")) is not None:
        return failed
    failed = next((problem for problem in problems if problem.startswith("payload")), None)
    digest = block.heads.get_header("WARC-Payload-Digest")
    if failed is None or has_digest(capture.body, digest):
        return None
    chunked = any(name == "transfer-encoding" for name, _ in capture.headers)
    return None if chunked else failed


def has_digest(body: bytes, digest: str | None) -> bool:
    """Whether ``body`` has a digest that can be proved."""
    known = provable(digest)
    if known is None:
        return False
    algorithm, _, value = known.partition(":")
    return base64.b32encode(hashlib.new(algorithm, body).digest()).decode() == value


def provable(digest: str | None) -> str | None:
    """A digest as ALGORITHM:BASE32; None where it is none that can be proved."""
    algorithm, _, value = (digest or "").strip().partition(":")
    algorithm = algorithm.lower().replace("sha-", "sha")
    try:
        size = hashlib.new(algorithm).digest_size
        if len(value) == 2 * size:
            raw = base64.b16decode(value, casefold=True)
        elif len(value) == len(base64.b32encode(bytes(size))):
            raw = base64.b32decode(value, casefold=True)
        else:
            raw = base64.b64decode(value.translate(str.maketrans("-_", "+/")), validate=True)
    except (ValueError, binascii.Error):
        return None
    return f"{algorithm}:{base64.b32encode(raw).decode()}" if size and len(raw) == size else None


def _partial(heads: Any, kind: str) -> str | None:
    """Why a record does not hold the whole of what was answered.

    (A revisit is "truncated" by its nature, and some writers say so.)
    """
    if heads.get_header("WARC-Segment-Number") is not None:
        return "it is one segment of a larger record"
    cut_short = heads.get_header("WARC-Truncated")
    if cut_short is None or kind == "revisit":
        return None
    return f"it was cut short when it was captured ({cut_short})"


def _capture(kind: str, url: str, block: Block, max_bytes: int) -> WarcCapture:
    at = _utc(block.heads.get_header("WARC-Date"))
    status, headers = _answer(kind, block)
    block.reader.begin_payload()
    body = b"" if kind == "revisit" else block.reader.read(max_bytes + 1)
    if kind == "response" and len(body) <= max_bytes:
        body = without_codings(body, headers, max_bytes=max_bytes)
    if len(body) > max_bytes:
        raise ValueError(f"its body is larger than {max_bytes:,} bytes")
    return WarcCapture(
        url=url,
        at=at,
        status=status,
        headers=headers,
        body=body,
        repeats=_repeated(block.heads, url) if kind == "revisit" else None,
        page=block.heads.get_header(PAGE_FIELD),
        redirects=tuple(_redirects(block.heads)),
        source=_source(block.heads.get_header(SOURCE_FIELD)),
    )


def _redirects(heads: Any) -> Iterator[Hop]:
    """The redirects that an export of ours tells of; a field that is none is passed over."""
    for name, value in heads.headers:
        status, _, addresses = value.partition(" ")
        url, _, location = addresses.partition(" ")
        if name.lower() == REDIRECT_FIELD.lower() and status.isdecimal() and len(status) == 3:
            yield Hop(url=url, status=int(status), location=location)


def _source(said: str | None) -> str | None:
    """Another archive whose word a capture is, as an export of ours names it."""
    return said if said is not None and _MEMENTO.fullmatch(said) else None


def _answer(kind: str, block: Block) -> tuple[int, tuple[tuple[str, str], ...]]:
    """The status and headers of the answer; a resource, and a bare revisit, has none."""
    if kind == "resource" or (kind == "revisit" and block.reader.limit == 0):
        media_type = block.heads.get_header("Content-Type") if kind == "resource" else None
        return HTTPStatus.OK, (("content-type", media_type),) if media_type else ()
    block.source.begin_headers()
    try:
        http = _HTTP_HEADERS.parse(block.reader)
    finally:
        block.source.end_headers()
    code = (http.get_statuscode() or "").strip()
    if not (code.isascii() and code.isdigit() and int(code) in _STATUSES):
        raise ValueError("it holds no HTTP response")
    return int(code), tuple((name.lower(), value) for name, value in http.headers)


def _repeated(heads: Any, url: str) -> Repeated:
    at = heads.get_header("WARC-Refers-To-Date")
    original = heads.get_header("WARC-Refers-To-Target-URI")
    return Repeated(
        url=original.strip("<> ") if original else url,
        at=_utc(at) if at else None,
        digest=heads.get_header("WARC-Payload-Digest"),
    )


def _utc(text: str | None) -> str:
    if not text:
        raise ValueError("it has no WARC-Date")
    try:
        return utc_text(parse_utc(text))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"its WARC-Date is no time: {text!r}") from error
