"""What changed, as a list that can be narrowed: by where, when, what, how grave, and whose words."""

from __future__ import annotations

from collections.abc import Mapping

from archive_watch.datasette_plugin.asked_changes import (
    as_asked,
    changes_asked,
    place_asked,
    place_typed,
    rows_of,
)
from archive_watch.datasette_plugin.narrowing import Choice, picture_of, without
from archive_watch.datasette_plugin.question import Page, Question, Ways
from archive_watch.services.telling.list_changes import LATELY, Counts, list_changes
from archive_watch.storage.database import Archive

_AT_ONCE = 25
_FACETS = {"kind": "Kind", "host": "Host", "flag": "Marked", "reviewed": "Reviewed"}
_SEVERITIES = (
    ("", "any"), ("1", "all but typography"), ("30", "30 and more"), ("60", "60 and more"),
    ("80", "80 and more"),
)  # fmt: skip
_CHIPS = {
    "min_severity": "severity at least", "page": "page", "since": "since", "until": "until",
    "words": "words", "label": "label", "tag": "tag", "cluster": "the same edit as",
}  # fmt: skip


def changes(archive: Archive, question: Question) -> Page:
    """The changes that are asked for, the latest first."""
    wanted, after = changes_asked(question), place_asked(question)
    found = list_changes(archive, wanted, after=after, most=_AT_ONCE, now=question.now)
    asked, ways = as_asked(wanted), question.ways
    more = None
    if found.after is not None:
        more = ways.to("changes", **asked, after=place_typed(found.after))
    return Page(
        template="changes.html",
        told={
            "place": "changes",
            "days": found.days,
            "counts": found.counts,
            "lately": LATELY,
            "asked": asked,
            "severities": _severities(asked.get("min_severity", "")),
            "facets": _facets(found.counts, asked, ways),
            "chips": [
                Choice(
                    f"{words}: {asked[name]}",
                    None,
                    ways.to("changes", **without(asked, name)),
                    True,
                )
                for name, words in _CHIPS.items()
                if name in asked
            ],
            "bars": picture_of(found.counts.bars, "Changes"),
            "more": more,
            "first": ways.to("changes", **asked) if after is not None else None,
            "feed": ways.to("changes.atom", **asked),
            "forms": {form: ways.to(f"changes.{form}", **asked) for form in ("csv", "json")},
            "rows": rows_of(ways, wanted),
        },
    )


def _severities(asked: str) -> tuple[tuple[str, str], ...]:
    """The choices, with the one that is asked for where it is another."""
    if asked in dict(_SEVERITIES):
        return _SEVERITIES
    return (*_SEVERITIES, (asked, f"{asked} and more"))


def _facets(counts: Counts, asked: Mapping[str, str], ways: Ways) -> dict[str, list[Choice]]:
    """By what the list can be narrowed, with how many there are of each."""
    told = {}
    for name, title in _FACETS.items():
        on = asked.get(name)
        values = {on: counts.of[name].get(on, 0)} if on else counts.of[name]
        told[title] = [
            Choice(
                words=value if name == "host" else value.replace("_", " "),
                count=count,
                address=ways.to(
                    "changes", **(without(asked, name) if on else {**asked, name: value})
                ),
                is_on=on is not None,
            )
            for value, count in values.items()
        ]
    return {title: choices for title, choices in told.items() if choices}
