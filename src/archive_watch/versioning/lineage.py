"""What a page's checks add up to: spans, and one step between each two neighbours.

The history is a function of the observations alone, whatever order they arrived in:

* observations are ordered by their time (within one second: ours as they were made, imported ones
  by what they show);
* a run of observations of one state, at one address, is a span;
* seeing a page gone counts once ``confirm`` observations in a row say so: then the run is a
  tombstone.  A shorter run between two good ones is a blip and leaves no trace here; a shorter
  run at the end is a suspicion (``pending_absences``);
* a page that was never seen has no tombstone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby, pairwise

from archive_watch.model.version import FULL_READS, How, Observation, Span, Step, StepKind


def spans_of(observations: Iterable[Observation], *, confirm: int) -> tuple[Span, ...]:
    """The spans that ``observations`` add up to, in order of time."""
    ordered = sorted(observations, key=_order)
    return tuple(_span(run) for run in _runs(_confirmed(ordered, confirm)))


def telling_numbers(observations: Iterable[Observation]) -> tuple[int, ...]:
    """Every number of confirmations that makes another history of ``observations``, from 1 up."""
    ordered = sorted(observations, key=_order)
    runs = groupby(ordered, key=lambda seen: seen.version_id is None)
    return tuple(sorted({1, *(len(list(run)) + 1 for absent, run in runs if absent)}))


def pending_absences(observations: Iterable[Observation], *, confirm: int) -> int:
    """How many observations at the end say "gone" without being enough to be sure; 0 once sure."""
    ordered = sorted(observations, key=_order)
    run = 0
    for seen in reversed(ordered):
        if seen.version_id is not None:
            break
        run += 1
    return run if run < confirm else 0


def _order(seen: Observation) -> tuple[str, bool, tuple[str, ...], int]:
    """By time.  Within one second imported observations, which arrive in any order, come first and
    are ordered by what they show; our own keep the order in which they were made."""
    if _is_live(seen):
        return seen.at, True, (), seen.fetch_id
    shown = (seen.state, seen.moved_to or "", seen.source, seen.how)
    return seen.at, False, shown, seen.fetch_id


def _is_live(seen: Observation) -> bool:
    return seen.source == "live"


def extended(span: Span, seen: Observation) -> Span | None:
    """``span`` with one later observation of its own state; None when it needs a fresh look."""
    is_last = seen.at > span.last_seen_at or (seen.at == span.last_seen_at and _is_live(seen))
    if _identity(span) != _identity(seen) or not is_last:
        return None
    full = _is_full(seen)
    return Span(
        version_id=span.version_id,
        first_seen_at=span.first_seen_at,
        last_seen_at=seen.at,
        checks=span.checks + 1,
        how=seen.how,
        last_full_at=seen.at if full else span.last_full_at,
        source=span.source,
        first_fetch_id=span.first_fetch_id,
        first_capture_id=span.first_capture_id,
        last_capture_id=seen.capture_id if full else span.last_capture_id,
        moved_to=span.moved_to,
    )


def steps_of(spans: Sequence[Span]) -> tuple[Step, ...]:
    """One step for each two neighbouring spans; the first of all spans has words."""
    steps: list[Step] = []
    seen: set[int] = set()
    worded = spans[0] if spans else None
    for before, after in pairwise(spans):
        if before.version_id is not None:
            worded = before
            seen.add(before.version_id)
        assert worded is not None
        steps.append(_step(before, after, worded, seen))
    return tuple(steps)


def _step(before: Span, after: Span, worded: Span, seen: Collection[int]) -> Step:
    """``worded`` is the last span before ``after`` that has words, ``seen`` every version so far."""
    return Step(
        kind=_kind_of_step(before, after),
        before=worded,
        after=after,
        not_before=before.last_full_at,
        not_after=after.first_seen_at,
        reverted=after.version_id != worded.version_id and after.version_id in seen,
    )


def _kind_of_step(before: Span, after: Span) -> StepKind:
    if after.version_id is None:
        return StepKind.REMOVED
    if before.version_id is None:
        return StepKind.RESTORED
    return StepKind.MOVED if before.version_id == after.version_id else StepKind.STATE


def _confirmed(ordered: Sequence[Observation], confirm: int) -> list[Observation]:
    """The observations that count: unconfirmed absences are left out, leading ones too."""
    kept: list[Observation] = []
    for absent, run in groupby(ordered, key=lambda seen: seen.version_id is None):
        group = list(run)
        if not absent or (kept and len(group) >= confirm):
            kept.extend(group)
    return kept


def _runs(kept: Sequence[Observation]) -> list[list[Observation]]:
    return [list(run) for _, run in groupby(kept, key=_identity)]


def _identity(of: Observation | Span) -> tuple[int | None, str | None]:
    return of.version_id, of.moved_to


def _span(run: Sequence[Observation]) -> Span:
    first, last = run[0], run[-1]
    full = [seen for seen in run if _is_full(seen)]
    last_full = full[-1] if full else first
    return Span(
        version_id=first.version_id,
        first_seen_at=first.at,
        last_seen_at=last.at,
        checks=len(run),
        how=last.how,
        last_full_at=last_full.at,
        source=first.source,
        first_fetch_id=first.fetch_id,
        first_capture_id=first.capture_id,
        last_capture_id=last_full.capture_id,
        moved_to=first.moved_to,
    )


def _is_full(seen: Observation) -> bool:
    """Whether the whole answer was in hand: a 304 only says that it would have been the same."""
    return seen.how in FULL_READS or seen.how is How.ABSENT
