"""Cells that hold one fact: a moment, a digest, a state, a severity.

Each is told in words; a mark and a class come beside them, never instead.  What has not the form of
such a fact is left to Datasette.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from archive_watch.datasette_plugin.question import Ways

_GRAVE = 60
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[a-z0-9_]{1,40}")
_OF_TIME = ("_at", "_since", "_before", "_after")
_MARKS = {
    "well": ("●", "live ok unchanged not_modified new changed redirected done restored".split()),
    "unsure": (
        "▲",
        "suspect suspected unchecked moved blocked withheld unreachable needs_review deferred"
        " rejected running soft_missing server_error network_error".split(),
    ),
    "gone": ("✕", "removed missing broken gone soft_404 failed".split()),
    "still": ("‖", "paused excluded".split()),
}
_LOOKS = {word: (look, mark) for look, (mark, words) in _MARKS.items() for word in words}


def fact(column: str, value: Any, ways: Ways) -> Markup | None:
    """How the fact is shown; None where it is none."""
    if column == "at" or column.endswith(_OF_TIME):
        return _moment(value)
    if column.endswith("sha256"):
        return _digest(column, value, ways)
    render = _BY_NAME.get(column)
    return None if render is None else render(value, ways)


def _moment(value: Any) -> Markup | None:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return None
    told = f"{value[:10]} {value[11:16]}"
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(value, told)


def _digest(column: str, value: Any, ways: Ways) -> Markup | None:
    """A digest, all of it (the style shortens it); that of a capture leads to its evidence."""
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        return None
    if column.endswith("capture_sha256"):
        return Markup('<a href="{}" title="{}"><code>{}</code></a>').format(
            ways.capture(value), value, value
        )
    return Markup('<code title="{0}">{0}</code>').format(value)


def _state(value: Any, _: Ways) -> Markup | None:
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        return None
    look, mark = _LOOKS.get(value, ("other", ""))
    sign = Markup('<span aria-hidden="true">{}</span> ').format(mark) if mark else ""
    return Markup('<span class="archive-state {}">{}{}</span>').format(
        look, sign, value.replace("_", " ")
    )


def _severity(value: Any, _: Ways) -> Markup | None:
    if not isinstance(value, int):
        return None
    return Markup("<b>{}</b>").format(value) if value >= _GRAVE else None


def _cluster(value: Any, ways: Ways) -> Markup | None:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        return None
    return Markup('<a href="{}" title="{}"><code>{}</code></a>').format(
        ways.to("changes", cluster=value), value, value[:12]
    )


_BY_NAME: dict[str, Callable[[Any, Ways], Markup | None]] = {
    "state": _state,
    "outcome": _state,
    "severity": _severity,
    "cluster": _cluster,
}
