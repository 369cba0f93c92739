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


def test_a_label_that_was_edited_is_a_change_of_the_text() -> None:
    edited = _finding((_FIRST, _ASKED), (_FIRST, "MODERATOR: Is it ready?"))
    assert edited.kind is ChangeKind.TEXT
    assert ("speaker", "QUESTION", "MODERATOR") in _who(edited)
