"""The changes of a list for programs: a feed, rows for a spreadsheet, JSON as ``changes`` prints it."""

from __future__ import annotations

from archive_watch.datasette_plugin.asked_changes import as_asked, changes_asked
from archive_watch.datasette_plugin.question import Question, Sent, Streamed
from archive_watch.datasette_plugin.whole_lists import AT_ONCE, as_csv, as_json
from archive_watch.report.atom import FeedPlaces
from archive_watch.services.telling.make_feed import feed_of_list
from archive_watch.storage.answers import Answer, changes_by_id
from archive_watch.storage.change_list import ChangeList, Place, places_listed
from archive_watch.storage.database import Archive

_IN_A_FEED = 100
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


def changes_csv(archive: Archive, question: Question) -> Sent | Streamed:
    """All changes that fit, the latest first, a row each."""
    wanted = changes_asked(question)

    def read(opened: Archive, after: Place | None) -> tuple[list[Answer], Place | None]:
        found, end = _found(opened, wanted, after)
        return [{**one, **(one["verdict"] or {})} for one in found], end

    return as_csv(archive, read, _COLUMNS, name="changes.csv")


def changes_json(archive: Archive, question: Question) -> Sent | Streamed:
    """All changes that fit, the latest first, in the shape of ``changes --format json``."""
    wanted = changes_asked(question)
    return as_json(
        archive, lambda opened, after: _found(opened, wanted, after), name="changes.json"
    )


def _found(
    archive: Archive, wanted: ChangeList, after: Place | None
) -> tuple[list[Answer], Place | None]:
    places = places_listed(archive, wanted, after=after, most=AT_ONCE)
    found = changes_by_id(archive, [place.change_id for place in places])
    end = places[-1] if len(places) == AT_ONCE else None
    return [found[place.change_id] for place in places], end
