"""Where a diff goes, and in which form: the terminal in colours, a pipe or a file without."""

from __future__ import annotations

import json
from pathlib import Path

import click

from archive_watch.cli.coloured import coloured, may_colour
from archive_watch.cli.printing import print_json, terminal_width
from archive_watch.cli.streams import say
from archive_watch.report.diff_markdown import diff_as_markdown
from archive_watch.report.diff_page import diff_as_html
from archive_watch.report.diff_text import diff_as_text, diff_lines
from archive_watch.report.diffs import DrawnDiff, diff_as_json
from archive_watch.report.visible import visible
from archive_watch.storage.outlets import outlet

DIFF_FORMS = ("text", "markdown", "html", "json")
_OF_SUFFIX = {".html": "html", ".htm": "html", ".md": "markdown", ".json": "json"}


def form_for(output: str) -> str:
    """The form that a file's name tells; text where it tells none."""
    return _OF_SUFFIX.get(Path(output).suffix.lower(), "text")


def print_diff(diff: DrawnDiff, form: str) -> None:
    """The diff on stdout."""
    if form == "json":
        print_json(diff_as_json(diff))
    elif form == "text" and may_colour():
        say(coloured(diff_lines(diff), terminal_width() or 80), nl=False)
    else:
        say(_drawn(diff, form), nl=False)


def write_diff(diff: DrawnDiff, form: str, output: str) -> None:
    """The diff in a file, whole or not at all; one that was there is written over."""
    with outlet(Path(output), over=True) as file:
        file.write(_drawn(diff, form).encode("utf-8", errors="backslashreplace"))
    click.echo(f"written to {visible(output)}", err=True)


def _drawn(diff: DrawnDiff, form: str) -> str:
    match form:
        case "markdown":
            return diff_as_markdown(diff)
        case "html":
            return diff_as_html(diff)
        case "json":
            return json.dumps(diff_as_json(diff), ensure_ascii=False, indent=2) + "\n"
        case _:
            return diff_as_text(diff) + "\n"
