"""A document of plain passages, drawn as text and as HTML from one list, so that both say the same.

Whatever comes from a page is made harmless by the drawing: no writer of passages escapes anything.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from archive_watch.report.html_words import shown
from archive_watch.report.page_style import html_page
from archive_watch.report.visible import one_line, visible

_WIDTH = 88
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, a line each."""

    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines to be copied as they stand: a command, a citation."""

    text: str


Passage = Words | Facts | Verbatim


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it."""

    title: str
    passages: tuple[Passage, ...]


def as_text(title: str, sections: Sequence[Section]) -> str:
    """The document as plain text, with an end of line at its end."""
    lines = [one_line(title), "=" * min(len(one_line(title)), _WIDTH)]
    for section in sections:
        lines += ["", "", section.title, "-" * len(section.title)]
        for passage in section.passages:
            lines += ["", *_lines(passage)]
    return visible("\n".join(lines)) + "\n"


def as_html(title: str, sections: Sequence[Section]) -> str:
    """The document as a self-contained page."""
    body = f'<header class="top"><h1>{shown(one_line(title))}</h1></header><main>'
    for section in sections:
        inside = "".join(map(_drawn, section.passages))
        body += f"<section><h2>{shown(section.title)}</h2>{inside}</section>"
    return html_page(shown(one_line(title)), f"{body}</main><footer></footer>", style=_STYLE)


def _lines(passage: Passage) -> Iterator[str]:
    match passage:
        case Words(text=text):
            yield from textwrap.wrap(
                one_line(text), _WIDTH, break_long_words=False, break_on_hyphens=False
            )
        case Facts(facts=facts):
            width = max((len(name) for name, _ in facts), default=0)
            yield from (f"{name.ljust(width)}  {one_line(value)}" for name, value in facts)
        case Verbatim(text=text):
            yield from (f"{_INDENT}{line}" for line in text.split("\n"))
        case _:
            assert_never(passage)


def _drawn(passage: Passage) -> str:
    match passage:
        case Words(text=text):
            return f"<p>{shown(text)}</p>"
        case Facts(facts=facts):
            rows = "".join(
                f'<tr><th scope="row">{shown(name)}</th><td>{shown(value)}</td></tr>'
                for name, value in facts
            )
            return f'<table class="facts">{rows}</table>'
        case Verbatim(text=text):
            return f'<pre tabindex="0">{shown(text)}</pre>'
        case _:
            assert_never(passage)


_STYLE = """
table.facts{border-collapse:collapse;width:100%;margin:.6rem 0 1rem;font-size:.86rem;line-height:1.45}
.facts th,.facts td{text-align:left;vertical-align:top;padding:.28rem .6rem .28rem 0;
border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.facts th{font-weight:600;color:var(--soft);width:30%;overflow-wrap:normal}
pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.7rem .9rem;
font:.8rem/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
@media print{pre{border-color:#999;background:#fff}}
"""
