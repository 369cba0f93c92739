"""Turns that came and went, paragraphs that moved, a text cut off or put in another's place."""

from __future__ import annotations

import pytest

from archive_watch.classify.changes import classify_change
from archive_watch.model.change import ChangeKind, Finding
from transcripts import transcript

_TALK = [
    f"{who}: {what}"
    for who, what in [
        ("MR. DOE", "Good day to all of you who came through the rain to hear of the harbour."),
        ("QUESTION", "When will the northern quay be open to the ships of the fishing fleet?"),
        ("MR. DOE", "We will open it as soon as the last of the stones is in its place."),
        ("QUESTION", "Who pays for the stones that were lost in the storm of the autumn?"),
        ("MR. DOE", "The towns along the coast do, each by the number of its boats."),
        ("QUESTION", "And what of the lighthouse, which has been dark since the winter?"),
        ("MR. DOE", "It is lit again from tonight, and the keeper has moved back there."),
    ]
]
_LONG = [
    f"Paragraph {at} tells of pier {at}, its stones, its keepers and the boats that lie by it."
    for at in range(20)
]


def _told(old: list[str], new: list[str]) -> Finding:
    return classify_change(transcript(*old), transcript(*new))[0]


def test_a_turn_that_left_is_a_turn_removed() -> None:
    told = _told(_TALK, [*_TALK[:3], *_TALK[5:]])
    assert (told.kind, told.flags) == (ChangeKind.TURN_REMOVED, ())
    assert told.words_removed > 20
    assert "turn_removed: 2 paragraphs left with a speaker's turn" in told.why


def test_a_turn_that_came_is_a_turn_added_with_all_of_its_paragraphs() -> None:
    told = _told(
        _TALK,
        [
            *_TALK,
            "QUESTION: One more thing before we go out into the rain?",
            "I ask for my readers.",
        ],
    )
    assert (told.aspects, told.flags) == ((ChangeKind.TURN_ADDED,), ())
    assert told.words_added == 16


def test_a_paragraph_inside_a_turn_that_came_or_went_is_text() -> None:
    more = [*_TALK[:3], "And we will hold a feast on that day, with songs.", *_TALK[3:]]
    assert _told(_TALK, more).kind is _told(more, _TALK).kind is ChangeKind.TEXT


def test_turns_that_changed_places_are_moved_text_with_no_words_lost() -> None:
    told = _told(_TALK, [*_TALK[:1], *_TALK[3:5], *_TALK[1:3], *_TALK[5:]])
    assert told.aspects == (ChangeKind.MOVED_TEXT,)
    assert (told.words_added, told.words_removed, told.flags) == (0, 0, ())


def test_short_turns_that_moved_together_are_moved_text() -> None:
    short = ["QUESTION: More than one boat?", "MR. DOE: Probably, yes."]
    told = _told([*_TALK[:3], *short, *_TALK[3:]], [*_TALK[:5], *short, *_TALK[5:]])
    assert told.aspects == (ChangeKind.MOVED_TEXT,)


@pytest.mark.parametrize("left", [4, 10, 15])
def test_a_text_whose_end_is_gone_is_truncated(left: int) -> None:
    told = _told(_LONG, _LONG[:left])
    assert told.aspects == (ChangeKind.TRUNCATED,)
    assert told.summary.startswith("the end is cut off: ")
    noted = _told(_LONG, [*_LONG[:left], "[Continued on the next page]"])
    assert noted.kind is ChangeKind.TRUNCATED


def test_a_text_cut_off_inside_a_paragraph_is_truncated() -> None:
    assert _told(_LONG, [*_LONG[:9], _LONG[9][:31]]).kind is ChangeKind.TRUNCATED
    one = " ".join(_LONG)
    assert _told([one], [one[: len(one) // 2]]).kind is ChangeKind.TRUNCATED


def test_a_little_gone_at_the_end_or_much_in_the_middle_is_not_truncated() -> None:
    assert _told(_LONG, _LONG[:17]).kind is ChangeKind.TEXT
    assert _told(_LONG, [*_LONG[:5], *_LONG[15:]]).kind is ChangeKind.TEXT


def test_a_last_answer_that_became_a_short_one_is_an_edit() -> None:
    told = _told(_TALK[:3], [*_TALK[:2], "MR. DOE: Never."])
    assert told.kind is ChangeKind.TEXT


def test_a_text_put_in_the_place_of_another_is_replaced_and_raises_no_flag() -> None:
    other = [
        f"Chapter {at}: not one of 17 gulls may nest on the Ness in June, said Ms. Roe of Thule."
        for at in range(12)
    ]
    told = _told(_LONG, other)
    assert (told.aspects, told.flags) == ((ChangeKind.REPLACED,), ())
    assert told.severity >= 80
    assert "another text stands in its place" in told.summary


def test_a_list_that_is_sorted_the_other_way_is_not_replaced() -> None:
    lines = [f"Treaty {number} signed" for number in range(40)]
    assert _told(lines, lines[::-1]).kind is ChangeKind.TEXT


def test_a_text_with_much_added_is_not_replaced() -> None:
    assert _told(_LONG[:4], _LONG).kind is ChangeKind.TEXT


def test_whole_paragraphs_raise_no_flag_but_for_marks_of_redaction() -> None:
    told = _told(_LONG, [*_LONG[:3], "[Paragraph withheld]", *_LONG[4:]])
    assert {flag.kind for flag in told.flags} == {"redaction"}
