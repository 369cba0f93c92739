"""Which links a reader asks for, in the address: read, written again, and as Datasette's own filter."""

from __future__ import annotations

from archive_watch.datasette_plugin.asking import (
    choice_asked,
    moment_asked,
    number_asked,
    text_asked,
)
from archive_watch.datasette_plugin.question import Question, Unclear, Ways
from archive_watch.storage.link_list import LinkAt, LinkList, Show

TARGETS = {"archives": True, "elsewhere": False}
STATES = {
    Show.BROKE: "that broke",
    Show.DEAD: "broken, all",
    Show.BROKEN: "broken, still tried",
    Show.GONE: "gone",
    Show.SOFT_404: "soft 404",
    Show.SUSPECTED: "in doubt",
    Show.MOVED: "moved",
    Show.REDIRECTED: "redirected",
    Show.BLOCKED: "shut to us",
    Show.RECOVERED: "good again",
}
"""In the order in which a reader wants them, as the form names them."""


def links_asked(question: Question) -> LinkList:
    """The filter in the address.  Raises Unclear."""
    show = choice_asked(question, "state", [show.value for show in Show])
    target = choice_asked(question, "target", TARGETS)
    return LinkList(
        show=Show(show or Show.BROKE),
        host=text_asked(question, "host"),
        page_id=number_asked(question, "page"),
        is_within=None if target is None else TARGETS[target],
        since=moment_asked(question, "since"),
        until=moment_asked(question, "until", is_end=True),
    )


def links_as_asked(wanted: LinkList) -> dict[str, str]:
    """The same filter, as an address says it."""
    within = {None: None, True: "archives", False: "elsewhere"}[wanted.is_within]
    page = None if wanted.page_id is None else str(wanted.page_id)
    told = {
        "state": None if wanted.show is Show.BROKE else wanted.show.value,
        "host": wanted.host, "page": page, "target": within, "since": wanted.since,
        "until": wanted.until,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def link_at_asked(question: Question) -> LinkAt | None:
    """Where the page before ended.  Raises Unclear."""
    typed = text_asked(question, "after")
    if typed is None:
        return None
    moment, _, number = typed.partition("~")
    if len(moment) not in {0, 20} or not (number.isascii() and number.isdigit()):
        raise Unclear("There is no such page of the list.", "Begin the list anew.")
    return LinkAt(moment, min(int(number[:19]), 2**63 - 1))


def link_at_typed(place: LinkAt) -> str:
    """The same, as an address says it."""
    return f"{place.at}~{place.link_id}"


def link_rows_of(ways: Ways, wanted: LinkList) -> str | None:
    """The same links as rows in Datasette, one a place; None where it cannot say which."""
    if not wanted.is_failing or wanted.page_id is not None or wanted.is_within is not None:
        return None
    filters: dict[str, object] = {"host": wanted.host, "failing_since__gte": wanted.since}
    filters |= {"failing_since__lte": wanted.until}
    if wanted.show in {Show.BROKE, Show.DEAD}:
        filters["state__not"] = "suspected"
        filters["last_ok_at__notblank"] = 1 if wanted.show is Show.BROKE else None
    else:
        filters["state"] = wanted.show.value
    return ways.rows("broken_links", **filters, _sort_desc="failing_since")
