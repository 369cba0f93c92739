"""Cells as a reader wants them: JSON as words, edits marked, and ways on from every row.

From a change to its words, from a version to its text, from an address to all that is known of
that page.  Everything shown is escaped; only ``http`` and ``https`` addresses are linked to.
``None`` leaves a cell to Datasette.  What is sent as JSON or CSV is never touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from archive_watch.datasette_plugin.drawing import drawn
from archive_watch.datasette_plugin.drawn_here import DRAWN

_EXCERPT = 300  # characters of a transcript in a list
_WHOLE = 1_000_000  # characters of one cell of a transcript that is being read
_ROWS_OF_A_PAGE = frozenset({"page_id", "version_id", "change_id", "fetch_id", "incident_id"})
_MARKS = {"-": "del", "+": "ins"}


def cell(column: str, value: Any, *, row: Any, at: str) -> Markup | None:
    """How one cell is shown; ``at`` is where the archive's database is."""
    if value is None or value == "":
        return None
    if DRAWN.knows(value):
        return drawn(f'<div class="archive-diff">{value}</div>')
    render = _RENDERERS.get(column)
    return render(value, _values(row), at) if render is not None else None


def _values(row: Any) -> dict[str, Any]:
    """The row by column name; where Datasette expanded a foreign key, its value."""
    found = {name: row[name] for name in row.keys()}  # noqa: SIM118  (a row of SQLite, not a dict)
    return {
        k: v["value"] if isinstance(v, Mapping) and "value" in v else v for k, v in found.items()
    }


def _way(at: str, question: str, text: object, **values: object) -> Markup:
    return Markup('<a href="{}/{}?{}">{}</a>').format(at, question, urlencode(values), text)


def _change(value: Any, _: dict[str, Any], at: str) -> Markup:
    return _way(at, "one_change", value, change_id=value)


def _version(value: Any, _: dict[str, Any], at: str) -> Markup:
    return _way(at, "read_a_transcript", value, version_id=value)


def _title(value: Any, row: dict[str, Any], at: str) -> Markup | None:
    """A headline leads to its change, its text or its page, whichever the row is about."""
    if row.get("change_id") is not None:
        return _way(at, "one_change", value, change_id=row["change_id"])
    if row.get("version_id") is not None:
        return _way(at, "read_a_transcript", value, version_id=row["version_id"])
    if row.get("page_id") is not None and row.get("url"):
        return _way(at, "story_of_a_page", value, url=row["url"])
    return None


def _page(value: Any, row: dict[str, Any], at: str) -> Markup | None:
    """A watched page's address leads to what is known of it; an arrow leads out to the page."""
    return _address(value, at) if _ROWS_OF_A_PAGE & row.keys() else None


def _found_on(value: Any, _: dict[str, Any], at: str) -> Markup:
    return _address(value, at)


def _address(value: Any, at: str) -> Markup:
    inside = _way(at, "story_of_a_page", value, url=value)
    if not str(value).lower().startswith(("http://", "https://")):
        return inside
    out = Markup(' <a class="outside" href="{}" rel="noreferrer" title="the page itself">↗</a>')
    return inside + out.format(value)


def _flags(value: Any, _: dict[str, Any], __: str) -> Markup | None:
    flags = _json(value)
    if not isinstance(flags, list) or not all(isinstance(flag, dict) for flag in flags):
        return None
    return Markup("<br>").join(_flag(flag) for flag in flags) or Markup("&nbsp;")


def _flag(flag: dict[str, Any]) -> Markup:
    old, new = flag.get("old"), flag.get("new")
    left = Markup("<del>{}</del>").format(old) if old else Markup()
    came = Markup("<ins>{}</ins>").format(new) if new else Markup()
    return Markup("<b>{}</b> {}").format(
        flag.get("kind", ""), Markup(" ").join(filter(None, (left, came)))
    )


def _listed(value: Any, _: dict[str, Any], __: str) -> Markup | None:
    items = _json(value)
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return None
    return escape(", ".join(items)) or Markup("&nbsp;")


def _marked(value: Any, _: dict[str, Any], __: str) -> Markup | None:
    """An edit in its sentence: what left struck out, what came underlined."""
    parts = _json(value)
    if not isinstance(parts, list) or not all(_is_part(part) for part in parts):
        return None
    return Markup().join(
        Markup("<{0}>{1}</{0}>").format(_MARKS[sign], words) if sign in _MARKS else escape(words)
        for sign, words in parts
    )


def _is_part(part: object) -> bool:
    return isinstance(part, list) and len(part) == 2 and all(isinstance(it, str) for it in part)


def _text(value: Any, row: dict[str, Any], at: str) -> Markup | None:
    """A transcript in a list: how it begins, and the way to the rest."""
    if row.get("version_id") is None:
        return None
    return _begins(value, _way(at, "read_a_transcript", "read it", version_id=row["version_id"]))


def _words(value: Any, row: dict[str, Any], at: str) -> Markup | None:
    """What left or came: whole where one change is read, its beginning in a list of them."""
    if "the_edit" in row:
        return _transcript(value, row, at)
    if row.get("change_id") is None:
        return None
    return _begins(value, _way(at, "one_change", "read it", change_id=row["change_id"]))


def _begins(value: Any, rest: Markup) -> Markup | None:
    text = str(value)
    if len(text) <= _EXCERPT:
        return None
    return escape(re.sub(r"\s*\S*\Z", "", text[:_EXCERPT]) or text[:_EXCERPT]) + " … " + rest


def _transcript(value: Any, _: dict[str, Any], __: str) -> Markup:
    """A transcript that is being read: whole."""
    text = str(value)
    if len(text) <= _WHOLE:
        return escape(text)
    more = f" … and {len(text) - _WHOLE:,} characters more: take this page as JSON or CSV."
    return escape(text[:_WHOLE]) + Markup("<b>{}</b>").format(more)


def _snippet(value: Any, _: dict[str, Any], __: str) -> Markup:
    """Words that were searched for, between [[ and ]]."""
    return escape(value).replace("[[", Markup("<mark>")).replace("]]", Markup("</mark>"))


def _json(value: Any) -> object:
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return None


_RENDERERS: dict[str, Callable[[Any, dict[str, Any], str], Markup | None]] = {
    "change_id": _change,
    "version_id": _version,
    "title": _title,
    "url": _page,
    "found_on_url": _found_on,
    "flags": _flags,
    "tags": _listed,
    "aspects": _listed,
    "excerpt": _marked,
    "the_edit": _marked,
    "removed": _words,
    "added": _words,
    "text": _text,
    "transcript": _transcript,
    "found": _snippet,
}
