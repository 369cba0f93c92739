"""How results are printed: tables for people, one JSON document or one object a line for programs.

A table that is wider than the terminal is told as records: the short columns on one line, the long
ones (addresses, titles, summaries) on lines of their own.  Nothing is cut off, so that whatever is
shown can be copied.  Where there is no terminal a table is as wide as it needs to be.
"""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import click

from archive_watch.cli.streams import say
from archive_watch.report import json_array
from archive_watch.report.csv_lines import csv_lines
from archive_watch.report.visible import visible

_INDENT = "    "
_PIECE = 64 * 1024  # characters
_BELOW = "      · "


def format_option(*forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The ``--format`` option with its choices; the first is the default."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True,
        help="How to print the result.",
    )  # fmt: skip


def print_json(document: object) -> None:
    """One JSON document on stdout."""
    say(json.dumps(document, ensure_ascii=_is_not_utf8(), indent=2))


def print_json_array(documents: Iterable[object]) -> None:
    """One JSON array on stdout, as ``print_json`` would print it, piece by piece: however many
    there are, few of them are in memory."""
    _print_pieces(_of_array(documents))


def print_json_lines(documents: Iterable[object]) -> None:
    """One JSON object a line, of what is there already: for an acknowledgement it is too late."""
    ascii_alone = _is_not_utf8()
    _print_pieces(f"{json.dumps(one, ensure_ascii=ascii_alone)}\n" for one in documents)


def _of_array(documents: Iterable[object]) -> Iterator[str]:
    ascii_alone, before = _is_not_utf8(), json_array.OPENING
    for one in documents:
        yield before + json_array.as_member(one, ascii_alone=ascii_alone)
        before = json_array.BETWEEN
    yield json_array.EMPTY if before == json_array.OPENING else json_array.CLOSING


def _print_pieces(parts: Iterable[str]) -> None:
    """Parts of a result, a good many at a time."""
    waiting: list[str] = []
    size = 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= _PIECE:
            say("".join(waiting), nl=False)
            waiting, size = [], 0
    say("".join(waiting), nl=False)


def print_json_line(document: object) -> None:
    """One JSON object on a line of its own, unbuffered: a printed line is an acknowledgement."""
    say(json.dumps(document, ensure_ascii=_is_not_utf8()))


def _is_not_utf8() -> bool:
    return (sys.stdout.encoding or "").lower() not in {"utf-8", "utf8"}


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Rows as CSV; a cell that a spreadsheet would take for a formula is made plain text."""
    for line in csv_lines(rows, columns):
        say(line, nl=False)


def print_table(
    rows: Sequence[Sequence[object]], headings: Sequence[str], *, long: Sequence[str] = (),
    below: Sequence[Sequence[str]] = (),
) -> None:  # fmt: skip
    """Rows under headings; the columns named in ``long`` make way where the terminal is narrow.

    ``below``: for each row, what is said of it in lines of its own.
    """
    cells = [[_shown(value) for value in row] for row in rows]
    width = terminal_width()
    drawn = [[line] for line in _aligned([list(headings), *cells])]
    if width is not None and long and any(len(line) > width for (line,) in drawn):
        drawn = list(_records(cells, headings, long, width))
    for record, said in zip(drawn[1:], below, strict=bool(below)):
        record += [line for text in said for line in _remark(_shown(text), width)]
    say("\n".join(line for record in drawn for line in record))


def _remark(text: str, width: int | None) -> list[str]:
    if width is None:
        return [_BELOW + text]
    first, *others = wrapped(text, width, indent=" " * len(_BELOW))
    return [_BELOW + first.lstrip(), *others]


def terminal_width() -> int | None:
    """How many characters fit on a line of the terminal; None where stdout is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def _records(
    cells: Sequence[Sequence[str]], headings: Sequence[str], long: Sequence[str], width: int
) -> Iterator[list[str]]:
    below = [headings.index(name) for name in long]
    beside = [column for column in range(len(headings)) if column not in below]
    heads = _aligned([[line[column] for column in beside] for line in [headings, *cells]])
    yield heads[:1]
    for head, line in zip(heads[1:], cells, strict=True):
        told = [line[column] for column in below if line[column] != "–"]
        yield [head, *(part for text in told for part in wrapped(text, width))]


def wrapped(text: str, width: int, *, indent: str = _INDENT) -> list[str]:
    """``text`` in lines that fit; a word that is too long, such as an address, is never broken."""
    return textwrap.wrap(
        text, max(width, 20), initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    ) or [""]  # fmt: skip


def counted(count: int, noun: str) -> str:
    """``1 page``, ``2,000 pages``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _shown(value: object) -> str:
    return "–" if value is None or value == "" else visible(str(value)).replace("\n", " ")
