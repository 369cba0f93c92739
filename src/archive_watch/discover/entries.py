"""The entries of an XML source, streamed: ``url``, ``sitemap``, ``item``, ``entry``, and their fields.

Promises linear time and bounded memory for any bytes.  A DOCTYPE is refused before anything that it
declares is read, so that there are no entities and no address is ever looked up.  Elements go by
their local names: many sitemaps have no namespace, or the wrong one.  What was read before a fault
is kept.  The commonest fault, a bare ``&`` in an address, is mended once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from archive_watch.discover.source import LONGEST_ADDRESS, MAX_NAMED

ENTRIES = frozenset({"url", "sitemap", "item", "entry"})
_FIELDS = frozenset({"loc", "lastmod", "link", "guid", "id", "updated", "modified", "generator"})
_MOST_DEPTH = 100
_MOST_LINKS = 100  # of one entry
_STEP_BYTES = 64 * 1024
_BARE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r"))
_MOST_MENDED_BYTES = 10 * 1024 * 1024
_MOST_BARE = 200_000
_MENDABLE = frozenset(
    {"not well-formed (invalid token)", "undefined entity", "reference to invalid character number"}
)
_CUT_SHORT = frozenset(
    {"no element found", "unclosed token", "partial character", "unclosed CDATA section"}
)


@dataclass(slots=True)
class Entry:
    """One entry: the texts of its fields, by local name, and its links as (rel, type, href)."""

    texts: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    is_permalink: bool = True


@dataclass(slots=True)
class Entries:
    """What was read: the root's local name in lower case, the entries, and of the head the same.

    ``fault`` says why the reading ended early; None where it is whole.
    """

    root: str | None = None
    head: Entry = field(default_factory=Entry)
    entries: list[Entry] = field(default_factory=list)
    base: str | None = None
    fault: str | None = None


def entries_of(body: bytes) -> Entries:
    """The entries in ``body``; after a bare ``&`` or a stray control character, of it mended."""
    found, error = _Stream().read(body)
    if error in _MENDABLE and len(body) <= _MOST_MENDED_BYTES and body.count(b"&") <= _MOST_BARE:
        readable = _utf8(body).translate(None, delete=_CONTROL)
        mended, _ = _Stream().read(_BARE.sub(b"&amp;", readable))
        if len(mended.entries) > len(found.entries) or mended.fault is None:
            return mended
    return found


def _utf8(body: bytes) -> bytes:
    """``body`` with what is no UTF-8 replaced, unless it names another encoding."""
    head = body[:200].lower()
    if b"encoding" in head and b"utf-8" not in head:
        return body
    return body.decode("utf-8", errors="replace").encode()


class _Over(Exception):
    """The reading ends here; the message says why."""


class _Stream:
    """One pass of expat over a body."""

    def __init__(self) -> None:
        self._found = Entries()
        self._path: list[str] = []
        self._entry: tuple[Entry, int] | None = None
        self._text: list[str] | None = None
        self._length = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def read(self, body: bytes) -> tuple[Entries, str | None]:
        """What was read, and expat's name of the fault where it met one."""
        view = memoryview(body)
        try:
            for start in range(0, len(body), _STEP_BYTES):
                self._parser.Parse(bytes(view[start : start + _STEP_BYTES]), False)
            self._parser.Parse(b"", True)
        except _Over as over:
            self._drop_unfinished()
            self._found.fault = str(over)
        except (expat.ExpatError, ValueError, LookupError) as error:
            told = (
                expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)
            )
            self._drop_unfinished()
            line = self._parser.ErrorLineNumber
            cut = told in _CUT_SHORT
            self._found.fault = (
                "it is cut short" if cut else f"it is not well-formed in line {line}: {told}"
            )
            return self._found, told
        return self._found, None

    def _drop_unfinished(self) -> None:
        if self._entry is not None and not self._entry[0].texts and not self._entry[0].links:
            self._found.entries.pop()

    def _doctype(self, *_: Any) -> None:
        raise _Over("it declares a DOCTYPE, which is refused")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        depth = len(self._path)
        if depth >= _MOST_DEPTH:
            raise _Over(f"its elements are nested deeper than {_MOST_DEPTH}")
        self._path.append(local)
        self._text = None
        if depth == 0:
            self._found.root = local
            self._found.base = attributes.get("xml:base")
        elif self._entry is None and local in ENTRIES:
            self._begin_entry(depth)
        elif self._is_field(depth, local):
            self._begin_field(local, attributes)

    def _is_field(self, depth: int, local: str) -> bool:
        """A field is a child of its entry, or of the head: deeper ones are an extension's."""
        beneath = (
            self._entry[1] + 1 if self._entry else (2 if self._path[1:2] == ["channel"] else 1)
        )
        return depth == beneath and local in _FIELDS

    def _begin_entry(self, depth: int) -> None:
        if len(self._found.entries) >= MAX_NAMED:
            raise _Over(f"it names more than {MAX_NAMED:,} addresses; the rest was not read")
        self._entry = (Entry(), depth)
        self._found.entries.append(self._entry[0])

    def _begin_field(self, local: str, attributes: dict[str, str]) -> None:
        owner = self._owner()
        href = attributes.get("href")
        if local == "link" and href and len(owner.links) < _MOST_LINKS:
            said = (attributes.get("rel", "alternate"), attributes.get("type", ""), href)
            owner.links.append((said[0].lower(), said[1].lower(), said[2][: LONGEST_ADDRESS + 1]))
        elif local == "guid":
            owner.is_permalink = attributes.get("isPermaLink", "true").lower() != "false"
        self._text, self._length = [], 0

    def _owner(self) -> Entry:
        return self._entry[0] if self._entry else self._found.head

    def _characters(self, some: str) -> None:
        if self._text is not None and self._length <= LONGEST_ADDRESS:
            self._text.append(some)
            self._length += len(some)

    def _end(self, _: str) -> None:
        local = self._path.pop()
        if self._text is not None:
            text = "".join(self._text).strip()
            if text:
                self._owner().texts.setdefault(local, text)
            self._text = None
        if self._entry is not None and self._entry[1] == len(self._path):
            self._entry = None
