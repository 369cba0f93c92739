"""Where to look for a link's document, in which order, and never where nothing can be."""

from __future__ import annotations

from datetime import date

import pytest

from archive_watch.repair.candidates import Wanted, candidates
from archive_watch.repair.known import Known
from archive_watch.repair.own_pages import HowOwn, OwnPage, days_sought, number_in
from repair.host_maps import map_of, rule

LINK = "http://www.port.example/press/2011/05/tolls-of-the-quay.htm"
OWN = [
    OwnPage(url="http://a.example/dated/", how=HowOwn.DATED, title="Tolls of the Northern Quay"),
    OwnPage(url="http://a.example/other/", how=HowOwn.DATED, title="Something Else"),
    OwnPage(url="http://a.example/stated/", how=HowOwn.STATED),
    OwnPage(url="http://a.example/4711.htm", how=HowOwn.NUMBERED),
]


def looked_for(wanted: Wanted, own: list[OwnPage] | None = None) -> list[tuple[str, str]]:
    found = candidates(wanted, map_of(rule()), records={}, own=own or [])
    return [(one.kind.value, one.url) for one in found]


def test_what_the_address_says_comes_first_and_each_kind_gets_its_turn() -> None:
    known = Known(address=LINK, link_texts=("Tolls of the Northern Quay",))
    there, told = "http://new.example/tolls/", "http://told.example/tolls/"
    wanted = Wanted(known=known, permanent=there, notice=told)
    assert looked_for(wanted, OWN) == [
        ("permanent", there),
        ("moved_notice", told),
        ("variant", LINK.replace("http:", "https:")),
        ("variant", LINK + "l"),
        ("sister", LINK.replace("www.", "old.")),
        ("own", "http://a.example/stated/"),
        ("own", "http://a.example/4711.htm"),
        ("own", "http://a.example/dated/"),
    ]


def test_a_superseded_link_is_looked_for_on_sisters_and_here_before_its_own_host() -> None:
    wanted = Wanted(known=Known(address=LINK), is_superseded=True)
    kinds = [kind for kind, _ in looked_for(wanted, OWN[2:])]
    assert kinds == ["sister", "own", "own", "variant", "variant"]


def test_of_a_host_that_does_not_answer_only_https_is_tried() -> None:
    wanted = Wanted(known=Known(address=LINK), answers=False)
    kinds = [kind for kind, _ in looked_for(wanted)]
    assert kinds == ["variant", "sister"]


@pytest.mark.parametrize(
    "url", [LINK, f"{LINK}#a", "http://new.example/", "http://new.example/index.html",
            "mailto:a@new.example", "http:///a", "http://a b.example/"],
)  # fmt: skip
def test_neither_the_link_itself_nor_a_home_page_nor_nonsense_is_asked(url: str) -> None:
    wanted = Wanted(known=Known(address=LINK), permanent=url)
    assert "permanent" not in {kind for kind, _ in looked_for(wanted)}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.example/remarks/2018/10/286926.htm", "286926"),
        ("http://a.example/x/18067.html", "18067"),
        ("http://a.example/x/2009.htm", None),
        ("http://a.example/x/18067.htm/more", None),
        ("http://a.example/x/12.htm", None),
    ],
)
def test_the_number_of_an_old_address_is_no_year(url: str, expected: str | None) -> None:
    assert number_in(url) == expected


def test_the_days_around_a_date_or_a_month_are_searched_and_a_whole_year_is_not() -> None:
    on = Known(address=LINK, published_on=date(2011, 5, 20))
    assert days_sought(on) == (date(2011, 5, 17), date(2011, 5, 23))
    assert days_sought(Known(address=LINK)) == (date(2011, 4, 28), date(2011, 6, 3))
    assert days_sought(Known(address="http://a.example/2011/x.htm")) is None
