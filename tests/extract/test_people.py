"""A label is a person where the page says so, and nobody where two might be meant."""

from __future__ import annotations

import pytest

from archive_watch.extract.heading.people import people_of
from extract.reading import read, wordpress

_HEAD = (("Mike Example",), ("Secretary of State",))


@pytest.mark.parametrize(
    ("labels", "people"),
    [
        (["MR. LARRY SAMPLE", "MR. SAMPLE"],
         dict.fromkeys(["MR. LARRY SAMPLE", "MR. SAMPLE"], "Larry Sample")),
        (["FOREIGN MINISTER SERGEY MUSTER", "FOREIGN MINISTER MUSTER"],
         dict.fromkeys(["FOREIGN MINISTER SERGEY MUSTER", "FOREIGN MINISTER MUSTER"], "Sergey Muster")),
        (["LARRY McSAMPLE", "MR. McSAMPLE"],
         dict.fromkeys(["LARRY McSAMPLE", "MR. McSAMPLE"], "Larry McSample")),
        (["MR. LARRY KING", "MR. KING"], dict.fromkeys(["MR. LARRY KING", "MR. KING"], "Larry King")),
        (["MR. SAMPLE", "MR. LARRY SAMPLE"], {"MR. LARRY SAMPLE": "Larry Sample"}),
        (["MR. LARRY SAMPLE", "MS. SAMPLE"], {"MR. LARRY SAMPLE": "Larry Sample"}),
        (["MR. LARRY SAMPLE", "MR. BEN SAMPLE", "MR. SAMPLE"],
         {"MR. LARRY SAMPLE": "Larry Sample", "MR. BEN SAMPLE": "Ben Sample"}),
        (["QUESTION", "MODERATOR", "SENIOR OFFICIAL", "SENIOR OFFICIAL TWO", "OFFICIAL #2"], {}),
        (["FOREIGN MINISTESR SAMPLE", "FOREIGN MINISTER SAMPLE"], {}),
        (["SECRETARY ADA K. SAMPLE", "SECRETARY SAMPLE"],
         dict.fromkeys(["SECRETARY ADA K. SAMPLE", "SECRETARY SAMPLE"], "Ada K. Sample")),
        (["FOREIGN MINISTER LE SAMPLE", "PRESIDENT VAN DER SAMPLE"], {}),
        (["DEPUTY SECRETARY OF STATE SAMPLE", "UNDER SECRETARY FOR POLITICAL AFFAIRS ADA SAMPLE"], {}),
        (["TEAM LEADER", "TEAM LEADER (via interpreter)"], {}),
    ],
)  # fmt: skip
def test_an_earlier_fuller_label_names_the_shorter_one(
    labels: list[str], people: dict[str, str]
) -> None:
    assert people_of(labels) == people


@pytest.mark.parametrize(
    "label",
    [
        "SECRETARY EXAMPLE",
        "SECRETARY OF STATE EXAMPLE",
        "MR. EXAMPLE",
        "SECRETARY",
        "THE SECRETARY",
    ],
)
def test_the_head_names_who_bears_the_surname_or_the_office(label: str) -> None:
    assert people_of([label], *_HEAD) == {label: "Mike Example"}


def test_two_who_share_a_surname_are_never_told_apart_by_a_guess() -> None:
    both = ("Ada Example", "Ben Example")
    assert people_of(["SECRETARY EXAMPLE"], both, ("Secretary", "Mayor")) == {}
    assert people_of(["MR. EXAMPLE", "MS. EXAMPLE"], ("Robin Example",)) == {}
    assert people_of(["SECRETARY EXAMPLE", "MR. EXAMPLE"], *_HEAD) == {
        "SECRETARY EXAMPLE": "Mike Example"
    }
    for labels in (["SECRETARY EXAMPLE", "MR. BEN EXAMPLE"], ["MR. BEN EXAMPLE", "MR. EXAMPLE"]):
        assert people_of(labels, *_HEAD) == {"MR. BEN EXAMPLE": "Ben Example"}


def test_an_office_that_nobody_or_two_in_the_head_hold_names_nobody() -> None:
    assert people_of(["AMBASSADOR"], *_HEAD) == {}
    two = (("Ada Example", "Ben Sample"), ("Foreign Minister", "Prime Minister"))
    assert people_of(["MINISTER", "PRIME MINISTER"], *two) == {"PRIME MINISTER": "Ben Sample"}


def test_a_page_says_who_its_turns_are() -> None:
    said = "<p>MR. LARRY SAMPLE: Good day.</p><p>SECRETARY EXAMPLE: Yes.</p><p>MR. SAMPLE: Why?</p>"
    turns = read(wordpress(said)).turns
    assert [turn.person for turn in turns] == ["Larry Sample", "Ada Example", "Larry Sample"]
