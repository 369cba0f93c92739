"""The changes of a list for programs: a feed, rows for a spreadsheet, JSON as ``changes`` prints it."""

from __future__ import annotations

import json

from archive_watch.datasette_plugin.asked_changes import as_asked, changes_asked
from archive_watch.datasette_plugin.question import Question, Sent
from archive_watch.report.atom import FeedPlaces
from archive_watch.report.csv_lines import csv_lines
from archive_watch.services.telling.make_feed import feed_of_list
from archive_watch.storage.answers import Answer, one_change
from archive_watch.storage.change_list import places_listed
from archive_watch.storage.database import Archive

_IN_A_FEED = 100
MOST_ROWS = 5_000
"""How many changes are sent at once; whoever wants more asks for an earlier ``until``."""
_COLUMNS = (
    "id", "url", "host", "title", "kind", "severity", "aspects", "flags", "observed_at",
    "not_before", "not_after", "detected_at", "source", "from_version", "to_version",
    "from_capture_sha256", "to_capture_sha256", "words_added", "words_removed", "cluster",
    "cluster_severity", "pages", "summary", "why", "reviewed", "importance", "labels", "note",
    "marked_by", "marked_at",
)  # fmt: skip


def changes_atom(archive: Archive, question: Question) -> Sent:
    """The changes that fit and were found last, as an Atom feed."""
    wanted, ways = changes_asked(question), question.ways
    asked = as_asked(wanted)
    pieces = feed_of_list(
        archive,
        wanted,
        most=_IN_A_FEED,
        at=FeedPlaces(
            own=question.origin + ways.to("changes.atom", **asked),
            page=question.origin + ways.to("changes", **asked),
        ),
        drawn_at=lambda change_id: question.origin + ways.change(change_id),
    )
    return Sent(body="".join(pieces).encode(), content_type="application/atom+xml; charset=utf-8")


def changes_csv(archive: Archive, question: Question) -> Sent:
    """The latest changes that fit, a row each; no cell is a formula."""
    rows = ({**one, **(one["verdict"] or {})} for one in _found(archive, question))
    return Sent(
        body="".join(csv_lines(rows, _COLUMNS)).encode(),
        content_type="text/csv; charset=utf-8",
        file_name="changes.csv",
    )


def changes_json(archive: Archive, question: Question) -> Sent:
    """The latest changes that fit, in the shape of ``changes --format json``."""
    told = json.dumps(_found(archive, question), ensure_ascii=False, indent=2)
    return Sent(body=f"{told}\n".encode(), content_type="application/json; charset=utf-8")


def _found(archive: Archive, question: Question) -> list[Answer]:
    places = places_listed(archive, changes_asked(question), most=MOST_ROWS)
    return [one_change(archive, place.change_id) for place in places]
