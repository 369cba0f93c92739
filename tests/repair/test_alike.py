"""Whether what was found is the document: by its words, its title, the link, the address, the date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.link import SuggestionKind
from archive_watch.repair.alike import OPEN, is_offered, likeness
from archive_watch.repair.known import Candidate, Found, Known

OLD = "http://www.port.example/a/4711.htm"
NEW = "http://old.port.example/a/4711.htm"
WORDS = " ".join(f"word{n}" for n in range(200))


def sister(known: Known, found: Found) -> bool:
    candidate = Candidate(url=found.url, kind=SuggestionKind.SISTER, why="by a rule")
    return is_offered(candidate, known, likeness(known, found))


def page(*titles: str, text: str = "", on: date | None = None, url: str = NEW) -> Found:
    return Found(url=url, titles=titles, text=text, published_on=on)


@pytest.mark.parametrize(
    ("link", "title", "expected"),
    [
        ("Dredging of the Harbour", "Dredging of the Harbour", True),
        ("dredging the harbours", "Dredging of the Harbour", True),
        ("Harbour dredging", "The Ministry on Harbour Dredging", True),
        ("Dredging of the Harbour", "Dredging of the River", False),
        ("here", "Dredging of the Harbour", False),
        ("Remarks at a Press Availability", "Remarks at a Press Availability", False),
        ("Briefing on Tolls, June 2, 2021", "Briefing on Tolls, June 11, 2021", False),
        ("2016 Report on Sample Tolls", "2017 Report on Sample Tolls", False),
        ("2016 Report on Sample Tolls", "Sample Tolls", False),
        ("Costa Rica", "Briefing With the Adviser on Travel to San Jose, Costa Rica", False),
        ("Toll Talks Before the House Committee", "Toll Talks Before the Senate Committee", False),
    ],
)
def test_a_title_is_the_links_when_every_telling_word_and_number_is_the_same(
    link: str, title: str, expected: bool
) -> None:
    assert sister(Known(address=OLD, link_texts=(link,)), page(title)) is expected


@pytest.mark.parametrize(
    ("address", "title", "expected"),
    [
        (
            "http://www.port.example/pilots-of-the-northern-quay/",
            "Pilots of the Northern Quay",
            True,
        ),
        ("http://www.port.example/smiths-northern-quay-19/", "Smith’s Northern Quay", True),
        ("http://www.port.example/a/PilotsQuay/index.html", "Pilots’ Quay", True),
        (
            "http://www.port.example/pilots-of-the-northern-quay/",
            "Pilots of the Southern Quay",
            False,
        ),
        ("http://www.port.example/a/4711.htm", "Pilots of the Northern Quay", False),
    ],
)
def test_the_words_of_the_address_name_a_title(address: str, title: str, expected: bool) -> None:
    assert sister(Known(address=address, link_texts=("here",)), page(title)) is expected


def test_the_sentence_around_the_link_may_name_the_title() -> None:
    around = "the Ministry has told of pilots on the northern quay here"
    known = Known(address=OLD, link_texts=("here",), contexts=(around,))
    assert sister(known, page("Pilots on the Northern Quay"))
    assert not sister(known, page("Pilots on the Northern Quay at Night"))


def test_the_words_once_read_decide_before_any_title() -> None:
    known = Known(address=OLD, titles=("Pilots of the Quay",), text=WORDS)
    assert sister(known, page("Another Name Altogether", text=WORDS))
    assert not sister(known, page("Pilots of the Quay", text="other " * 200))


def test_words_that_are_much_alike_need_the_same_title() -> None:
    changed = " ".join(WORDS.split()[:170] + ["and", "more", "was", "said"] * 5)
    known = Known(address=OLD, titles=("Pilots of the Quay",), text=WORDS)
    assert sister(known, page("Pilots of the Quay", text=changed))
    assert not sister(known, page("Pilots of the River", text=changed))


@pytest.mark.parametrize(
    ("known", "on", "expected"),
    [
        (Known(address=OLD, published_on=date(2004, 5, 1)), date(2004, 5, 3), True),
        (Known(address=OLD, published_on=date(2004, 5, 1)), date(2004, 5, 9), False),
        (Known(address="http://www.port.example/a/2004/05/1.htm"), date(2004, 6, 9), True),
        (Known(address="http://www.port.example/a/2004/05/1.htm"), date(2006, 5, 9), False),
        (Known(address="http://www.port.example/a/2004/1.htm"), date(2006, 5, 9), False),
    ],
)
def test_a_page_of_another_time_is_another_page(known: Known, on: date, expected: bool) -> None:
    same = Known(
        address=known.address, published_on=known.published_on, link_texts=("Pilots of the Quay",)
    )
    assert sister(same, page("Pilots of the Quay", on=on)) is expected


@pytest.mark.parametrize(
    ("address", "found", "on", "expected"),
    [
        ("/rm/2015/11/249260.htm", "/rm/2015/11/249260.htm", date(2015, 11, 5), True),
        ("/rm/2015/11/249260.htm", "/former/2015/249260.htm", date(2015, 11, 5), True),
        ("/rm/2015/11/249260.htm", "/rm/2015/11/249260.htm", None, False),
        ("/rm/2015/11/249260.htm", "/rm/2015/11/249260.htm", date(2013, 11, 5), False),
        ("/rm/2015/11/249260.htm", "/rm/2015/11/249261.htm", date(2015, 11, 5), False),
        ("/rm/249260.htm", "/rm/249260.htm", date(2015, 11, 5), False),
    ],
)
def test_a_dated_document_is_known_by_its_number_and_its_time(
    address: str, found: str, on: date | None, expected: bool
) -> None:
    known = Known(address=f"http://www.port.example{address}", link_texts=("here",))
    there = page("Press Availability", on=on, url=f"http://old.port.example{found}")
    assert sister(known, there) is expected


def test_a_heading_that_is_the_name_of_the_site_is_passed_over() -> None:
    known = Known(address=OLD, link_texts=("Pilots of the Quay",))
    assert sister(known, page("U.S. Department of State", "Pilots of the Quay"))


def test_a_file_is_known_by_its_name() -> None:
    known = Known(address="http://www.port.example/docs/Toll-Plan.pdf")
    there = "http://old.port.example/x/toll-plan.PDF?v=2"
    assert sister(known, Found(url=there, is_document=True))
    assert not sister(known, Found(url="http://old.port.example/x/other.pdf", is_document=True))


@pytest.mark.parametrize(
    ("kind", "was_honest", "expected"),
    [
        (SuggestionKind.PERMANENT, False, True),
        (SuggestionKind.MOVED_NOTICE, False, True),
        (SuggestionKind.MEMENTO, False, True),
        (SuggestionKind.VARIANT, True, True),
        (SuggestionKind.VARIANT, False, False),
        (SuggestionKind.SISTER, True, False),
        (SuggestionKind.OWN, True, False),
    ],
)
def test_without_evidence_only_the_old_address_itself_is_believed(
    kind: SuggestionKind, was_honest: bool, expected: bool
) -> None:
    known = Known(address=OLD, link_texts=("here",), was_honest=was_honest)
    alike = likeness(known, page("Pilots of the Quay"))
    assert (alike.confidence, alike.is_compared) == (OPEN, False)
    assert is_offered(Candidate(url=NEW, kind=kind, why=""), known, alike) is expected


def test_evidence_against_is_enough_whoever_names_the_address() -> None:
    known = Known(address=OLD, link_texts=("Pilots of the Northern Quay",), was_honest=True)
    alike = likeness(known, page("Visa Lottery", text="The winners are drawn in May."))
    for kind in SuggestionKind:
        assert not is_offered(Candidate(url=NEW, kind=kind, why=""), known, alike)


_TEXTS = st.text(max_size=60)


@given(titles=st.lists(_TEXTS, max_size=2), text=_TEXTS, link=_TEXTS, other=_TEXTS)
def test_confidence_is_a_share_of_a_hundred_and_always_has_a_reason(
    titles: list[str], text: str, link: str, other: str
) -> None:
    known = Known(
        address=OLD, titles=tuple(titles), text=text, link_texts=(link,), contexts=(other,)
    )
    alike = likeness(known, page(other, link, text=text))
    assert 0 <= alike.confidence <= 100
    assert alike.why
