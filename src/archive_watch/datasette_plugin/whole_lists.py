"""A whole list as a file, however long it is: read a part at a time, each part in a reading of its own.

Between two parts nothing is held but where the last one ended: no snapshot that keeps the archive's log
from being folded back, no thread, no row.  So the file is of no single moment: what comes into the list
while it is sent may be in it or not, and everything that was there all the time is in it once.
A list that fits in one part is sent at once, with its length and its tag.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from archive_watch.datasette_plugin.question import Part, Sent, Streamed
from archive_watch.report import json_array
from archive_watch.report.csv_lines import csv_lines
from archive_watch.storage.database import Archive

AT_ONCE = 500
"""How many rows a part is to have: they are read in some tens of milliseconds."""

_Row = Mapping[str, Any]
_At = TypeVar("_At")
Reads = Callable[[Archive, _At | None], tuple[Sequence[_Row], _At | None]]
"""From an archive, and where the part before ended (None: the beginning), to the rows of the next part
and where it ends; None where it is the last."""
_Writes = Callable[[Sequence[_Row], bool, bool], str]
"""From rows, whether any were written before, and whether these are the last, to text."""


def as_csv(
    archive: Archive, read: Reads[_At], columns: Sequence[str], *, name: str
) -> Sent | Streamed:
    """Every row as a line for a spreadsheet, to be kept as ``name``; no cell is a formula."""

    def written(rows: Sequence[_Row], is_begun: bool, is_last: bool) -> str:
        del is_last
        lines = csv_lines(rows, columns)
        if is_begun:
            next(lines)  # the names of the columns
        return "".join(lines)

    return _sent(
        _part(archive, read=read, writes=written, after=None, is_begun=False),
        content_type="text/csv; charset=utf-8",
        file_name=name,
    )


def as_json(archive: Archive, read: Reads[_At], *, name: str) -> Sent | Streamed:
    """Every row as a member of one JSON array, called ``name`` where it is kept."""
    return _sent(
        _part(archive, read=read, writes=_members, after=None, is_begun=False),
        content_type="application/json; charset=utf-8",
        file_name=name,
        is_shown=True,
    )


def _members(rows: Sequence[_Row], is_begun: bool, is_last: bool) -> str:
    if not rows and not is_begun:
        return json_array.EMPTY if is_last else ""
    told = json_array.BETWEEN.join(json_array.as_member(row) for row in rows)
    before = json_array.BETWEEN if is_begun else json_array.OPENING
    return (before if rows else "") + told + (json_array.CLOSING if is_last else "")


def _part(
    archive: Archive, *, read: Reads[_At], writes: _Writes, after: _At | None, is_begun: bool
) -> Part:
    rows, end = read(archive, after)
    text = writes(rows, is_begun, end is None)
    rest = None
    if end is not None:
        begun = is_begun or bool(text)
        rest = partial(_part, read=read, writes=writes, after=end, is_begun=begun)
    return Part(body=text.encode("utf-8", "backslashreplace"), rest=rest)


def _sent(
    part: Part, *, content_type: str, file_name: str, is_shown: bool = False
) -> Sent | Streamed:
    if part.rest is None:
        return Sent(
            body=part.body, content_type=content_type, file_name=file_name, is_shown=is_shown
        )
    return Streamed(first=part, content_type=content_type, file_name=file_name, is_shown=is_shown)
