"""Search: words that pages say now, ever said, lost or gained, whose they are and where they stand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from archive_watch.datasette_plugin.question import Page, Question, Sent, Unclear
from archive_watch.errors import CallerError
from archive_watch.report.csv_lines import csv_lines
from archive_watch.report.snippet import snippet_runs
from archive_watch.services.telling import search_archive
from archive_watch.services.telling.place_hits import turn_with
from archive_watch.services.telling.search_archive import Where
from archive_watch.storage.database import Archive
from archive_watch.storage.offered import hosts_offered, speakers_offered

_A_PAGE, A_FILE = 20, 5_000
_MOST_PAGES = 50
_MOST_CHARACTERS, _MOST_PHRASES = 1_000, 32
_DATES = ("version", "not_before", "not_after", "change_id")
_COLUMNS = (
    "url", "host", "state", "title", "speaker", "published_on", "version", "change_id", "not_before",
    "not_after", "snippet", *(f"appeared_{name}" for name in _DATES),
    *(f"vanished_{name}" for name in _DATES), "times_now",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for, as the address has it; ``page`` is which of the pages of hits, from 1."""

    q: str
    speaker: str
    host: str
    since: str
    until: str
    where: Where
    page: int

    def narrowed(self, **others: object) -> dict[str, object]:
        """The same question as an address has it, but for what is given."""
        mine = {
            "q": self.q,
            "speaker": self.speaker,
            "host": self.host,
            "since": self.since,
            "until": self.until,
            "in": "" if self.where is Where.NOW else self.where.value,
        }
        return {**mine, **others}


def search(archive: Archive, question: Question) -> Page:
    """The hits of a question, a page of them at a time; the empty form where nothing is asked."""
    asked = _asked(question)
    hits, more = _page_of(archive, asked)
    told = {
        "place": "search",
        "asked": asked,
        "hits": hits,
        "more": more and asked.page < _MOST_PAGES,
        "too_many": more and asked.page >= _MOST_PAGES,
        "a_file": A_FILE,
        "first": (asked.page - 1) * _A_PAGE + 1,
        "has_words": hits is not None,
        "hosts": hosts_offered(archive),
        "speakers": speakers_offered(archive),
    }
    return Page(template="search.html", told=told)


def search_as_json(archive: Archive, question: Question) -> Sent:
    """The hits as ``archive-watch search --format json`` has them."""
    hits, headers = _file_of(archive, question, "search.json")
    return Sent(
        body=json.dumps(hits, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"),
        content_type="application/json; charset=utf-8",
        headers=headers,
    )


def search_as_csv(archive: Archive, question: Question) -> Sent:
    """The hits as rows for a spreadsheet."""
    hits, headers = _file_of(archive, question, "search.csv")
    return Sent(
        body="".join(csv_lines(map(_flat, hits), _COLUMNS)).encode("utf-8", "backslashreplace"),
        content_type="text/csv; charset=utf-8",
        file_name="archive-watch-search.csv",
        headers=headers,
    )


def _file_of(
    archive: Archive, question: Question, name: str
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The hits of one file, and a header that leads to the next file (RFC 8288) where there is more."""
    asked = _asked(question)
    wanted = _wanted(asked, limit=A_FILE + 1, skip=(asked.page - 1) * A_FILE)
    try:
        hits = search_archive.search(archive, wanted)
    except CallerError as error:
        raise Unclear("There is no word to look for.", "Ask for search?q=two words.") from error
    if len(hits) <= A_FILE or asked.page >= _MOST_PAGES:
        return hits[:A_FILE], {}
    following = question.ways.to(name, **asked.narrowed(page=asked.page + 1))
    return hits[:A_FILE], {"link": f'<{following}>; rel="next"'}


def _page_of(archive: Archive, asked: Asked) -> tuple[list[dict[str, Any]] | None, bool]:
    """The hits of one page, None where no word is asked for; and whether there are more."""
    try:
        phrases = search_archive.phrases_of(asked.q)[:_MOST_PHRASES]
    except CallerError:
        return None, False
    wanted = _wanted(asked, limit=_A_PAGE + 1, skip=(asked.page - 1) * _A_PAGE)
    found = search_archive.found_with_ids(archive, wanted, phrases)
    return [_shown(archive, hit, phrases) for hit in found[:_A_PAGE]], len(found) > _A_PAGE


def _shown(archive: Archive, hit: dict[str, Any], phrases: list[str]) -> dict[str, Any]:
    """A hit with its snippet in runs, and the turn that its words stand in."""
    turn = None
    if hit["change_id"] is None and hit["version_id"] is not None:
        turn = turn_with(archive, hit["version_id"], phrases)
    return {**hit, "runs": snippet_runs(hit["snippet"]), "turn": turn}


def _wanted(asked: Asked, *, limit: int, skip: int = 0) -> search_archive.Question:
    return search_archive.Question(
        words=asked.q,
        where=asked.where,
        speaker=asked.speaker or None,
        host=asked.host or None,
        published_from=asked.since or None,
        published_to=asked.until or None,
        limit=limit,
        skip=skip,
    )


def _asked(question: Question) -> Asked:
    given = {name: value.strip() for name, value in question.asked.items()}
    where = given.get("in", "") or Where.NOW.value
    if where not in set(Where):
        raise Unclear(
            f"“{where}” is no place to look in.", "Ask for in=now, ever, removed or added."
        )
    page = given.get("page", "") or "1"
    if not (page.isascii() and page.isdigit() and 1 <= int(page[:4]) <= _MOST_PAGES):
        raise Unclear("There is no such page of hits.", f"Ask for page=1 to page={_MOST_PAGES}.")
    return Asked(
        q=given.get("q", "")[:_MOST_CHARACTERS],
        speaker=given.get("speaker", "")[:_MOST_CHARACTERS],
        host=given.get("host", "")[:_MOST_CHARACTERS],
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
        where=Where(where),
        page=int(page[:4]),
    )


def _day(told: str) -> str:
    try:
        return date.fromisoformat(told).isoformat() if told else ""
    except ValueError as error:
        raise Unclear(f"“{told}” is no date.", "Write it as 2026-03-05.") from error


def _flat(hit: dict[str, Any]) -> dict[str, Any]:
    """A hit as one row: its intervals as columns of their own."""
    dates = {
        f"{what}_{name}": hit[what] and hit[what][name]
        for what in ("appeared", "vanished")
        for name in _DATES
    }
    return {**hit, **dates}
