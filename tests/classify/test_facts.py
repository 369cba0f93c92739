"""What a page says about itself became something else: told by its name, old and new."""

from __future__ import annotations

from archive_watch.classify.changes import classify_change
from archive_watch.model.change import ChangeKind, Finding
from archive_watch.model.transcript import Metadata, Transcript


def _finding(old: Metadata, new: Metadata) -> Finding:
    return classify_change(
        Transcript(text="Words.", metadata=old), Transcript(text="Words.", metadata=new)
    )[0]


def test_a_date_that_nothing_reads_is_told_by_its_words() -> None:
    found = _finding(Metadata(date_text="August 2007"), Metadata(date_text="August 2008"))
    assert found.kind is ChangeKind.METADATA
    assert found.summary == "date: “August 2007” became “August 2008”"
    assert [(flag.kind, flag.old, flag.new) for flag in found.flags] == [
        ("date", "August 2007", "August 2008")
    ]


def test_a_further_line_is_told_beside_the_one_that_it_replaced() -> None:
    found = _finding(
        Metadata(lines=("As released by the Office of Piers", "2004/961")),
        Metadata(lines=("As released by the Office of Piers", "2004/962")),
    )
    assert found.kind is ChangeKind.METADATA
    assert found.summary == "line beside the words: “2004/961” became “2004/962”"


def test_lines_that_came_went_or_changed_places_are_told() -> None:
    one, two = Metadata(lines=("a",)), Metadata(lines=("a", "b"))
    assert _finding(one, two).summary == "line beside the words: “b” added"
    assert _finding(two, one).summary == "line beside the words: “b” removed"
    swapped = _finding(two, Metadata(lines=("b", "a")))
    assert swapped.summary == "line beside the words: “a / b” became “b / a”"
