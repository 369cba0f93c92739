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

from markupsafe import Markup, escape

from archive_watch.datasette_plugin.drawing import drawn
from archive_watch.datasette_plugin.drawn_here import DRAWN
from archive_watch.datasette_plugin.facts import fact
from archive_watch.datasette_plugin.question import Ways
from archive_watch.report.visible import followable, visible

_EXCERPT = 300  # characters of a transcript in a list
_WHOLE = 1_000_000  # characters of one cell of a transcript that is being read
Row = dict[str, Any]
_NO_ID = 2**63
_ROWS_OF_A_PAGE = frozenset({"page_id", "version_id", "change_id", "fetch_id", "incident_id"})
_MARKS = {"-": "del", "+": "ins"}


def cell(column: str, value: Any, *, row: Any, ways: Ways) -> Markup | None:
    """How one cell is shown; ``ways`` are those of the archive whose row it is."""
    if value is None or value == "":
        return None
    if DRAWN.knows(value):
        return drawn(f'<div class="archive-diff">{value}</div>')
    render = _RENDERERS.get(column)
    if render is not None:
        return render(value, _values(row), ways)
    return fact(column, value, ways)


def _values(row: Any) -> dict[str, Any]:
    """The row by column name; where Datasette expanded a foreign key, its value."""
    found = {name: row[name] for name in row.keys()}  # noqa: SIM118  (a row of SQLite, not a dict)
    return {
        k: v["value"] if isinstance(v, Mapping) and "value" in v else v for k, v in found.items()
    }


def _way(address: str, text: object) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, text)


def _id(value: Any) -> int | None:
    """The number of a row; None for anything else that a question may give under that name."""
    if isinstance(value, int) and 0 < value < _NO_ID:
        return value
    is_digits = isinstance(value, str) and value.isascii() and value.isdigit()
    return int(value) if is_digits and 0 < len(value) < len(str(_NO_ID)) else None


def _change(value: Any, _: Row, ways: Ways) -> Markup | None:
    change_id = _id(value)
    return None if change_id is None else _way(ways.change(change_id), value)


def _version(value: Any, _: Row, ways: Ways) -> Markup | None:
    version_id = _id(value)
    return None if version_id is None else _way(ways.version(version_id), value)


def _number(value: Any, row: Row, ways: Ways) -> Markup | None:
    """A version's display number leads to its text."""
    version_id = _id(row.get("version_id"))
    return None if version_id is None else _way(ways.version(version_id), value)


def _page(value: Any, _: Row, ways: Ways) -> Markup | None:
    page_id = _id(value)
    return None if page_id is None else _way(ways.page(page_id), value)


def _title(value: Any, row: Row, ways: Ways) -> Markup | None:
    """A headline leads to its change, its text or its page, whichever the row is about."""
    for name, way in (("change_id", ways.change), ("version_id", ways.version)):
        of_row = _id(row.get(name))
        if of_row is not None:
            return _way(way(of_row), visible(str(value)))
    inside = _about_page(row, ways)
    return None if inside is None else _way(inside, visible(str(value)))


def _about_page(row: Row, ways: Ways) -> str | None:
    page_id = _id(row.get("page_id"))
    if page_id is not None:
        return ways.page(page_id)
    return ways.page_at(str(row["url"])) if row.get("url") else None


def _url(value: Any, row: Row, ways: Ways) -> Markup | None:
    """A watched page's address leads to what is known of it; an arrow leads out to the page."""
    inside = _about_page(row, ways) if _ROWS_OF_A_PAGE & row.keys() else None
    return None if inside is None else _address(value, inside)


def _found_on(value: Any, _: Row, ways: Ways) -> Markup:
    return _address(value, ways.page_at(str(value)))


def _address(value: Any, inside: str) -> Markup:
    told = _way(inside, visible(str(value)))
    if not str(value).lower().startswith(("http://", "https://")):
        return told
    out = Markup(' <a class="outside" href="{}" rel="noreferrer" title="the page itself">↗</a>')
    return told + out.format(followable(str(value)))


def _flags(value: Any, _: Row, __: Ways) -> Markup | None:
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


def _listed(value: Any, _: Row, __: Ways) -> Markup | None:
    items = _json(value)
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        return None
    return escape(", ".join(items)) or Markup("&nbsp;")


def _marked(value: Any, _: Row, __: Ways) -> Markup | None:
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


def _text(value: Any, row: Row, ways: Ways) -> Markup | None:
    """A transcript in a list: how it begins, and the way to the rest."""
    version_id = _id(row.get("version_id"))
    if version_id is None:
        return None
    return _begins(value, _way(ways.version(version_id), "read it"))


def _words(value: Any, row: Row, ways: Ways) -> Markup | None:
    """What left or came: whole where one change is read, its beginning in a list of them."""
    if "the_edit" in row:
        return _transcript(value, row, ways)
    change_id = _id(row.get("change_id"))
    if change_id is None:
        return None
    return _begins(value, _way(ways.change(change_id), "read it"))


def _begins(value: Any, rest: Markup) -> Markup | None:
    text = str(value)
    if len(text) <= _EXCERPT:
        return None
    return escape(re.sub(r"\s*\S*\Z", "", text[:_EXCERPT]) or text[:_EXCERPT]) + " … " + rest


def _transcript(value: Any, _: Row, __: Ways) -> Markup:
    """A transcript that is being read: whole."""
    text = str(value)
    if len(text) <= _WHOLE:
        return escape(text)
    more = f" … and {len(text) - _WHOLE:,} characters more: take this page as JSON or CSV."
    return escape(text[:_WHOLE]) + Markup("<b>{}</b>").format(more)


def _snippet(value: Any, _: Row, __: Ways) -> Markup:
    """Words that were searched for, between [[ and ]]."""
    return escape(value).replace("[[", Markup("<mark>")).replace("]]", Markup("</mark>"))


def _json(value: Any) -> object:
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return None


_RENDERERS: dict[str, Callable[[Any, Row, Ways], Markup | None]] = {
    "change_id": _change,
    "version_id": _version,
    "from_version_id": _version,
    "to_version_id": _version,
    "page_id": _page,
    "version": _number,
    "title": _title,
    "url": _url,
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
