"""Bring a page's spans and changes in line with its checks, inside the caller's transaction.

In order of time this extends the last span; anything else (a new state, a late capture, a
retraction) works the whole page out again from its observations, so that the history is the same
in whatever order the checks arrived.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.model.version import Observation, Span, Step, StepKind
from archive_watch.model.visit import Outcome
from archive_watch.services.checking.word_step import finding_of, moved_to
from archive_watch.services.freezing.find_contract import contract_of
from archive_watch.storage import changes, fetches, folding, history, past_words
from archive_watch.storage.database import Archive
from archive_watch.storage.history_rule import confirm_of
from archive_watch.versioning.lineage import extended, spans_of, steps_of


def keep_history(
    archive: Archive,
    page_id: int,
    seen: Observation,
    *,
    configured: int,
    now: str,
    recorded: Outcome,
    reworded: bool = False,
) -> tuple[Outcome, int | None]:
    """Take in one new observation, whose fetch row is already written.

    ``configured`` is how many absences confirm a removal, where the archive does not say it;
    ``recorded`` is the outcome that its row has.  ``reworded``: its version shows this reading now,
    so its changes are worded anew.
    Returns what the check turned out to be, and the change that it revealed, if any.
    """
    last = history.last_span(archive, page_id)
    if last is not None and not reworded and seen.at > last[1].last_seen_at:
        longer = extended(last[1], seen)
        if longer is not None:
            history.update_span(archive, last[0], longer)
            return recorded, None
        if seen.version_id is not None and fetches.is_next_after(
            archive, page_id, seen.fetch_id, last[1].last_seen_at
        ):
            return _go_on(archive, page_id, last[1], seen, now=now)
    steps = rework_history(
        archive,
        page_id,
        configured=configured,
        now=now,
        reworded=seen.version_id if reworded else None,
    )
    return fetches.outcome_of(archive, seen.fetch_id), _revealed_by(seen, steps)


def _go_on(
    archive: Archive, page_id: int, last: Span, seen: Observation, *, now: str
) -> tuple[Outcome, int]:
    """Begin a new span after the last one: what a rework would come to, without one."""
    (begun,) = spans_of([seen], confirm=1)
    assert begun.version_id is not None
    earlier = history.spans_that_bear_on(archive, page_id, begun.version_id)
    step = steps_of([*earlier, last, begun])[-1]
    history.insert_spans(archive, page_id, [begun])
    history.make_current(archive, page_id, begun.version_id)
    past_words.index_if_many_wait(archive)
    outcome = _outcome_of_first(last, begun)
    fetches.set_outcome(archive, seen.fetch_id, outcome)
    return outcome, _write(archive, page_id, step, now=now)


def rework_history(
    archive: Archive,
    page_id: int,
    *,
    configured: int,
    now: str,
    reworded: int | None = None,
    revives: bool = False,
) -> list[tuple[Step, int, bool]]:
    """Work spans and changes out again from all observations; what was folded is unfolded first.

    They go by the archive's own rule, and by ``configured`` where it has none.  With ``revives`` a
    change that was set aside stands again where its step is back: it was told, and marked, before.
    Returns each step that stands, with its change's id and whether that row was written now.
    """
    folding.unfold(archive, page_id)
    fetches.settle_proofs(archive, page_id)
    history.renumber(archive, page_id)
    confirm = confirm_of(archive, page_id, configured=configured)
    spans = spans_of(fetches.observations_of(archive, page_id), confirm=confirm)
    history.replace_spans(archive, page_id, spans)
    worded = [span.version_id for span in spans if span.version_id is not None]
    history.make_current(archive, page_id, worded[-1] if worded else None)
    past_words.index_if_many_wait(archive)
    fetches.settle_outcomes(archive, page_id, turning_points(spans))
    if revives:
        _revive(archive, page_id, steps_of(spans))
    return _reconcile(archive, page_id, steps_of(spans), now=now, reworded=reworded)


def _revive(archive: Archive, page_id: int, steps: Sequence[Step]) -> None:
    """Let the change that was set aside last stand again, of each step that has none."""
    standing = changes.stored_steps(archive, page_id)
    aside = changes.superseded_steps(archive, page_id)
    for step in steps:
        if _found(standing, step) is None:
            match = _found(aside, step)
            if match is not None:
                aside.remove(match)
                changes.stand_again(archive, match.id)


def _found(rows: Sequence[changes.StoredStep], step: Step) -> changes.StoredStep | None:
    return next((row for row in rows if _is_same(row, step)), None)


def _reconcile(
    archive: Archive, page_id: int, steps: Sequence[Step], *, now: str, reworded: int | None
) -> list[tuple[Step, int, bool]]:
    standing = changes.stored_steps(archive, page_id)
    kept: list[tuple[Step, int, bool]] = []
    missing: list[Step] = []
    for step in steps:
        match = _found(standing, step)
        if match is None:
            missing.append(step)
            continue
        standing.remove(match)
        is_told = _is_told(match, step)
        if not is_told:
            changes.narrow(archive, match.id, step)
        moved = moved_to(archive, step) is not None
        says_otherwise = (match.reverted, match.moved) != (step.reverted, moved)
        says_otherwise |= not is_told and _is_frozen_otherwise(archive, page_id, match, step)
        versions_of_step = {step.before.version_id, step.after.version_id}
        if says_otherwise or (reworded is not None and reworded in versions_of_step):
            changes.rewrite_change(archive, match.id, finding_of(archive, page_id, step), at=now)
        kept.append((step, match.id, False))
    for row in standing:
        changes.supersede(archive, row.id, at=now)
    return kept + [(step, _write(archive, page_id, step, now=now), True) for step in missing]


def _is_frozen_otherwise(
    archive: Archive, page_id: int, row: changes.StoredStep, step: Step
) -> bool:
    """Whether a stored change says otherwise of a freeze than is known now, a sight having come in."""
    if step.kind != StepKind.STATE or contract_of(archive, page_id, step) == row.after_freeze:
        return False
    return finding_of(archive, page_id, step).after_freeze != row.after_freeze


def steps_with_changes(archive: Archive, page_id: int) -> list[tuple[Step, changes.StoredStep]]:
    """The steps of the page's history, each with the change that tells it."""
    standing = changes.stored_steps(archive, page_id)
    steps = steps_of(history.stored_spans(archive, page_id))
    found = [(step, _found(standing, step)) for step in steps]
    return [(step, stored) for step, stored in found if stored is not None]


def _is_same(row: changes.StoredStep, step: Step) -> bool:
    """Whether a stored change is this step: same states, and intervals that overlap."""
    return (
        row.kind == step.kind
        and row.from_version_id == step.before.version_id
        and row.to_version_id == step.after.version_id
        and row.not_before <= step.not_after
        and step.not_before <= row.not_after
    )


def _is_told(row: changes.StoredStep, step: Step) -> bool:
    """Whether a stored change has the interval, source and captures of its step already."""
    return (row.not_before, row.not_after, row.source, row.from_capture_id, row.to_capture_id) == (
        step.not_before,
        step.not_after,
        step.after.source,
        step.before.last_capture_id,
        step.after.first_capture_id,
    )


def _write(archive: Archive, page_id: int, step: Step, *, now: str) -> int:
    finding = finding_of(archive, page_id, step)
    return changes.insert_change(
        archive, page_id=page_id, step=step, finding=finding, detected_at=now
    )


def turning_points(spans: Sequence[Span]) -> dict[int, Outcome]:
    """What the first check of each span turned out to be; every other one saw nothing new."""
    points: dict[int, Outcome] = {}
    before: Span | None = None
    for span in spans:
        if span.version_id is not None:
            points[span.first_fetch_id] = _outcome_of_first(before, span)
        before = span
    return points


def _outcome_of_first(before: Span | None, span: Span) -> Outcome:
    if before is None:
        return Outcome.NEW
    return Outcome.MOVED if before.version_id == span.version_id else Outcome.CHANGED


def _revealed_by(seen: Observation, steps: Sequence[tuple[Step, int, bool]]) -> int | None:
    """The change whose new side begins with this observation, or else one written because of it."""
    begun = [id_ for step, id_, _ in steps if step.after.first_fetch_id == seen.fetch_id]
    written = [id_ for _, id_, new in steps if new]
    return next(iter(begun + written), None)
