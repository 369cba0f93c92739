"""The links of a list for programs and for print: a row a place, JSON as ``links`` prints it, a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archive_watch.datasette_plugin.asked_links import links_asked
from archive_watch.datasette_plugin.asking import choice_asked
from archive_watch.datasette_plugin.question import Question, Sent
from archive_watch.report.csv_lines import csv_lines
from archive_watch.report.link_groups import Grouping
from archive_watch.report.links_page import links_as_html
from archive_watch.storage.answers import Answer
from archive_watch.storage.database import Archive
from archive_watch.storage.link_answers import LinkFilter, links_by_id
from archive_watch.storage.link_list import links_listed_at

_MOST = 5_000
_COLUMNS = (
    "url", "state", "reason", "status", "final_url", "failing_since", "last_ok_at", "checks",
    "found_on_url", "link_text", "area", "context", "target", "suggestion_url", "suggestion_kind",
    "suggestion_verified_at",
)  # fmt: skip


def links_csv(archive: Archive, question: Question) -> Sent:
    """The latest links that fit, a row for each place where one stands; no cell is a formula."""
    rows = (row for link in _found(archive, question) for row in _places(link))
    return Sent(
        body="".join(csv_lines(rows, _COLUMNS)).encode(),
        content_type="text/csv; charset=utf-8",
        file_name="links.csv",
    )


def links_json(archive: Archive, question: Question) -> Sent:
    """The latest links that fit, in the shape of ``links --format json``."""
    told = json.dumps(_found(archive, question), ensure_ascii=False, indent=2)
    return Sent(body=f"{told}\n".encode(), content_type="application/json; charset=utf-8")


def links_html(archive: Archive, question: Question) -> Sent:
    """The latest links that fit as one page to keep: it needs nothing from anywhere."""
    by = choice_asked(question, "by", [one.value for one in Grouping]) or Grouping.PAGE
    drawn = links_as_html(_found(archive, question), Grouping(by), at=question.now)
    return Sent(
        body=drawn.encode("utf-8", "replace"),
        content_type="text/html; charset=utf-8",
        file_name="links.html",
    )


def _found(archive: Archive, question: Question) -> list[Answer]:
    places = links_listed_at(archive, links_asked(question), most=_MOST)
    found = links_by_id(archive, LinkFilter(ids=tuple(place.link_id for place in places)))
    return [found[place.link_id] for place in places]


def _places(link: Answer) -> Iterator[dict[str, Any]]:
    suggestion = link["suggestion"] or {}
    for place in link["found_on"]:
        yield {
            **link,
            "found_on_url": place["url"],
            "link_text": place["text"],
            "area": place["area"],
            "context": place["context"],
            "target": place["target"],
            **{f"suggestion_{name}": value for name, value in suggestion.items()},
        }
