"""The history of a page: a function of what was observed, in whatever order it arrived."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.version import FULL_READS, How, Observation, Span, Step, StepKind
from archive_watch.versioning.lineage import extended, pending_absences, spans_of, steps_of

_STATES = {1: "aa", 2: "bb", 3: "cc", None: ""}
_READS = (How.READ, How.SAME_BYTES, How.SAME_SLICE, How.NOT_MODIFIED)


def at(minute: int) -> str:
    return f"2021-05-01T00:{minute:02}:00Z"


def saw(
    version: int | None, minute: int, how: How = How.READ, source: str = "live", to: str | None = None
) -> Observation:  # fmt: skip
    return Observation(
        at=at(minute),
        version_id=version,
        how=How.ABSENT if version is None else how,
        source=source,
        state=_STATES[version],
        moved_to=None if version is None else to,
    )


def arrived(observations: list[Observation]) -> list[Observation]:
    """The observations numbered as they arrive, as the check log numbers them."""
    return [replace(seen, fetch_id=at, capture_id=at) for at, seen in enumerate(observations, 1)]


def told(spans: tuple[Span, ...]) -> list[Span]:
    """The spans by what they say, without the numbers of rows."""
    return [
        replace(span, first_fetch_id=0, first_capture_id=None, last_capture_id=None)
        for span in spans
    ]


def history(*observations: Observation) -> tuple[tuple[Span, ...], tuple[Step, ...]]:
    spans = spans_of(arrived(list(observations)), confirm=2)
    return spans, steps_of(spans)


_ANY = st.builds(
    saw,
    st.sampled_from([1, 2, 3, None]),
    st.integers(0, 5),
    st.sampled_from(_READS),
    st.sampled_from(["live", "import", "memento:old.example"]),
    st.sampled_from([None, "//new.example/a"]),
)
_IMPORTED = _ANY.filter(lambda seen: seen.source != "live")
_CONFIRM = st.integers(1, 3)


@given(st.lists(_IMPORTED, max_size=10), st.data(), _CONFIRM)
def test_captures_in_any_order_tell_one_history(
    captures: list[Observation], data: st.DataObject, confirm: int
) -> None:
    shuffled = data.draw(st.permutations(captures))
    first = spans_of(arrived(captures), confirm=confirm)
    second = spans_of(arrived(list(shuffled)), confirm=confirm)
    assert told(first) == told(second)


@given(st.lists(_ANY, max_size=10), st.data(), _CONFIRM)
def test_captures_that_arrive_between_our_own_checks_tell_one_history(
    observations: list[Observation], data: st.DataObject, confirm: int
) -> None:
    """Our own checks are made in order of time; captures are imported before, between or after."""
    live = sorted((s for s in observations if s.source == "live"), key=lambda seen: seen.at)
    captures = [seen for seen in observations if seen.source != "live"]

    def interleaved() -> list[Observation]:
        rest, mixed = list(live), list(data.draw(st.permutations(captures)))
        places = st.lists(st.integers(0, len(mixed)), min_size=len(live), max_size=len(live))
        for place in sorted(data.draw(places), reverse=True):
            mixed.insert(place, rest.pop())
        return arrived(mixed)

    first, second = interleaved(), interleaved()
    assert told(spans_of(first, confirm=confirm)) == told(spans_of(second, confirm=confirm))


@given(st.lists(_ANY, max_size=12), _CONFIRM)
def test_extending_the_last_span_is_the_same_as_working_the_history_out_anew(
    observations: list[Observation], confirm: int
) -> None:
    known: list[Observation] = []
    for seen in arrived(observations):
        before = spans_of(known, confirm=confirm)
        longer = extended(before[-1], seen) if before else None
        known.append(seen)
        if longer is not None:
            assert spans_of(known, confirm=confirm) == (*before[:-1], longer)


@given(st.lists(_ANY, max_size=12), _CONFIRM)
def test_spans_follow_each_other_and_changes_stand_between_them(
    observations: list[Observation], confirm: int
) -> None:
    spans = spans_of(arrived(observations), confirm=confirm)
    steps = steps_of(spans)
    assert len(steps) == max(0, len(spans) - 1)
    for before, after in pairwise(spans):
        assert before.last_seen_at <= after.first_seen_at
        assert (before.version_id, before.moved_to) != (after.version_id, after.moved_to)
    for step in steps:
        assert step.not_before <= step.not_after
        assert step.before.version_id is not None
    assert not spans or spans[0].version_id is not None


@given(st.lists(_ANY, max_size=12), _CONFIRM)
def test_every_good_check_is_in_one_span_and_each_full_read_is_dated(
    observations: list[Observation], confirm: int
) -> None:
    spans = spans_of(arrived(observations), confirm=confirm)
    worded = [span for span in spans if span.version_id is not None]
    good = [seen for seen in observations if seen.version_id is not None]
    assert sum(span.checks for span in worded) == len(good)
    for span in worded:
        reads = [
            seen.at for seen in good
            if seen.version_id == span.version_id and seen.how in FULL_READS
            and span.first_seen_at <= seen.at <= span.last_seen_at
        ]  # fmt: skip
        assert span.last_full_at in {*reads, span.first_seen_at}


def test_a_change_lies_between_the_last_full_read_and_the_first_sight() -> None:
    _, (step,) = history(
        saw(1, 1), saw(1, 2, How.SAME_BYTES), saw(1, 3, How.NOT_MODIFIED), saw(2, 4), saw(2, 5)
    )
    assert (step.not_before, step.not_after) == (at(2), at(4))


def test_there_and_back_is_two_versions_three_spans_and_the_second_change_reverted() -> None:
    spans, steps = history(saw(1, 1), saw(2, 2), saw(1, 3))
    assert [span.version_id for span in spans] == [1, 2, 1]
    assert [step.reverted for step in steps] == [False, True]


def test_there_and_back_and_there_again_is_reverted_twice() -> None:
    _, steps = history(saw(1, 1), saw(2, 2), saw(1, 3), saw(2, 4), saw(3, 5))
    assert [step.reverted for step in steps] == [False, True, True, False]


def test_one_absence_between_two_good_checks_is_a_blip() -> None:
    spans, steps = history(saw(1, 1), saw(None, 2), saw(1, 3))
    assert ([span.checks for span in spans], steps) == ([2], ())


def test_two_absences_are_a_tombstone_dated_from_the_first() -> None:
    spans, (gone, back) = history(saw(1, 1), saw(None, 2), saw(None, 3), saw(1, 4))
    assert [span.version_id for span in spans] == [1, None, 1]
    assert (gone.kind, gone.not_before, gone.not_after) == (StepKind.REMOVED, at(1), at(2))
    assert (back.kind, back.not_before, back.not_after) == (StepKind.RESTORED, at(3), at(4))
    assert back.before.version_id == 1
    assert not back.reverted


def test_an_absence_at_the_end_is_a_suspicion_until_it_is_confirmed() -> None:
    seen = arrived([saw(1, 1), saw(None, 2)])
    assert pending_absences(seen, confirm=2) == 1
    assert len(spans_of(seen, confirm=2)) == 1
    assert pending_absences(arrived([saw(1, 1), saw(None, 2), saw(None, 3)]), confirm=2) == 0


def test_a_good_capture_that_comes_late_makes_a_blip_of_a_removal() -> None:
    spans, steps = history(saw(1, 1), saw(None, 2), saw(None, 4), saw(1, 3, source="import"))
    assert ([span.version_id for span in spans], steps) == ([1], ())


def test_a_page_that_was_never_seen_has_no_tombstone() -> None:
    assert history(saw(None, 1), saw(None, 2), saw(None, 3)) == ((), ())


def test_a_late_state_between_two_parts_their_change_in_two() -> None:
    _, steps = history(saw(1, 1), saw(3, 5), saw(2, 3, source="import"))
    assert [(s.before.version_id, s.after.version_id, s.not_before, s.not_after) for s in steps] == [
        (1, 2, at(1), at(3)), (2, 3, at(3), at(5)),
    ]  # fmt: skip


def test_the_same_words_at_another_address_are_a_move_and_no_reversion() -> None:
    _, steps = history(saw(1, 1), saw(1, 2, to="//new.example/a"), saw(1, 3))
    assert [step.kind for step in steps] == [StepKind.MOVED, StepKind.MOVED]
    assert not any(step.reverted for step in steps)
