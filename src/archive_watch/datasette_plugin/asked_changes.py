"""Which changes a reader asks for, in the address: read, written again, and as Datasette's own filter."""

from __future__ import annotations

from dataclasses import fields

from archive_watch.datasette_plugin.asking import (
    asked_after,
    choice_asked,
    moment_asked,
    number_asked,
    text_asked,
)
from archive_watch.datasette_plugin.question import Question, Ways
from archive_watch.model.change import ChangeKind
from archive_watch.storage.change_list import ChangeList, Place

REVIEWED = {"yes": True, "no": False}
_KINDS = tuple(kind.value for kind in ChangeKind)
_NAMES = {"page_id": "page"}
_ROWS = {
    "host": "host",
    "page_id": "page_id",
    "kind": "kind",
    "min_severity": "severity__gte",
    "since": "not_after__gte",
    "until": "not_after__lte",
    "cluster": "cluster__startswith",
}


def changes_asked(question: Question) -> ChangeList:
    """The filter in the address.  Raises Unclear."""
    reviewed = choice_asked(question, "reviewed", REVIEWED)
    return ChangeList(
        since=moment_asked(question, "since"),
        until=moment_asked(question, "until", is_end=True),
        host=text_asked(question, "host", "site"),
        page_id=number_asked(question, "page"),
        kind=choice_asked(question, "kind", _KINDS),
        min_severity=number_asked(question, "min_severity", "severity") or None,
        flag=text_asked(question, "flag"),
        words=text_asked(question, "words"),
        reviewed=None if reviewed is None else REVIEWED[reviewed],
        label=text_asked(question, "label"),
        tag=text_asked(question, "tag"),
        cluster=text_asked(question, "cluster"),
    )


def as_asked(wanted: ChangeList) -> dict[str, str]:
    """The same filter, as an address says it."""
    values = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    return {
        _NAMES.get(name, name): _typed(value) for name, value in values.items() if value is not None
    }


def _typed(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def place_asked(question: Question) -> Place | None:
    """Where the page before ended.  Raises Unclear."""
    after = asked_after(question)
    return None if after is None else Place(*after)


def place_typed(place: Place) -> str:
    """The same, as an address says it."""
    return f"{place.not_after}~{place.change_id}"


def rows_of(ways: Ways, wanted: ChangeList) -> str | None:
    """The same changes as rows in Datasette; None where it cannot say which."""
    values = {field.name: getattr(wanted, field.name) for field in fields(wanted)}
    asked = {name: value for name, value in values.items() if value is not None}
    if not asked.keys() <= _ROWS.keys():
        return None
    filters = {_ROWS[name]: value for name, value in asked.items()}
    return ways.rows("recent_changes", **filters, _sort_desc="not_after")
