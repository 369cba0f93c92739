"""A proof claims what the checks saw, and never more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.model.version import How, Observation
from archive_watch.model.visit import Outcome
from archive_watch.versioning.lineage import spans_of
from archive_watch.versioning.non_change import Proof, Proved, Unseeing, proof_of


def at(hour: int) -> str:
    return f"2026-03-{1 + hour // 24:02}T{hour % 24:02}:00:00Z"


def sight(hour: int, version: int | None, how: How = How.READ) -> Observation:
    how = How.ABSENT if version is None else how
    return Observation(at=at(hour), version_id=version, how=how, source="live", fetch_id=hour)


def proof(
    *sights: Observation, asked: str | None = None, unseeing: tuple[Unseeing, ...] = ()
) -> Proof:
    return proof_of(spans_of(sights, confirm=1), sights, unseeing, at=asked)


def test_checks_that_saw_one_version_are_counted_with_what_each_rests_on() -> None:
    proved = proof(
        sight(0, 1), sight(2, 1, How.SAME_BYTES), sight(3, 1, How.NOT_MODIFIED),
        sight(9, 1, How.NOT_MODIFIED),
    )  # fmt: skip
    stretch = proved.stretch
    assert stretch is not None
    assert (proved.proved, stretch.checks) == (Proved.SAME, 4)
    assert (stretch.first_at, stretch.last_at) == (at(0), at(9))
    assert (stretch.last_full_at, stretch.last_full_how) == (at(2), How.SAME_BYTES)
    assert stretch.on_the_servers_word == 2
    assert stretch.longest_gap is not None
    assert (stretch.longest_gap.since, stretch.longest_gap.until) == (at(3), at(9))


def test_a_time_between_two_versions_is_not_known() -> None:
    proved = proof(sight(0, 1), sight(1, 1), sight(5, 2), asked=at(3))
    assert proved.proved is Proved.CHANGED_BETWEEN
    assert proved.stretch is not None
    assert proved.next is not None
    assert (proved.stretch.version_id, proved.next.version_id) == (1, 2)
    assert proved.around == (at(1), at(5))


def test_nothing_is_claimed_of_the_time_before_the_first_check_and_after_the_last() -> None:
    sights = (sight(1, 1), sight(5, 1))
    assert proof(*sights, asked=at(0)).proved is Proved.NOT_YET_SEEN
    assert proof(*sights, asked=at(6)).proved is Proved.NOT_SEEN_SINCE
    assert proof(asked=at(6)).proved is Proved.NEVER_READ


def test_a_confirmed_absence_is_proved_as_one() -> None:
    proved = proof(sight(0, 1), sight(1, None), sight(2, None), asked=at(1))
    assert proved.proved is Proved.GONE
    assert proved.stretch is not None
    assert (proved.stretch.checks, proved.stretch.version_id) == (2, None)


def test_a_check_that_saw_nothing_counts_for_nothing_and_is_told() -> None:
    unseeing = (
        Unseeing(at=at(1), outcome=Outcome.BLOCKED),
        Unseeing(at=at(7), outcome=Outcome.MISSING),
    )
    proved = proof(sight(0, 1), sight(5, 1), unseeing=unseeing)
    assert proved.stretch is not None
    assert proved.stretch.checks == 2
    assert proved.stretch.unseeing == {Outcome.BLOCKED: 1}
    assert proved.later == {Outcome.MISSING: 1}


_SIGHTS = st.lists(
    st.tuples(st.integers(0, 200), st.sampled_from([1, 1, 2, None])),
    min_size=1, max_size=30, unique_by=lambda one: one[0],
)  # fmt: skip


@given(_SIGHTS, st.integers(0, 200))
def test_what_is_proved_of_a_time_is_what_the_checks_on_both_sides_of_it_saw(
    seen: list[tuple[int, int | None]], hour: int
) -> None:
    sights = [sight(one, version) for one, version in sorted(seen)]
    spans = spans_of(sights, confirm=1)
    counted = [one for one in sights if spans and one.at >= spans[0].first_seen_at]
    proved = proof_of(spans, counted, (), at=at(hour))
    before = [one for one in counted if one.at <= at(hour)]
    after = [one for one in counted if one.at >= at(hour)]
    if before and after:
        same = before[-1].version_id == after[0].version_id
        assert (proved.proved in {Proved.SAME, Proved.GONE}) is same
        assert proved.around == (before[-1].at, after[0].at)
        assert proved.stretch is not None
        assert proved.stretch.version_id == before[-1].version_id
    else:
        assert proved.proved not in {Proved.SAME, Proved.GONE, Proved.CHANGED_BETWEEN}
    whole = proof_of(spans, counted, ())
    if whole.stretch is not None:
        assert whole.stretch.last_at == counted[-1].at
