"""What stands in the way of a clear view, or stood: what is gone first, then each trouble with its proof."""

from __future__ import annotations

from collections.abc import Mapping

from archive_watch.datasette_plugin.asking import (
    asked_after,
    choice_asked,
    moment_asked,
    number_asked,
    text_asked,
)
from archive_watch.datasette_plugin.narrowing import Choice, without
from archive_watch.datasette_plugin.question import Page, Question, Sent, Streamed, Ways
from archive_watch.datasette_plugin.whole_lists import AT_ONCE, Reads, as_csv, as_json
from archive_watch.model.change import ChangeKind
from archive_watch.model.incident import IncidentKind
from archive_watch.report.listed_change import ListedChange
from archive_watch.report.listed_incident import incident_in_words, lines_of
from archive_watch.storage.change_list import ChangeList, places_listed
from archive_watch.storage.database import Archive
from archive_watch.storage.incident_list import (
    IncidentAt,
    IncidentList,
    incidents_counted,
    incidents_listed,
)
from archive_watch.storage.listed_changes import changes_listed

_AT_ONCE = 40
_MOST_TAKEDOWNS = 5
_STATES = {"open": True, "over": False, "all": None}
_FACETS = {"kind": "Kind", "host": "Host"}
_CHIPS = {"page": "on page", "since": "since", "until": "until"}
_COLUMNS = (
    "id", "kind", "host", "url", "opened_at", "last_seen_at", "closed_at", "occurrences", "detail",
    "change_id",
)  # fmt: skip


def incidents(archive: Archive, question: Question) -> Page:
    """The incidents that are asked for; those that stand open where nothing is."""
    wanted, after = _wanted(question), _after(question)
    found = incidents_listed(archive, wanted, after=after, most=_AT_ONCE + 1)
    shown = found[:_AT_ONCE]
    total, counts = incidents_counted(archive, wanted)
    asked, ways = _as_asked(wanted), question.ways
    state = next(name for name, it in _STATES.items() if it is wanted.is_open)
    more = None
    if len(found) > _AT_ONCE:
        end = f"{shown[-1].last_seen_at}~{shown[-1].id}"
        more = ways.to("incidents", **asked, after=end)
    return Page(
        template="incidents.html",
        told={
            "place": "incidents",
            "state": state,
            "total": total,
            "takedowns": _takedowns(archive, wanted) if after is None else (),
            "incidents": list(zip(shown, lines_of(shown, now=question.now), strict=True)),
            "begun": min((one.opened_at for one in shown), default=None),
            "asked": asked,
            "chips": [
                Choice(
                    f"{words}: {asked[name]}",
                    None,
                    ways.to("incidents", **without(asked, name)),
                    is_on=True,
                )
                for name, words in _CHIPS.items()
                if name in asked
            ],
            "facets": _facets(counts, asked, ways),
            "more": more,
            "first": ways.to("incidents", **asked) if after is not None else None,
            "forms": {form: ways.to(f"incidents.{form}", **asked) for form in ("csv", "json")},
            "rows": ways.rows("open_incidents" if wanted.is_open else "incidents"),
        },
    )


def incidents_csv(archive: Archive, question: Question) -> Sent | Streamed:
    """All incidents that fit, the one that was met last first, a row each."""
    return as_csv(archive, _reader(question), _COLUMNS, name="incidents.csv")


def incidents_json(archive: Archive, question: Question) -> Sent | Streamed:
    """The same as one JSON array."""
    return as_json(archive, _reader(question), name="incidents.json")


def _reader(question: Question) -> Reads[IncidentAt]:
    wanted = _wanted(question)

    def read(
        archive: Archive, after: IncidentAt | None
    ) -> tuple[list[dict[str, object]], IncidentAt | None]:
        found = incidents_listed(archive, wanted, after=after, most=AT_ONCE)
        end = IncidentAt(found[-1].last_seen_at, found[-1].id) if len(found) == AT_ONCE else None
        return [{name: getattr(one, name) for name in _COLUMNS} for one in found], end

    return read


def _takedowns(archive: Archive, wanted: IncidentList) -> tuple[ListedChange, ...]:
    """The pages that went last and are gone still, where no kind of incident is asked for."""
    if wanted.kind is not None or wanted.is_open is False:
        return ()
    asked = ChangeList(
        kind=ChangeKind.REMOVED,
        host=wanted.host,
        page_id=wanted.page_id,
        since=wanted.since,
        until=wanted.until,
    )
    places = places_listed(archive, asked, most=_MOST_TAKEDOWNS * 4)
    found = changes_listed(archive, [place.change_id for place in places])
    return tuple(one for one in found if one.told.is_takedown)[:_MOST_TAKEDOWNS]


def _wanted(question: Question) -> IncidentList:
    state = choice_asked(question, "state", _STATES) or "open"
    kind = choice_asked(question, "kind", [kind.value for kind in IncidentKind])
    return IncidentList(
        is_open=_STATES[state],
        kind=None if kind is None else IncidentKind(kind),
        host=text_asked(question, "host", "site"),
        page_id=number_asked(question, "page"),
        since=moment_asked(question, "since"),
        until=moment_asked(question, "until", is_end=True),
    )


def _as_asked(wanted: IncidentList) -> dict[str, str]:
    state = next(name for name, it in _STATES.items() if it is wanted.is_open)
    told = {
        "state": None if state == "open" else state, "kind": wanted.kind, "host": wanted.host,
        "page": wanted.page_id, "since": wanted.since, "until": wanted.until,
    }  # fmt: skip
    return {name: str(value) for name, value in told.items() if value is not None}


def _after(question: Question) -> IncidentAt | None:
    after = asked_after(question)
    return None if after is None else IncidentAt(*after)


def _facets(
    counts: Mapping[str, Mapping[str, int]], asked: Mapping[str, str], ways: Ways
) -> dict[str, list[Choice]]:
    told = {}
    for name, title in _FACETS.items():
        on = asked.get(name)
        values = {on: counts[name].get(on, 0)} if on else counts[name]
        told[title] = [
            Choice(
                words=incident_in_words(value) if name == "kind" else value,
                count=count,
                address=ways.to(
                    "incidents", **(without(asked, name) if on else {**asked, name: value})
                ),
                is_on=on is not None,
            )
            for value, count in values.items()
        ]
    return {
        title: found
        for title, found in told.items()
        if len(found) > 1 or (found and found[0].is_on)
    }
