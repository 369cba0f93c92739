"""How much of a text is left: whether another one stands in its place, or its end was cut off.

Words that a rewritten sentence keeps by chance (``of the``) are not kept: only runs of them count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archive_watch.classify.passages import Passage
from archive_watch.model.change import ChangeKind, Sign

_REPLACED = 0.1  # of the words of the shorter side: a note written anew for next year keeps more
_FEWEST_WORDS = 30  # of a shorter text one sentence is most
_FEWEST_IN_A_RUN = 4
_CUT_OFF = 0.25  # of the old words
_MOST_AT_THE_CUT = 0.05  # of what was cut off: the rest of a sentence
_LONGEST_NOTE = 8  # words, such as [Continued on the next page], for
_FEWEST_FOR_A_NOTE = 40  # words that were cut off
_KEPT_BEFORE_THE_CUT = 0.6


def extent_of(passages: Sequence[Passage]) -> tuple[ChangeKind | None, int]:
    """``REPLACED``, ``TRUNCATED``, or None where neither is so; and where what was cut off begins."""
    same = sum(_count(one.was.text) for one in passages if one.was is not None and one.is_same)
    differ = [one for one in passages if not one.is_same]
    before = same + sum(_count(one.was.text) for one in differ if one.was is not None)
    after = same + sum(_count(one.now.text) for one in differ if one.now is not None)
    if before < _FEWEST_WORDS:
        return None, len(passages)
    kept = same + sum(map(_kept, differ))
    end = _end_of_kept(passages, before, after, kept)
    if end is not None:
        return ChangeKind.TRUNCATED, end
    little = _REPLACED * min(before, after)
    is_replaced = kept < little and kept + _in_another_order(differ) < little
    return (ChangeKind.REPLACED if is_replaced else None), len(passages)


def _in_another_order(differ: Sequence[Passage]) -> int:
    """How many words left in one place and came in another, paragraph by paragraph: the lines of a
    list that is sorted anew are too short to be told as moved, and are no other text."""
    apart = [one for one in differ if one.was is None or one.now is None]
    left = Counter(one.was.text for one in apart if one.was is not None)
    came = Counter(one.now.text for one in apart if one.now is not None)
    return sum(_count(text) * times for text, times in (left & came).items())


def _end_of_kept(passages: Sequence[Passage], before: int, after: int, kept: int) -> int | None:
    """Where what was cut off begins; None where nothing, or too little, was."""
    end = len(passages)
    gone = come = 0
    while end and (tail := _tail(passages[end - 1])) is not None:
        gone, come, end = gone + tail[0], come + tail[1], end - 1
        if passages[end].was is not None and passages[end].now is not None:
            break
    rest = max(before - gone, after - come)
    is_cut_off = (
        gone >= _CUT_OFF * before
        and (come <= _MOST_AT_THE_CUT * gone or _is_a_note(passages[end:], gone, come))
        and kept >= _KEPT_BEFORE_THE_CUT * rest
        and (kept > 0 or after == 0)
    )
    return end if is_cut_off else None


def _is_a_note(tail: Sequence[Passage], gone: int, come: int) -> bool:
    """Whether what came at a cut is a few words, and nobody's turn: a short answer is no note."""
    is_said = any(one.was is None and one.now is not None and one.now.label for one in tail)
    return come <= _LONGEST_NOTE and gone >= _FEWEST_FOR_A_NOTE and not is_said


def _tail(passage: Passage) -> tuple[int, int] | None:
    """The words that left and came at the end of the text; None where its words stayed.

    A paragraph may have lost its own end.
    """
    if passage.was is None or passage.now is None:
        was, now = passage.was, passage.now
        return (_count(was.text) if was else 0), (_count(now.text) if now else 0)
    runs = passage.op.words
    if not runs or passage.moved or runs[-1].sign is Sign.KEPT:
        return None
    gone = come = 0
    for run in reversed(runs):
        if run.sign is Sign.KEPT:
            break
        gone += _count(run.text) if run.sign is Sign.REMOVED else 0
        come += _count(run.text) if run.sign is Sign.ADDED else 0
    return gone, come


def _kept(passage: Passage) -> int:
    """How many words of a passage stayed, wherever they stand now."""
    if passage.was is None or passage.now is None:
        return 0
    if not passage.op.words:
        return _count(passage.now.text) if passage.was.text == passage.now.text else 0
    runs = [_count(run.text) for run in passage.op.words if run.sign is Sign.KEPT]
    kept, whole = sum(runs), min(_count(passage.was.text), _count(passage.now.text))
    return kept if 2 * kept > whole else sum(run for run in runs if run >= _FEWEST_IN_A_RUN)


def _count(text: str) -> int:
    return len(text.split())
