"""How results are printed: tables for people, one JSON document or one object a line for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click

from archive_watch.report.visible import visible

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def format_option(*forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The ``--format`` option with its choices; the first is the default."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True,
        help="How to print the result.",
    )  # fmt: skip


def print_json(document: object) -> None:
    """One JSON document on stdout."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_json_line(document: object) -> None:
    """One JSON object on a line of its own, unbuffered: a printed line is an acknowledgement."""
    click.echo(json.dumps(document, ensure_ascii=False))
    sys.stdout.flush()


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Rows as CSV; a cell that a spreadsheet would take for a formula is made plain text."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    text = visible(str(value))
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def print_table(rows: Sequence[Sequence[object]], headings: Sequence[str]) -> None:
    """Rows under headings, each column as wide as it needs to be; the last one may run on."""
    cells = [[_shown(value) for value in row] for row in rows]
    widths = [
        max(len(line[column]) for line in [list(headings), *cells])
        for column in range(len(headings))
    ]
    for line in [list(headings), *cells]:
        padded = [text.ljust(width) for text, width in zip(line[:-1], widths[:-1], strict=True)]
        click.echo("  ".join([*padded, line[-1]]).rstrip())


def _shown(value: object) -> str:
    return "–" if value is None or value == "" else visible(str(value)).replace("\n", " ")
