"""The line that tells a change: short, and never without what differs."""

from __future__ import annotations

import pytest

from archive_watch.classify.changes import classify_change
from archive_watch.classify.summary import summary_of_links, summary_of_metadata
from archive_watch.model.change import ChangeKind
from archive_watch.model.transcript import LinkArea, PageLink
from transcripts import transcript

_HEAD = "Secretary Harbour and the Prime Minister of Veldania"
_TAIL = "of the Treaty on Lights, Ropes, Tides and the Price of Tar in the Straits"


def test_long_headlines_that_differ_in_their_middle_are_told_with_the_difference() -> None:
    was, now = (f"{_HEAD} {at} the Signing {_TAIL}" for at in ("At", "at"))
    (told,) = summary_of_metadata([("title", was, now)])
    before, after = told.removeprefix("headline: ").split(" became ")
    assert before.startswith("“… Minister of Veldania At the Signing of the Treaty")
    assert after == before.replace(" At ", " at ")
    assert len(told) < 240


@pytest.mark.parametrize("letter", ["x", "xx xx "])
def test_whatever_the_words_are_the_two_sides_are_not_alike(letter: str) -> None:
    was, now = (f"{letter * 100}{one}{letter * 100}" for one in "AB")
    (told,) = summary_of_metadata([("title", was, now)])
    before, after = told.removeprefix("headline: ").split(" became ")
    assert before != after


def test_long_addresses_that_differ_in_their_middle_are_told_with_the_difference() -> None:
    sides = (f"https://a.example/{'a' * 60}/{year}/{'b' * 60}" for year in (2011, 2012))
    was, now = ((PageLink(position=0, url=url, text="x", area=LinkArea.BODY),) for url in sides)
    (told,) = summary_of_links(was, now)
    before, after = told.removeprefix("link: ").split(" became ")
    assert ("2011" in before, "2012" in after) == (True, True)


def test_what_is_short_or_differs_at_its_ends_is_told_as_ever() -> None:
    assert summary_of_metadata([("title", "Old", "New")]) == ["headline: “Old” became “New”"]
    was, now = (f"{one} {_HEAD} {_TAIL}" for one in ("The", "A"))
    (told,) = summary_of_metadata([("title", was, now)])
    assert told.startswith("headline: “The Secretary Harbour")
    assert told.endswith("Tar in the Straits”")


def test_another_text_under_the_same_headline_is_told_by_what_differs() -> None:
    old = "Remarks\n\n" + "\n\n".join(f"The harbour of {name} is deep." for name in "ABCDEFGHIJ")
    new = "Remarks\n\n" + "\n\n".join(f"No ship came, {name} told us." for name in "KLMNOPQRST")
    found = classify_change(transcript(old), transcript(new))[0]
    assert found.kind is ChangeKind.REPLACED
    assert found.summary == (
        "another text stands in its place: “The harbour of A is deep.” became “No ship came, K told us.”"
    )


def test_a_label_that_is_written_otherwise_throughout_is_told_as_no_more_than_that() -> None:
    said = "MS DOE: Good day to the harbour.\n\nMR ROE: Good day.\n\nMS DOE: That is all for today."
    found = classify_change(transcript(said), transcript(said.replace("MS DOE:", "MS. DOE:")))[0]
    assert found.kind is ChangeKind.COSMETIC
    assert found.summary.endswith("or how a label is written")
