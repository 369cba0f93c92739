"""One side of a change as facts: for the page that goes with the evidence, and for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive_watch.services.evidencing.gather_evidence import EvidenceSide
from archive_watch.storage.kept_answers import KeptAnswer

Fact = tuple[str, str]


def facts_of(side: EvidenceSide) -> tuple[Fact, ...]:
    """What is known of a side, a line each; what is not known has none."""
    return tuple((name, value) for name, value in _facts(side) if value)


def _facts(side: EvidenceSide) -> Iterator[Fact]:
    version = side.version
    yield "seen", side.at
    yield "bytes, SHA-256", side.capture_sha256 or "none: nothing was answered"
    if version is not None:
        yield "version", str(version.head.number)
        yield "read by", version.head.extractor
        yield "set aside", side.retraction or ""
        if version.transcript is None:
            yield "words", f"none are read in it ({version.media_type})"
    elif side.answer is None or side.answer.status >= 400:
        yield "words", "none: the page was gone"
    if side.answer is not None:
        yield from _exchange(side, side.answer)


def _exchange(side: EvidenceSide, answer: KeptAnswer) -> Iterator[Fact]:
    if answer.at != side.at:
        yield "exchange told", f"that of {answer.at}, which had the same bytes"
    yield "answered", answer.status_line or str(answer.status)
    yield "address", answer.final_url
    for hop in answer.hops:
        yield "redirected", f"{hop.status} from {hop.url} to {hop.location}"
    yield "network address", answer.remote_address or ""
    yield "TLS", answer.tls_version or ""
    yield "certificate, SHA-256", answer.certificate_sha256 or ""
    yield "asked as", dict(answer.request_headers).get("user-agent", "")
    yield "seen by", "its own check" if answer.source == "live" else answer.source
    if not answer.request_headers:
        yield "request", "not kept" if answer.source == "live" else "not imported"


def side_as_json(side: EvidenceSide) -> dict[str, Any]:
    """The side for a program; keys are always there, null where nothing is known."""
    answer = side.answer
    return {
        "at": side.at,
        "capture_sha256": side.capture_sha256,
        "version": None if side.version is None else side.version.head.number,
        "extractor": None if side.version is None else side.version.head.extractor,
        "first_read_from_sha256": None if side.version is None else side.version.capture_sha256,
        "retraction": side.retraction,
        "exchange": None if answer is None else exchange_as_json(answer),
    }


def exchange_as_json(answer: KeptAnswer) -> dict[str, Any]:
    """An exchange for a program."""
    return {
        "at": answer.at,
        "source": answer.source,
        "outcome": answer.outcome,
        "url": answer.url,
        "final_url": answer.final_url,
        "status": answer.status,
        "status_line": answer.status_line,
        "request_headers": [list(one) for one in answer.request_headers],
        "response_headers": [list(one) for one in answer.headers],
        "redirects": [
            {"url": hop.url, "status": hop.status, "location": hop.location,
             "remote_address": hop.remote_address}
            for hop in answer.hops
        ],
        "remote_address": answer.remote_address,
        "tls_version": answer.tls_version,
        "certificate_sha256": answer.certificate_sha256,
    }  # fmt: skip
