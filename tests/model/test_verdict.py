"""A verdict is what all marks of a change come to."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.verdict import Mark, Verdict

_LABELS = st.lists(st.sampled_from(["wording", "names", "odd"]), max_size=3).map(tuple)
_MARKS = st.builds(
    Mark,
    by=st.just("A. Reader"),
    at=st.just("2026-01-01T00:00:00Z"),
    reviewed=st.sampled_from([None, True, False]),
    importance=st.none() | st.integers(0, 100),
    add=_LABELS,
    remove=_LABELS,
    note=st.none() | st.sampled_from(["", "look again"]),
)


@given(st.lists(_MARKS, max_size=6))
def test_what_was_said_last_of_each_thing_stands(marks: list[Mark]) -> None:
    verdict = Verdict()
    for mark in marks:
        verdict = verdict.after(mark)
    said = [mark.reviewed for mark in marks if mark.reviewed is not None]
    weights = [mark.importance for mark in marks if mark.importance is not None]
    notes = [mark.note for mark in marks if mark.note is not None]
    assert verdict.reviewed == (said[-1] if said else None)
    assert verdict.importance == (weights[-1] if weights else None)
    assert verdict.note == ((notes[-1] or None) if notes else None)
    assert list(verdict.labels) == sorted(set(verdict.labels))


@given(_MARKS, _MARKS)
def test_a_mark_that_says_nothing_alters_nothing(first: Mark, second: Mark) -> None:
    silent = replace(
        second, reviewed=None, importance=None, add=(), remove=second.remove[:0], note=None
    )
    assert Verdict().after(first).after(silent) == Verdict().after(first)


def test_a_label_is_there_from_being_given_to_being_taken_away() -> None:
    given_ = Verdict().after(Mark(by="A", at="", add=("names", "wording")))
    assert given_.labels == ("names", "wording")
    assert given_.after(Mark(by="A", at="", remove=("names",))).labels == ("wording",)
