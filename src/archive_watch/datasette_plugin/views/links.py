"""What is linked to: what broke, what is in doubt, where it stands, and where to look instead."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from archive_watch.datasette_plugin.asked_links import (
    STATES,
    TARGETS,
    link_at_asked,
    link_at_typed,
    link_rows_of,
    links_as_asked,
    links_asked,
)
from archive_watch.datasette_plugin.asking import choice_asked
from archive_watch.datasette_plugin.narrowing import Choice, picture_of, without
from archive_watch.datasette_plugin.question import Page, Question, Ways
from archive_watch.report.bars import Bars
from archive_watch.report.link_groups import Grouping
from archive_watch.report.listed_link import listed_groups
from archive_watch.services.telling.list_links import (
    LATELY,
    LinkCounts,
    LinkSection,
    count_links,
    list_links,
)
from archive_watch.storage.database import Archive

_AT_ONCE = 50
_FACETS = {"target": "Leads", "host": "To the host", "state": "State"}
_CHIPS = {"page": "on page", "since": "since", "until": "until"}
_TARGETS = {"archives": "within the archives", "elsewhere": "elsewhere"}


def links(archive: Archive, question: Question) -> Page:
    """The links that are asked for, the latest trouble first; those that broke where nothing is."""
    wanted, after = links_asked(question), link_at_asked(question)
    by = Grouping(choice_asked(question, "by", [one.value for one in Grouping]) or Grouping.HOST)
    asked, ways = links_as_asked(wanted), question.ways
    grouping = {"by": by.value} if by is not Grouping.HOST else {}
    counts = count_links(archive, wanted, now=question.now)
    sections = list_links(archive, wanted, after=after, most=_AT_ONCE)
    return Page(
        template="links.html",
        told={
            "place": "links",
            "show": wanted.show.value,
            "states": [(show.value, words) for show, words in STATES.items()],
            "asked": asked,
            "by": by.value,
            "counts": counts,
            "lately": LATELY,
            "sections": [_section(one, asked, grouping, by, ways) for one in sections],
            "chips": _chips(asked, ways),
            "facets": _facets(counts, {**asked, **grouping}, ways),
            "bars": _picture(counts.bars),
            "first": ways.to("links", **asked, **grouping) if after is not None else None,
            "ways_by": [(one.value, ways.to("links", **asked, by=one.value)) for one in Grouping],
            "forms": {
                form: ways.to(f"links.{form}", **asked, **(grouping if form == "html" else {}))
                for form in ("csv", "json", "html")
            },
            "rows": link_rows_of(ways, wanted),
        },
    )


def _section(
    section: LinkSection,
    asked: Mapping[str, str],
    grouping: Mapping[str, str],
    by: Grouping,
    ways: Ways,
) -> dict[str, object]:
    more = None
    if section.after is not None:
        narrowed = {**asked, **grouping, "after": link_at_typed(section.after)}
        if section.is_within is not None:
            narrowed["target"] = next(n for n, it in TARGETS.items() if it is section.is_within)
        more = ways.to("links", **narrowed)
    return {
        "title": {True: "Within the archives", False: "Elsewhere", None: "Links"}[
            section.is_within
        ],
        "groups": listed_groups(section.links, by),
        "count": len(section.links),
        "more": more,
    }


def _chips(asked: Mapping[str, str], ways: Ways) -> list[Choice]:
    return [
        Choice(f"{words}: {asked[name]}", None, ways.to("links", **without(asked, name)), True)
        for name, words in _CHIPS.items()
        if name in asked
    ]


def _facets(counts: LinkCounts, asked: Mapping[str, str], ways: Ways) -> dict[str, list[Choice]]:
    told = {}
    for name, title in _FACETS.items():
        on = asked.get(name) if name != "state" else None
        values = {on: counts.of[name].get(on, 0)} if on else counts.of[name]
        told[title] = [
            Choice(
                words=_TARGETS.get(value, value if name == "host" else value.replace("_", " ")),
                count=count,
                address=ways.to(
                    "links", **(without(asked, name) if on else {**asked, name: value})
                ),
                is_on=on is not None,
            )
            for value, count in values.items()
        ]
    return {title: choices for title, choices in told.items() if len(choices) > 1 or _on(choices)}


def _on(choices: list[Choice]) -> bool:
    return any(choice.is_on for choice in choices)


def _picture(bars: Bars | None) -> Markup | None:
    return picture_of(bars, "Links that began to fail")
