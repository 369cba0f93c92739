"""WARC files made by hand, byte by byte: well-formed ones, and ones that a sound writer never makes."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections.abc import Iterable
from pathlib import Path

AT = "2020-01-01T00:00:00Z"


def record(
    kind: str,
    url: str | None,
    block: bytes,
    *,
    at: str | None = AT,
    content_type: str = "application/http; msgtype=response",
    length: int | str | None = None,
    end: bytes = b"\r\n\r\n",
    **more: str,
) -> bytes:
    """One record; ``more`` are further headers, their underscores meaning dashes."""
    identity = hashlib.md5(repr((kind, url, at, block)).encode()).hexdigest()
    heads = [("WARC-Type", kind), ("WARC-Record-ID", f"<urn:uuid:{identity}>")]
    heads += [(name, value) for name, value in (("WARC-Target-URI", url),) if value is not None]
    heads += [(name, value) for name, value in (("WARC-Date", at),) if value is not None]
    heads += [(name.replace("_", "-"), value) for name, value in more.items()]
    heads.append(("Content-Type", content_type))
    heads.append(("Content-Length", str(len(block) if length is None else length)))
    lines = "".join(f"{name}: {value}\r\n" for name, value in heads)
    return b"WARC/1.0\r\n" + lines.encode() + b"\r\n" + block + end


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """An HTTP response; its headers are lines, one of HTML where none is given."""
    lines = headers or ("Content-Type: text/html; charset=utf-8",)
    return (
        f"HTTP/1.1 {status}\r\n".encode()
        + "".join(f"{line}\r\n" for line in lines).encode()
        + (b"\r\n" + body)
    )


def page(words: str, *, title: str = "A page", nonce: str = "") -> bytes:
    """A small HTML page that says ``words``; a nonce is furniture."""
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body data-nonce='{nonce}'>"
        f"<nav>Home</nav><main><h1>{title}</h1><p>{words}</p></main></body></html>"
    ).encode()


def response(
    url: str, body: bytes, *headers: str, status: str = "200 OK", at: str = AT, **more: str
) -> bytes:
    """A response record of an HTML page, or of whatever the headers say."""
    block = http(body, *headers, status=status)
    return record("response", url, block, at=at, length=None, end=b"\r\n\r\n", **more)


def sha1_of(body: bytes) -> str:
    """The digest as crawlers write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()


def gzipped(records: Iterable[bytes]) -> bytes:
    """Every record a gzip member of its own, as the standard wants."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def written(path: Path, *records: bytes) -> Path:
    """The records as a plain WARC file."""
    path.write_bytes(b"".join(records))
    return path
