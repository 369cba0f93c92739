"""Every address of ours and the view that answers it: a new page is one line here and one file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive_watch.datasette_plugin.answering import View, answers
from archive_watch.datasette_plugin.assets import SCRIPT, STYLE
from archive_watch.datasette_plugin.checking import ask_for_a_check
from archive_watch.datasette_plugin.question import HOME
from archive_watch.datasette_plugin.views.capture import capture, raw
from archive_watch.datasette_plugin.views.change import change, cite
from archive_watch.datasette_plugin.views.changes import changes
from archive_watch.datasette_plugin.views.changes_out import (
    changes_atom,
    changes_csv,
    changes_json,
)
from archive_watch.datasette_plugin.views.diff import diff, diff_of
from archive_watch.datasette_plugin.views.home import home
from archive_watch.datasette_plugin.views.incidents import (
    incidents,
    incidents_csv,
    incidents_json,
)
from archive_watch.datasette_plugin.views.links import links
from archive_watch.datasette_plugin.views.links_out import links_csv, links_html, links_json
from archive_watch.datasette_plugin.views.nothing import nothing
from archive_watch.datasette_plugin.views.page import page, page_by_address
from archive_watch.datasette_plugin.views.questions import questions
from archive_watch.datasette_plugin.views.search import search, search_as_csv, search_as_json
from archive_watch.datasette_plugin.views.version import version

_VIEWS: tuple[tuple[str, View], ...] = (
    (r"/?", home),
    (r"/search", search),
    (r"/search\.json", search_as_json),
    (r"/search\.csv", search_as_csv),
    (r"/changes", changes),
    (r"/changes\.atom", changes_atom),
    (r"/changes\.csv", changes_csv),
    (r"/changes\.json", changes_json),
    (r"/incidents", incidents),
    (r"/incidents\.csv", incidents_csv),
    (r"/incidents\.json", incidents_json),
    (r"/questions", questions),
    (r"/links", links),
    (r"/links\.csv", links_csv),
    (r"/links\.json", links_json),
    (r"/links\.html", links_html),
    (r"/diff", diff_of),
    (r"/diff/(?P<from_id>\d+)/(?P<to_id>\d+)", diff),
    (r"/change/(?P<change_id>\d+)", change),
    (r"/change/(?P<change_id>\d+)/cite", cite),
    (r"/page", page_by_address),
    (r"/page/(?P<page_id>\d+)", page),
    (r"/version/(?P<version_id>\d+)", version),
    (r"/capture/(?P<sha256>[0-9A-Za-z]+)", capture),
    (r"/capture/(?P<sha256>[0-9A-Za-z]+)/raw", raw),
)

PLACES = frozenset(pattern.removeprefix("/") for pattern, _ in _VIEWS)
"""The pages that every page may lead to by name, as far as there are any."""


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """Patterns of addresses and what answers them, as Datasette takes them."""
    pages = [(rf"{HOME}{pattern}$", answers(view)) for pattern, view in _VIEWS]
    return [
        *pages,
        (rf"{HOME}/check$", ask_for_a_check()),
        *((asset.address.replace(".", r"\.") + "$", asset.answer()) for asset in (STYLE, SCRIPT)),
        (rf"{HOME}/.+$", answers(nothing)),  # the last: what none of them is
    ]
