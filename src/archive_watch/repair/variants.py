"""The same address, spelt otherwise, on the same host: what servers were moved over most often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive_watch.model.link import SuggestionKind
from archive_watch.repair.known import Candidate

_INDEX = re.compile(r"/index\.html?$", re.IGNORECASE)
_PAGE = re.compile(r"\.(html?)$", re.IGNORECASE)


def variants(url: str, *, answers: bool) -> Iterator[Candidate]:
    """Other spellings of ``url``, the likeliest first.

    ``answers``: the host answers at all; of one that does not, only https may be worth a try.
    """
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.port is None:
        yield _variant(parts._replace(scheme="https").geturl(), "the same address by https")
    if not answers:
        return
    path = parts.path or "/"
    for other, why in _paths(path):
        yield _variant(parts._replace(path=other).geturl(), why)


def _paths(path: str) -> Iterator[tuple[str, str]]:
    if path == "/":
        return
    if _INDEX.search(path):
        yield _INDEX.sub("/", path), "the same address without its index page"
    elif suffix := _PAGE.search(path):
        other = "html" if suffix[1].lower() == "htm" else "htm"
        yield f"{path[: suffix.start(1)]}{other}", f"the same address as .{other}"
    elif path.endswith("/"):
        yield f"{path}index.html", "the same address with its index page"
        yield path.rstrip("/"), "the same address without its last slash"
    elif "." not in path.rpartition("/")[2]:
        yield f"{path}/", "the same address with a slash"
        yield f"{path}/index.html", "the same address with its index page"


def _variant(url: str, why: str) -> Candidate:
    return Candidate(url=url, kind=SuggestionKind.VARIANT, why=why)
