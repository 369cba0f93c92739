"""The same words given to somebody else are a change of who speaks, and nothing else."""

from __future__ import annotations

import pytest

from archive_watch.classify.changes import classify_change
from archive_watch.model.change import ChangeKind, Finding
from transcripts import transcript

_FIRST, _ASKED, _LAST = "MR SAMPLE: Good day.", "QUESTION: Is it ready?", "MR SAMPLE: It is."


def _finding(old: tuple[str, ...], new: tuple[str, ...]) -> Finding:
    return classify_change(transcript(*old), transcript(*new))[0]


def _who(finding: Finding) -> list[tuple[str, str | None, str | None]]:
    return [(flag.kind, flag.old, flag.new) for flag in finding.flags]


@pytest.mark.parametrize("last", [(), (_LAST,)], ids=["at the end", "in the middle"])
def test_a_question_that_joins_the_answer_before_it_changed_hands(last: tuple[str, ...]) -> None:
    apart, joined = (_FIRST, _ASKED, *last), (f"{_FIRST} {_ASKED}", *last)
    lost, won = _finding(apart, joined), _finding(joined, apart)
    assert lost.kind is won.kind is ChangeKind.ATTRIBUTION
    assert lost.aspects == (ChangeKind.ATTRIBUTION,)
    assert _who(lost) == [("speaker", "QUESTION", "MR SAMPLE")]
    assert _who(won) == [("speaker", "MR SAMPLE", "QUESTION")]
    assert "Is it ready?" in lost.summary
    assert "said by QUESTION, now by MR SAMPLE" in lost.summary
    assert lost.severity >= 60
    assert (lost.words_added, lost.words_removed, lost.edits) == (0, 0, ())


def test_a_quote_restyled_changes_nobodys_words() -> None:
    old = ('MR SAMPLE: It -- "the harbour" -- is ready.', _ASKED)
    new = ("MR SAMPLE: It — “the harbour” — is ready.", _ASKED)
    assert _finding(old, new).kind is ChangeKind.COSMETIC


def test_a_paragraph_break_inside_a_turn_changes_nobodys_words() -> None:
    assert _finding((f"{_FIRST} Again.",), (_FIRST, "Again.")).kind is ChangeKind.COSMETIC


def test_a_label_that_became_anothers_gives_the_words_to_somebody_else() -> None:
    edited = _finding((_FIRST, _ASKED), (_FIRST, "MODERATOR: Is it ready?"))
    assert edited.kind is ChangeKind.ATTRIBUTION
    assert _who(edited) == [("speaker", "QUESTION", "MODERATOR")]
    assert (edited.words_added, edited.words_removed, edited.edits) == (0, 0, ())
    assert edited.severity >= 60


def test_a_label_that_vanished_gives_the_words_to_who_spoke_before() -> None:
    lost = _finding((_FIRST, _ASKED), (_FIRST, "Is it ready?"))
    assert lost.kind is ChangeKind.ATTRIBUTION
    assert _who(lost) == [("speaker", "QUESTION", "MR SAMPLE")]


def test_words_edited_under_another_label_are_both_told() -> None:
    told = _finding(
        (_FIRST, "QUESTION: Will it not be ready for the 14 ships from the north in June?"),
        (_FIRST, "MODERATOR: Will it be ready for the 14 ships from the north in June?"),
    )
    assert set(told.aspects) == {ChangeKind.ATTRIBUTION, ChangeKind.TEXT}
    assert {flag.kind for flag in told.flags} == {"speaker", "negation"}
    assert told.severity >= 85
