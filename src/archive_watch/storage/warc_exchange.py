"""One check as WARC records: its redirects, its request, its answer, and what else is known of it.

What was not kept is not made up.  A body is kept free of its codings, so the header lines that told
of them bear ``X-Crawler-`` before their names, as other crawlers write it, and a Content-Length that
fits is added.  Header names are in lower case, secrets are masked.  A redirect is known by its status
and its Location alone; a status line that was not kept is written from the status.

Three fields of our own let a re-import find the page again: ``Archive-Watch-Page`` (the address under
which it is watched), ``Archive-Watch-Redirect`` (status, address, Location: one a redirect) and
``Archive-Watch-Source`` (another archive's word).  Others pass over them, as the standard says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from archive_watch.model.capture import Hop
from archive_watch.storage.kept_answers import Header, KeptAnswer
from archive_watch.storage.warc_writing import Field, Record, lines_of, record

PAGE_FIELD = "Archive-Watch-Page"
REDIRECT_FIELD = "Archive-Watch-Redirect"
SOURCE_FIELD = "Archive-Watch-Source"

_RESPONSE = "application/http; msgtype=response"
_REQUEST = "application/http; msgtype=request"
_FIELDS = "application/warc-fields"
_MASKED = "X-Crawler-"
_OF_CODINGS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_SAME_BYTES, _NOT_MODIFIED = f"{_PROFILE}identical-payload-digest", f"{_PROFILE}server-not-modified"
_SAME_BUT_TOKENS = "urn:archive-watch:revisit:identical-but-for-tokens"
_NO_URI = re.compile(r"[\x00-\x20\x7f<>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An answer whose bytes stand in the file already: what a later one refers to."""

    record_id: str
    uri: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The body of an answer: its bytes where they are to be written, its digest in any case."""

    sha256: str
    media_type: str
    body: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRecords:
    """The records of one check in the order in which they are written; ``said`` is its answer."""

    said: Record
    all: tuple[Record, ...]


def exchange_records(
    answer: KeptAnswer, payload: Payload | None, *, repeats: Written | None, warcinfo_id: str
) -> ExchangeRecords:
    """The records of one check.

    ``payload`` is None for a "not modified", which, as whatever ``repeats`` another, has no body.
    """
    info = ("WARC-Warcinfo-ID", warcinfo_id)
    said = _said(answer, payload, repeats, info)
    before = [*_hops(answer, info), *_asked(answer, said, info)]
    return ExchangeRecords(said=said, all=(*before, said, *_known(answer, said, info)))


def written(answer: KeptAnswer, said: Record) -> Written:
    """The answer as what a later one refers to."""
    return Written(record_id=said.id, uri=_uri(answer.final_url), at=answer.at)


def http_head(answer: KeptAnswer, payload: Payload | None) -> bytes:
    """The head of the answer as it is kept, with the length of the body that follows it."""
    headers = list(_headers(answer, payload))
    return _status_line(answer).encode("latin-1") + b"\r\n" + lines_of(headers, "latin-1") + b"\r\n"


def request_head(answer: KeptAnswer) -> bytes:
    """The head of the request as it is kept; nothing where none is."""
    if not answer.request_headers:
        return b""
    parts = urlsplit(answer.final_url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    line = f"GET {_NO_URI.sub('', path)} HTTP/1.1\r\n".encode()
    return line + lines_of(answer.request_headers, "latin-1") + b"\r\n"


def _said(
    answer: KeptAnswer, payload: Payload | None, repeats: Written | None, info: Field
) -> Record:
    """The answer: a response with its body, or a revisit of one that stands in the file."""
    fields = [info, *_place(answer)]
    if payload is not None and not (repeats and answer.is_alike):
        fields.append(("WARC-Payload-Digest", f"sha256:{payload.sha256}"))
    if repeats is not None:
        fields += _refers(answer, repeats)
    body = () if repeats or payload is None or payload.body is None else (payload.body,)
    return record(
        "revisit" if repeats is not None else "response",
        http_head(answer, payload),
        *body,
        at=answer.at,
        content_type=_RESPONSE,
        uri=_uri(answer.final_url),
        fields=[*fields, *_of_ours(answer)],
        salt=str(answer.fetch_id),
    )


def _refers(answer: KeptAnswer, repeats: Written) -> list[Field]:
    profile = _SAME_BUT_TOKENS if answer.is_alike else _SAME_BYTES
    return [
        ("WARC-Profile", _NOT_MODIFIED if answer.is_not_modified else profile),
        ("WARC-Refers-To", repeats.record_id),
        ("WARC-Refers-To-Target-URI", repeats.uri),
        ("WARC-Refers-To-Date", repeats.at),
    ]


def _of_ours(answer: KeptAnswer) -> Iterator[Field]:
    yield PAGE_FIELD, answer.url
    for hop in answer.way:
        yield REDIRECT_FIELD, f"{hop.status} {_uri(hop.url)} {hop.location}"
    if answer.source.startswith("memento:"):
        yield SOURCE_FIELD, answer.source


def _hops(answer: KeptAnswer, info: Field) -> Iterator[Record]:
    """The redirects that led to the answer, each as far as it is known."""
    for number, hop in enumerate(answer.hops):
        head = (
            f"HTTP/1.1 {hop.status} {_phrase(hop.status)}\r\n".encode("latin-1")
            + lines_of([("location", hop.location), ("content-length", "0")], "latin-1")
            + b"\r\n"
        )
        yield record(
            "response",
            head,
            at=answer.at,
            content_type=_RESPONSE,
            uri=_uri(hop.url),
            fields=[info, *_address(hop)],
            salt=f"{answer.fetch_id} {number}",
        )


def _asked(answer: KeptAnswer, said: Record, info: Field) -> Iterator[Record]:
    head = request_head(answer)
    if head:
        yield record(
            "request",
            head,
            at=answer.at,
            content_type=_REQUEST,
            uri=_uri(answer.final_url),
            fields=[info, *_place(answer), ("WARC-Concurrent-To", said.id)],
            salt=str(answer.fetch_id),
        )


def _known(answer: KeptAnswer, said: Record, info: Field) -> Iterator[Record]:
    """What is known of the exchange that has no place in the other records; often nothing."""
    facts = [
        ("outcome", answer.outcome),
        ("source", answer.source),
        ("tls-version", answer.tls_version),
        ("certificate-sha256", answer.certificate_sha256),
    ]
    if answer.status_line is None:
        return
    yield record(
        "metadata",
        lines_of([(name, value) for name, value in facts if value], "utf-8"),
        at=answer.at,
        content_type=_FIELDS,
        uri=_uri(answer.final_url),
        fields=[info, ("WARC-Concurrent-To", said.id)],
        salt=str(answer.fetch_id),
    )


def _headers(answer: KeptAnswer, payload: Payload | None) -> Iterator[Header]:
    for name, value in answer.headers:
        fits = payload is not None and (name, value) == ("content-length", str(_size(payload)))
        yield (f"{_MASKED}{name}" if name in _OF_CODINGS and not fits else name), value
    names = {name for name, _ in answer.headers}
    if payload is None:
        return
    if "content-type" not in names:
        yield "content-type", payload.media_type
    if payload.body is not None and ("content-length", str(_size(payload))) not in answer.headers:
        yield "content-length", str(_size(payload))


def _size(payload: Payload) -> int | None:
    return None if payload.body is None else len(payload.body)


def _status_line(answer: KeptAnswer) -> str:
    line = answer.status_line or f"HTTP/1.1 {answer.status} {_phrase(answer.status)}"
    return " ".join(line.encode("latin-1", "replace").decode("latin-1").split())


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _place(answer: KeptAnswer) -> Iterator[Field]:
    if answer.remote_address:
        yield "WARC-IP-Address", answer.remote_address


def _address(hop: Hop) -> Iterator[Field]:
    if hop.remote_address:
        yield "WARC-IP-Address", hop.remote_address


def _uri(url: str) -> str:
    """An address as it may stand in a field; as it is, where it is one."""
    return _NO_URI.sub(lambda found: f"%{ord(found.group()):02X}", url)
