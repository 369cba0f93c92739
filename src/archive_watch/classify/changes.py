"""What a change means: its kind, its aspects, its flags, how much it weighs, why, and one line.

Two transcripts in, a finding out.  What is judged is what is diffed: a change of text always has
a diff to show, and a difference that is typography alone is cosmetic and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.classify.compared import (
    BesideDifference,
    TextDifference,
    beside_difference,
    text_difference,
)
from archive_watch.classify.edits import edits_of, words_in
from archive_watch.classify.reasons import reasons_for
from archive_watch.classify.severity import (
    OF_ONE_TEXT,
    Slight,
    heaviest_first,
    severity_of,
    weight_of,
)
from archive_watch.classify.summary import (
    elided,
    summary_of_links,
    summary_of_metadata,
    summary_of_text,
)
from archive_watch.diff.align import diff_transcripts
from archive_watch.model.change import ChangeKind, Finding, Flag, Op
from archive_watch.model.transcript import Transcript

_ORDER = (
    ChangeKind.REMOVED,
    ChangeKind.RESTORED,
    ChangeKind.REVERTED,
    ChangeKind.REPLACED,
    ChangeKind.TRUNCATED,
    ChangeKind.TEXT,
    ChangeKind.ATTRIBUTION,
    ChangeKind.TURN_REMOVED,
    ChangeKind.TURN_ADDED,
    ChangeKind.MOVED_TEXT,
    ChangeKind.METADATA,
    ChangeKind.MOVED,
    ChangeKind.LINKS,
    ChangeKind.COSMETIC,
)


def classify_change(
    old: Transcript | None,
    new: Transcript | None,
    *,
    moved_to: str | None = None,
    reverted: bool = False,
    restored: bool = False,
) -> tuple[Finding, tuple[Op, ...]]:
    """What the step from ``old`` to ``new`` means, and its diff.

    ``new`` None: the page is gone.  ``restored``: it is back after being gone.  ``reverted``: it is
    again in a state that it had left.  ``moved_to``: its new address.
    """
    if new is None or old is None:
        return _gone(), ()
    ops = diff_transcripts(old, new)
    text, beside = text_difference(old, new, ops), beside_difference(old, new)
    kinds = _kinds(text, beside)
    kinds |= {ChangeKind.RESTORED} if restored else set()
    kinds |= {ChangeKind.MOVED} if moved_to is not None else set()
    if reverted and kinds != {ChangeKind.COSMETIC}:
        kinds.add(ChangeKind.REVERTED)  # a quote that flips back and forth is never told
    return _finding(kinds, text, beside, moved_to), ops


def _kinds(text: TextDifference, beside: BesideDifference) -> set[ChangeKind]:
    kinds = set(text.kinds)
    kinds |= {ChangeKind.METADATA} if beside.facts else set()
    kinds |= {ChangeKind.LINKS} if beside.links is not None else set()
    kinds |= {ChangeKind.COSMETIC} if beside.is_typography else set()
    return kinds or {ChangeKind.COSMETIC}


def _finding(
    kinds: set[ChangeKind], text: TextDifference, beside: BesideDifference, moved_to: str | None
) -> Finding:
    weights = {kind: _weight(kind, kinds, text, beside) for kind in kinds}
    aspects = heaviest_first(kinds, weights, _ORDER)
    told_ops = [one.op for one in text.told]
    removed, added = words_in(told_ops)
    weighed = severity_of(weights, words=removed + added)
    flags = tuple(dict.fromkeys([*text.flags, *beside.flags]))
    apart = _told_beside(aspects, beside, moved_to)
    return Finding(
        kind=aspects[0],
        aspects=tuple(aspects),
        severity=weighed.severity,
        summary=_told([*summary_of_text(text), *apart]),
        beside="; ".join(apart),
        flags=flags,
        words_added=added,
        words_removed=removed,
        edits=tuple(edits_of(told_ops)),
        why=reasons_for(aspects, flags, text, weighed.why, weighed.severity),
    )


def _weight(
    kind: ChangeKind, kinds: set[ChangeKind], text: TextDifference, beside: BesideDifference
) -> tuple[int, str]:
    """What one aspect weighs: with its flags, or little where all that it is is slight."""
    if kind is ChangeKind.METADATA:
        return weight_of(kind, beside.flags, beside.slight)
    if kind is ChangeKind.REVERTED and text.slight is not None and kinds <= _SLIGHT_AT_MOST:
        return weight_of(kind, (), text.slight)
    if kind not in OF_ONE_TEXT:
        return weight_of(kind, (), None)
    is_hand = kind is ChangeKind.ATTRIBUTION
    flags: list[Flag] = [flag for flag in text.flags if (flag.kind == "speaker") is is_hand]
    is_edited = kind in {ChangeKind.TEXT, ChangeKind.ATTRIBUTION}
    slight: Slight | None = text.slight if kind is ChangeKind.TEXT else None
    return weight_of(kind, flags if is_edited else (), slight)


_SLIGHT_AT_MOST = frozenset({ChangeKind.REVERTED, ChangeKind.TEXT, ChangeKind.COSMETIC})


def _gone() -> Finding:
    weighed = severity_of({ChangeKind.REMOVED: weight_of(ChangeKind.REMOVED, (), None)}, words=0)
    return Finding(
        kind=ChangeKind.REMOVED,
        aspects=(ChangeKind.REMOVED,),
        severity=weighed.severity,
        summary="the page is gone",
        why=reasons_for([ChangeKind.REMOVED], (), TextDifference(), weighed.why, weighed.severity),
    )


def _told_beside(
    aspects: Sequence[ChangeKind], beside: BesideDifference, moved_to: str | None
) -> list[str]:
    """What there is to tell beside the text."""
    said = {
        ChangeKind.RESTORED: "the page is back after being gone",
        ChangeKind.REVERTED: "back to an earlier state",
    }
    return [
        *(said[aspect] for aspect in aspects if aspect in said),
        *summary_of_metadata(beside.facts),
        *(summary_of_links(*beside.links) if beside.links is not None else []),
        *([f"moved to {elided(moved_to.removeprefix('//'))}"] if moved_to is not None else []),
    ]


def _told(parts: Sequence[str]) -> str:
    return "; ".join(parts) or "typography only: quotes, dashes, spacing, or how a label is written"
