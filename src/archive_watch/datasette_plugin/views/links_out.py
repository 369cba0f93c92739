"""The links of a list for programs and for print: a row a place, JSON as ``links`` prints it, a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive_watch.datasette_plugin.asked_links import links_asked
from archive_watch.datasette_plugin.asking import choice_asked
from archive_watch.datasette_plugin.question import Question, Sent, Streamed
from archive_watch.datasette_plugin.whole_lists import AT_ONCE, as_csv, as_json
from archive_watch.report.link_groups import Grouping
from archive_watch.report.links_page import links_as_html
from archive_watch.storage.answers import Answer
from archive_watch.storage.database import Archive
from archive_watch.storage.link_answers import LinkFilter, links_by_id
from archive_watch.storage.link_list import LinkAt, LinkList, links_listed_at, with_so_many_places

_MOST_ON_A_PAGE = 5_000
_COLUMNS = (
    "url", "state", "reason", "status", "final_url", "failing_since", "last_ok_at", "checks",
    "found_on_url", "link_text", "area", "context", "target", "suggestion_url", "suggestion_kind",
    "suggestion_verified_at",
)  # fmt: skip


def links_csv(archive: Archive, question: Question) -> Sent | Streamed:
    """All links that fit, the latest first, a row for each place where one stands."""
    wanted = links_asked(question)

    def read(opened: Archive, after: LinkAt | None) -> tuple[list[Answer], LinkAt | None]:
        found, end = _part(opened, wanted, after)
        return [row for link in found for row in _places(link)], end

    return as_csv(archive, read, _COLUMNS, name="links.csv")


def links_json(archive: Archive, question: Question) -> Sent | Streamed:
    """All links that fit, the latest first, in the shape of ``links --format json``."""
    wanted = links_asked(question)
    return as_json(archive, lambda opened, after: _part(opened, wanted, after), name="links.json")


def links_html(archive: Archive, question: Question) -> Sent:
    """The latest links that fit as one page to keep: it needs nothing from anywhere."""
    by = choice_asked(question, "by", [one.value for one in Grouping]) or Grouping.PAGE
    links = links_listed_at(archive, links_asked(question), most=_MOST_ON_A_PAGE)
    drawn = links_as_html(_told(archive, links), Grouping(by), at=question.now)
    return Sent(
        body=drawn.encode("utf-8", "replace"),
        content_type="text/html; charset=utf-8",
        file_name="links.html",
    )


def _part(
    archive: Archive, wanted: LinkList, after: LinkAt | None
) -> tuple[list[Answer], LinkAt | None]:
    """The next links: as many as stand on some hundreds of places, for one may stand on all pages."""
    links = links_listed_at(archive, wanted, after=after, most=AT_ONCE)
    few = with_so_many_places(archive, links, most=AT_ONCE)
    is_last = len(links) < AT_ONCE and len(few) == len(links)
    return _told(archive, few), None if is_last else few[-1]


def _told(archive: Archive, links: Sequence[LinkAt]) -> list[Answer]:
    found = links_by_id(archive, LinkFilter(ids=tuple(link.link_id for link in links)))
    return [found[link.link_id] for link in links]


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
