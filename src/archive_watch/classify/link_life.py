"""What the looks at a link add up to: the life of a link.

One failure proves nothing: a link is ``suspected`` until ``link_proof`` says that enough checks over
enough time agree.  Then it is ``gone`` (the server said so: 410, or 404 where it is known to say so
of nothing else), ``soft_404`` (good answers that were not the document) or ``broken``, and stays so,
whatever stands in the way of asking, until one good answer.  An answer that shuts us out makes it
``blocked`` and never dead.  Permanent redirects to one target make it ``moved`` after a week::

    unchecked → ok | redirected → moved
                    ⇅ one good answer, at any time
                suspected → broken | gone | soft_404
"""

from __future__ import annotations

from dataclasses import replace

from archive_watch.classify.link_proof import is_proved, tallied
from archive_watch.model.clock import days_between
from archive_watch.model.link import (
    GOOD,
    PROVED,
    Failing,
    LinkEvidence,
    LinkHealth,
    LinkReason,
    LinkState,
    Suggestion,
    SuggestionKind,
    Tally,
)

_MOVED_DAYS = 7
_FLAPPING_TURNS, _FLAPPING_DAYS = 3, 30
_MOST_TURNS = 8
_FAILING = PROVED | {LinkState.SUSPECTED}
_SAID = frozenset({Failing.NOT_THERE, Failing.GONE, Failing.SOFT})
_NOTHING_PARTICULAR = frozenset({LinkReason.ERROR_PAGE, LinkReason.SHARED_TARGET})
_NEVER_ASKED = frozenset({LinkReason.SCHEME, LinkReason.PATTERN})


def health_after(before: LinkHealth, seen: LinkEvidence, *, confirm_checks: int = 2) -> LinkHealth:
    """The link's health once ``seen`` is counted; checks are counted in the order of their times.

    No proof has fewer than ``confirm_checks`` checks.  Evidence that is ``local`` changes nothing.
    """
    if seen.reason is LinkReason.LOCAL:
        return before
    known = replace(
        before,
        checked_at=seen.at,
        checks=before.checks + (seen.reason not in _NEVER_ASKED),
        turns=_turns(before, seen),
        suggestion=seen.suggestion or before.suggestion,
    )
    match seen.state:
        case LinkState.SUSPECTED:
            return _failed(before, known, seen, confirm_checks)
        case LinkState.OK | LinkState.REDIRECTED:
            return _answered(before, known, seen)
        case LinkState.BLOCKED if before.state in PROVED:
            return known
        case _:
            return replace(
                _as_seen(known, seen),
                state=seen.state,
                failures=0,
                failing_since=None,
                tallies=_kept_tallies(before, seen),
            )


def _kept_tallies(before: LinkHealth, seen: LinkEvidence) -> tuple[Tally, ...]:
    """What there is of a proof after an answer that is neither good nor a failure of the address."""
    if seen.reason in _NEVER_ASKED:
        return ()
    if seen.failing is None:
        return before.tallies
    return tallied(before.tallies, seen.failing, seen.at)


def is_flapping(health: LinkHealth) -> bool:
    """Whether the link came and went at least three times within a month of its last check."""
    return len(health.turns) >= _FLAPPING_TURNS


def _as_seen(known: LinkHealth, seen: LinkEvidence) -> LinkHealth:
    return replace(
        known,
        reason=seen.reason,
        status=seen.status,
        final_url=seen.final_url,
        detail=seen.detail,
        signs=seen.signs,
    )


def _answered(before: LinkHealth, known: LinkHealth, seen: LinkEvidence) -> LinkHealth:
    """After a good answer: whatever there was of a proof is void."""
    state, suggestion = seen.state, seen.suggestion
    moved_to = seen.final_url if seen.is_permanent and state is LinkState.REDIRECTED else None
    moved_since = None
    if moved_to is not None:
        is_same = before.moved_to == moved_to and before.moved_since is not None
        moved_since = before.moved_since if is_same else seen.at
        assert moved_since is not None
        if is_same and days_between(moved_since, seen.at) >= _MOVED_DAYS:
            state = LinkState.MOVED
            suggestion = Suggestion(url=moved_to, kind=SuggestionKind.PERMANENT)
    return replace(
        _as_seen(known, seen),
        state=state,
        failures=0,
        failing_since=None,
        last_ok_at=seen.at,
        suggestion=suggestion,
        tallies=(),
        moved_to=moved_to,
        moved_since=moved_since,
        title=seen.title or before.title,
    )


def _failed(
    before: LinkHealth, known: LinkHealth, seen: LinkEvidence, confirm_checks: int
) -> LinkHealth:
    """After a failure: suspected until there is a proof, then dead until a good answer."""
    failing = _kind(before, seen)
    tallies = tallied(before.tallies, failing, seen.at)
    counted = replace(
        known,
        failures=before.failures + 1,
        failing_since=before.failing_since or seen.at,
        tallies=tallies,
    )
    times = 2 if is_flapping(known) else 1
    if before.state in PROVED:  # another verdict needs a proof of its own
        said = [tally for tally in tallies if tally.failing is failing and failing in _SAID]
        if not is_proved(said, times=times, least=confirm_checks):
            return counted
    elif failing is Failing.UNPROVEN or not is_proved(tallies, times=times, least=confirm_checks):
        return replace(_as_seen(counted, seen), state=LinkState.SUSPECTED)
    return replace(_as_seen(counted, seen), state=_verdict(before, seen, failing))


def _kind(before: LinkHealth, seen: LinkEvidence) -> Failing:
    """Of what kind a failure is: what is nothing particular to its address is soft where something
    else was there once."""
    if (
        seen.reason in _NOTHING_PARTICULAR
        and before.title is not None
        and seen.title != before.title
    ):
        return Failing.SOFT
    return seen.failing or Failing.UNPROVEN


def _verdict(before: LinkHealth, seen: LinkEvidence, failing: Failing) -> LinkState:
    """What a link is that is proved not to lead to its document."""
    match failing:
        case Failing.SOFT:
            return LinkState.SOFT_404
        case Failing.GONE:
            return LinkState.GONE
        case Failing.NOT_THERE if seen.reason is LinkReason.HTTP and seen.is_host_honest:
            return LinkState.GONE
        case Failing.NOT_THERE if before.state is LinkState.GONE and seen.is_host_honest is None:
            return LinkState.GONE
        case _:
            return LinkState.BROKEN


def _turns(before: LinkHealth, seen: LinkEvidence) -> tuple[str, ...]:
    """The turns of the last month, this check's included where it is one."""
    is_turn = (before.state in GOOD and seen.state is LinkState.SUSPECTED) or (
        before.state in _FAILING and seen.state in GOOD
    )
    lately = tuple(at for at in before.turns if 0 <= days_between(at, seen.at) <= _FLAPPING_DAYS)
    return (*lately, seen.at)[-_MOST_TURNS:] if is_turn else lately
