"""Where a page stands after a check: the life of a page, decided by what was seen and how often.

A page is suspect from the first check that sees it gone, and removed once that is confirmed.  A
block page, a refusal or an outage never makes a page gone.  Step by step::

    new → live → suspect → removed | moved | blocked | unreachable → live (restored)
"""

from __future__ import annotations

from collections import Counter

from archive_watch.model.visit import SAW_IT_GONE, SAW_THE_PAGE, Outcome, PageState

_UNREACHABLE_AFTER = 3  # failed checks in a row
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
) -> PageState:
    """The page's state after a check.

    ``absences`` counts the checks in a row that saw it gone, this one included; ``failures``
    those that failed for any reason; ``moved``: it answers at another address for good;
    ``known``: it was read before (what was never seen cannot vanish).
    """
    if outcome in SAW_THE_PAGE:
        return PageState.MOVED if moved else PageState.LIVE
    if outcome in SAW_IT_GONE and not known:
        return PageState.NEW
    if outcome in SAW_IT_GONE:
        return PageState.REMOVED if absences >= confirm else PageState.SUSPECT
    if before in {PageState.REMOVED, PageState.SUSPECT}:
        return before
    if outcome is Outcome.BLOCKED:
        return PageState.BLOCKED
    if outcome in {Outcome.SERVER_ERROR, Outcome.NETWORK_ERROR} and failures >= _UNREACHABLE_AFTER:
        return PageState.UNREACHABLE
    return before


def is_same_document(old: str, new: str) -> bool:
    """Whether two texts are readings of one document: at least half of their words in common."""
    old_words, new_words = Counter(old.split()), Counter(new.split())
    larger = max(old_words.total(), new_words.total())
    if larger == 0:
        return True
    return (old_words & new_words).total() / larger >= _SAME_DOCUMENT
