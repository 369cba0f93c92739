"""An edit of a site's template, drawn: there are no two texts, only the words that left and came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archive_watch.model.change import Sign
from archive_watch.report.html_words import link_to, marked, shown
from archive_watch.report.page_style import html_page
from archive_watch.report.run_marks import plain_run
from archive_watch.report.visible import one_line, visible

_SCHEMA = "archive-watch/edits/1"

Told = Mapping[str, Any]


def edits_as_json(change: Told, edits: Sequence[Told]) -> dict[str, Any]:
    """The edits for a program; ``excerpt`` shows each among the words around it."""
    same = ("url", "kind", "severity", "summary", "pages", "not_before", "not_after")
    return {"schema": _SCHEMA, **{name: change[name] for name in same}, "edits": list(edits)}


def edits_as_text(change: Told, edits: Sequence[Told]) -> str:
    """The edits as plain text, [-words-] that left and {+words+} that came."""
    lines = [one_line(part) for part in _heading(change)]
    for edit in edits:
        lines += ["", "".join(plain_run(Sign(sign), text) for sign, text in edit["excerpt"])]
    return visible("\n".join(lines)) + "\n"


def edits_as_html(change: Told, edits: Sequence[Told]) -> str:
    """The edits as a self-contained page."""
    title, *leads = map(shown, _heading(change))
    drawn = "".join(map(_paragraph, edits))
    body = (
        f'<header class="top"><h1>{title}</h1>'
        + "".join(f'<p class="lead">{lead}</p>' for lead in leads)
        + f'<span class="address">{link_to(change["url"])}</span></header><main>{drawn}</main>'
    )
    return html_page(title, body)


def _paragraph(edit: Told) -> str:
    words = "".join(marked(Sign(sign), text) for sign, text in edit["excerpt"])
    return f'<p class="turn" dir="auto">{words}</p>'


def _heading(change: Told) -> tuple[str, str, str]:
    return (
        f"Around the words of {change['pages']} pages of {change['host']}",
        f"between {change['not_before']} and {change['not_after']}",
        str(change["summary"]),
    )
