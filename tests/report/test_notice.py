"""A notice: what came to pass in a line, in words and as mail, whatever a page says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from archive_watch.model.incident import IncidentKind
from archive_watch.model.notice import MessageKind
from archive_watch.report.coverage import Coverage
from archive_watch.report.digest import Digest, ToldIncident
from archive_watch.report.mail import notice_as_mail
from archive_watch.report.notice import Notice, ToldReminder
from archive_watch.report.told_change import ToldChange
from told import HOSTILE, change, hostile_digest, link

AT = "2026-03-01T12:00:00Z"
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_OURS = set(
    "html head meta title body table tr td h1 h2 p div a strong ins del br".split()  # no img, no style
)


def digest(*changes: ToldChange) -> Digest:
    coverage = Coverage(pages=3, read=3, checked=3, never_read=0, states={"live": 3})
    return Digest(since=AT, until=AT, coverage=coverage, changes=changes)


def notice(told: Digest, **given: Any) -> Notice:
    return replace(Notice(kind=MessageKind.DIGEST, severity=90, digest=told), **given)


def hostile_notice() -> Notice:
    incident = ToldIncident(
        kind=IncidentKind.BLOCKED_HOST, about=HOSTILE, since=AT, occurrences=2, detail=HOSTILE
    )
    return notice(
        hostile_digest(),
        recovered=(link("ok"),),
        ended=(incident,),
        begun=(incident,),
        reminders=(ToldReminder(what="gone", about=HOSTILE, since=AT, days=7),),
        left_out=3,
    )


def test_the_mail_holds_our_elements_only_and_asks_nothing_of_anywhere() -> None:
    page = BeautifulSoup(notice_as_mail(hostile_notice()), "html.parser")
    assert {element.name for element in page.find_all(True)} <= _OURS
    names = {name for element in page.find_all(True) for name in element.attrs}
    assert names <= {"lang", "charset", "name", "content", "style", "role", "href", "rel"}
    assert not [element for element in page.find_all(style=True) if "url(" in element["style"]]
    addresses = [str(element["href"]) for element in page.find_all("a")]
    assert addresses
    assert all(address.startswith(("https://", "http://")) for address in addresses)


def test_nothing_of_a_page_acts_or_hides_or_forges_a_line() -> None:
    told = hostile_notice()
    for drawn in (told.subject(), told.text(), notice_as_mail(told)):
        assert _ACTS.findall(drawn) == []
    assert "\n" not in told.subject()
    assert not [line for line in told.text().splitlines() if line.lstrip().startswith("FORGED")]


def test_what_left_and_came_is_marked_by_signs_as_well_as_by_colour() -> None:
    edited = change(1)
    told = notice(digest(edited))
    page = BeautifulSoup(notice_as_mail(told), "html.parser")
    marks = [element.get_text() for element in page.find_all(["del", "ins"])]
    assert marks
    assert all(mark[:2] + mark[-2:] in {"[--]", "{++}"} for mark in marks)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((), "All quiet: nothing changed, nothing vanished, no link broke"),
        ((("removed", "Notes"),), "Gone: Notes"),
        ((("text", "Notes"),), "Notes: a word changed"),
        ((("text", "Notes"), ("removed", "Remarks")), "1 page gone, 1 change; first “Remarks”"),
        ((("text", "x" * 300),), "x" * 149 + "…"),
    ],
    ids=["nothing", "a takedown", "an edit", "both", "a long title"],
)
def test_the_subject_says_the_one_thing_or_how_many(
    given: tuple[tuple[str, str], ...], expected: str
) -> None:
    changes = [
        replace(change(at), kind=kind, title=title, summary="a word changed",
                severity=90 if kind == "removed" else 50)
        for at, (kind, title) in enumerate(given)
    ]  # fmt: skip
    assert notice(digest(*changes)).subject() == expected


def test_an_open_incident_alone_is_no_news_but_stands_beside_silence() -> None:
    incident = ToldIncident(
        kind=IncidentKind.BLOCKED_HOST, about="h.example", since=AT, occurrences=2, detail="x"
    )
    told = notice(replace(digest(), incidents=(incident,)))
    assert not told.says_something
    assert told.subject().endswith("no link broke; 1 incident is open")
    assert "h.example" in told.text()


def test_the_document_has_each_key_always() -> None:
    empty, full = notice(digest()).as_json(), hostile_notice().as_json()
    assert set(empty) == set(full)
    assert json.loads(json.dumps(full))["recovered_links"][0]["found_on"][0].keys() == {
        "url",
        "text",
    }
    assert {"takedowns", "changes", "broken_links", "coverage", "incidents", "reminders"} <= set(
        full
    )
