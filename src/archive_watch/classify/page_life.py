"""Where a page stands after a check: the life of a page, decided by what was seen and how often.

A page is suspect from the first check that sees it gone, and removed once that is confirmed.  A
block page, a refusal or an outage never makes a page gone.  Step by step::

    new → live → suspect → removed | moved | withheld | blocked | unreachable → live (restored)

A page that is refused is ``blocked``: that may be its host's doing, or ours.  It is ``withheld``
once it alone was refused for a week while its siblings answered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from archive_watch.model.clock import days_between
from archive_watch.model.visit import SAW_IT_GONE, SAW_THE_PAGE, Outcome, PageState

_UNREACHABLE_AFTER = 3  # failed checks in a row
_WITHHELD_AFTER_DAYS = 7.0
_WITHHELD_CHECKS = 3
_ANSWERING_SIBLINGS = 3
_STANDS = frozenset({PageState.REMOVED, PageState.SUSPECT, PageState.WITHHELD})
_SAME_DOCUMENT = 0.5  # share of words that two readings of one document have in common, at least


def state_after(
    before: PageState,
    outcome: Outcome,
    *,
    absences: int,
    confirm: int,
    failures: int,
    moved: bool,
    known: bool = True,
    withheld: bool = False,
) -> PageState:
    """The page's state after a check.

    ``absences`` counts the checks in a row that saw it gone, this one included; ``failures``
    those that failed for any reason; ``moved``: it answers at another address for good;
    ``known``: it was read before (what was never seen cannot vanish); ``withheld``: it alone is
    refused, for so long that it is no accident.
    """
    if outcome in SAW_THE_PAGE:
        return PageState.MOVED if moved else PageState.LIVE
    if outcome in SAW_IT_GONE and not known:
        return PageState.NEW
    if outcome in SAW_IT_GONE:
        return PageState.REMOVED if absences >= confirm else PageState.SUSPECT
    if before in _STANDS:
        return before
    if outcome is Outcome.BLOCKED:
        return PageState.WITHHELD if withheld else PageState.BLOCKED
    if outcome in {Outcome.SERVER_ERROR, Outcome.NETWORK_ERROR} and failures >= _UNREACHABLE_AFTER:
        return PageState.UNREACHABLE
    return before


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """The checks in a row, up to the last, that were refused this one page (401, 403, 451).

    Times are UTC text.  ``answering`` is how many siblings were read since the first of them.
    """

    checks: int
    first_at: str
    last_at: str
    answering: int


def is_withheld(refused: Refusals) -> bool:
    """Whether a page is kept from us by itself, and for so long that it is no accident."""
    lasted = days_between(refused.first_at, refused.last_at)
    is_long = refused.checks >= _WITHHELD_CHECKS and lasted >= _WITHHELD_AFTER_DAYS
    return is_long and refused.answering >= _ANSWERING_SIBLINGS


def is_same_document(old: str, new: str) -> bool:
    """Whether two texts are readings of one document: at least half of their words in common."""
    old_words, new_words = Counter(old.split()), Counter(new.split())
    larger = max(old_words.total(), new_words.total())
    if larger == 0:
        return True
    return (old_words & new_words).total() / larger >= _SAME_DOCUMENT
