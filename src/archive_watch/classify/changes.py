"""What a change means: its kind, its aspects, its flags, and one line that tells it.

Two transcripts in, a finding out.  What is judged is what is diffed: a change of text always has
a diff to show, and a difference that is typography alone is cosmetic and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_watch.classify.attributed import Reattribution, reattribution
from archive_watch.classify.excerpt import excerpt_of
from archive_watch.classify.facts import Fact, differing_facts, flags_of_fact
from archive_watch.classify.flags import flags_of
from archive_watch.classify.severity import Slight, severity_of
from archive_watch.classify.summary import (
    elided,
    summary_of_attribution,
    summary_of_links,
    summary_of_metadata,
    summary_of_ops,
)
from archive_watch.classify.typography import is_typography
from archive_watch.diff.align import diff_transcripts
from archive_watch.model.change import ChangeKind, Edit, Finding, Flag, Op, OpKind, Sign
from archive_watch.model.transcript import LinkArea, PageLink, Transcript

_FULL_STOP = re.compile(r"\.(?!\d)")
_WEIGHT = (
    ChangeKind.REMOVED,
    ChangeKind.RESTORED,
    ChangeKind.REVERTED,
    ChangeKind.TEXT,
    ChangeKind.ATTRIBUTION,
    ChangeKind.METADATA,
    ChangeKind.MOVED,
    ChangeKind.LINKS,
    ChangeKind.COSMETIC,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """The parts of a difference, before they are weighed."""

    ops: tuple[Op, ...] = ()
    aspects: tuple[ChangeKind, ...] = ()
    flags: tuple[Flag, ...] = ()
    told: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    slight: Slight | None = None


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
    seen = _compared(old, new)
    aspects = [
        *([ChangeKind.RESTORED] if restored else []),
        *([ChangeKind.REVERTED] if reverted else []),
        *([ChangeKind.MOVED] if moved_to is not None else []),
        *seen.aspects,
    ] or [ChangeKind.COSMETIC]
    if set(aspects) == {ChangeKind.REVERTED, ChangeKind.COSMETIC}:
        aspects = [ChangeKind.COSMETIC]  # a quote that flips back and forth is never told
    aspects.sort(key=_WEIGHT.index)
    removed, added = _words(seen)
    finding = Finding(
        kind=aspects[0],
        aspects=tuple(dict.fromkeys(aspects)),
        severity=severity_of(aspects, seen.flags, words=removed + added, slight=seen.slight),
        summary=_told([*seen.told, *_beside(aspects, seen, moved_to)]),
        beside="; ".join(_beside(aspects, seen, moved_to)),
        flags=seen.flags,
        words_added=added,
        words_removed=removed,
        edits=() if ChangeKind.ATTRIBUTION in aspects else tuple(edits_of(seen.ops)),
    )
    return finding, seen.ops


def _gone() -> Finding:
    return Finding(
        kind=ChangeKind.REMOVED,
        aspects=(ChangeKind.REMOVED,),
        severity=severity_of([ChangeKind.REMOVED], (), words=0),
        summary="the page is gone",
    )


def _compared(old: Transcript, new: Transcript) -> _Seen:
    ops = diff_transcripts(old, new)
    text = _text_aspect(old.text, new.text)
    moved = None if text is ChangeKind.TEXT else reattribution(old, new)
    text = text if moved is None else ChangeKind.ATTRIBUTION
    metadata, cosmetic = differing_facts(old.metadata, new.metadata)
    links_old, links_new = _body_links(old), _body_links(new)
    links = [link.target for link in links_old] != [link.target for link in links_new]
    aspects = [
        *([text] if text else []),
        *([ChangeKind.METADATA] if metadata else []),
        *([ChangeKind.LINKS] if links else []),
        *([ChangeKind.COSMETIC] if cosmetic else []),
    ]
    edited = text is ChangeKind.TEXT
    beside = [
        *summary_of_metadata(metadata),
        *(summary_of_links(links_old, links_new) if links else []),
    ]
    raised = [flags_of(op) for op in ops if op.op is not OpKind.EQUAL] if edited else []
    flags = [
        *([Flag(kind="speaker", old=moved.old, new=moved.new)] if moved is not None else []),
        *(flag for of_one in raised for flag in of_one),
        *(flag for name, was, now in metadata for flag in flags_of_fact(name, was, now)),
    ]
    slight = _slight(ops if edited else (), raised, metadata, links=links)
    return _Seen(
        ops=ops,
        aspects=tuple(dict.fromkeys(aspects)),
        flags=() if slight is Slight.CASE else tuple(dict.fromkeys(flags)),
        told=tuple(_told_of_text(ops if edited else (), moved)),
        beside=tuple(beside),
        slight=slight,
    )


def _told_of_text(ops: Sequence[Op], moved: Reattribution | None) -> list[str]:
    if moved is not None:
        return [summary_of_attribution(moved.words, moved.old, moved.new)]
    return summary_of_ops(ops)


def _text_aspect(old: str, new: str) -> ChangeKind | None:
    if old == new:
        return None
    return ChangeKind.COSMETIC if is_typography(old, new) else ChangeKind.TEXT


def _body_links(transcript: Transcript) -> list[PageLink]:
    return [link for link in transcript.links if link.area is LinkArea.BODY]


def _slight(
    ops: Sequence[Op], raised: Sequence[Sequence[Flag]], metadata: Sequence[Fact], *, links: bool
) -> Slight | None:
    """Whether all that differs is capitals and full stops, or slips of spelling.

    ``raised`` are the flags of each edited op.
    """
    pairs = [(op.old or "", op.new or "") for op in ops if op.op is not OpKind.EQUAL]
    facts = [(was or "", now or "") for _, was, now in metadata]
    if links or not (pairs or facts):
        return None
    if all(is_typography(_bare(was), _bare(now)) for was, now in pairs + facts):
        return Slight.CASE
    if not facts and all(map(_is_slip, pairs, raised)):
        return Slight.SPELLING
    return None


def _is_slip(pair: tuple[str, str], raised: Sequence[Flag]) -> bool:
    return {flag.kind for flag in raised} == {"spelling"} or is_typography(*pair)


def _bare(text: str) -> str:
    """``text`` without capitals and full stops; the stop of 3.5 or .5 is part of a number."""
    return _FULL_STOP.sub("", text.casefold())


def _words(seen: _Seen) -> tuple[int, int]:
    if ChangeKind.TEXT not in seen.aspects:
        return 0, 0
    removed = added = 0
    for op in seen.ops:
        for sign, text in _signed(op):
            removed += len(text.split()) if sign is Sign.REMOVED else 0
            added += len(text.split()) if sign is Sign.ADDED else 0
    return removed, added


def _signed(op: Op) -> Iterator[tuple[Sign, str]]:
    match op.op:
        case OpKind.REPLACE:
            yield from ((run.sign, run.text) for run in op.words)
        case OpKind.DELETE:
            yield Sign.REMOVED, op.old or ""
        case OpKind.INSERT:
            yield Sign.ADDED, op.new or ""
        case _:
            return


def edits_of(ops: Sequence[Op]) -> Iterator[Edit]:
    """The words that left and came, one row an edited paragraph; moves and equal ones have none."""
    for op in ops:
        removed = " … ".join(text.strip() for sign, text in _signed(op) if sign is Sign.REMOVED)
        added = " … ".join(text.strip() for sign, text in _signed(op) if sign is Sign.ADDED)
        if removed or added:
            yield Edit(speaker=op.speaker, removed=removed, added=added, excerpt=excerpt_of(op))


def _beside(aspects: Sequence[ChangeKind], seen: _Seen, moved_to: str | None) -> list[str]:
    """What there is to tell beside the text."""
    said = {
        ChangeKind.RESTORED: "the page is back after being gone",
        ChangeKind.REVERTED: "back to an earlier state",
    }
    return [
        *(said[aspect] for aspect in aspects if aspect in said),
        *seen.beside,
        *([f"moved to {elided(moved_to.removeprefix('//'))}"] if moved_to is not None else []),
    ]


def _told(parts: Sequence[str]) -> str:
    return "; ".join(parts) or "typography only: quotes, dashes or spacing"
