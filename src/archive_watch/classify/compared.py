"""What differs between two transcripts, part by part, before it is weighed.

The text first: whether another one stands in its place, or its end is gone; then passage by passage.
Beside it what the page says of itself, and where its body's links point.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from archive_watch.classify.another_form import is_another_form
from archive_watch.classify.aspects import Judged, judged
from archive_watch.classify.attributed import reattribution
from archive_watch.classify.edited import Edited
from archive_watch.classify.extent import extent_of
from archive_watch.classify.facts import Fact, differing_facts, flags_of_fact
from archive_watch.classify.flags import flags_of, is_slips_alone
from archive_watch.classify.marks import redaction_flags, with_hosts_rewritten
from archive_watch.classify.passages import Passage, passages_of
from archive_watch.classify.severity import Slight
from archive_watch.classify.slips import Lexicon
from archive_watch.classify.speakers import handed_over
from archive_watch.classify.typography import is_typography
from archive_watch.model.change import ChangeKind, Flag, Op
from archive_watch.model.transcript import LinkArea, PageLink, Transcript

_STOP = re.compile(r"[.,;:](?!\d)")
_ROUND = str.maketrans("[]", "()")
_PARTING = "\n\n"
_Hand = tuple[str, str | None, str | None]  # the words, who said them, who says them now


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDifference:
    """What differs in the text.

    ``told`` are the passages told by their words; ``hands`` the words that are another's now;
    ``slight`` is set where all that was edited weighs little.
    """

    kinds: frozenset[ChangeKind] = frozenset()
    told: tuple[Passage, ...] = ()
    hands: tuple[_Hand, ...] = ()
    flags: tuple[Flag, ...] = ()
    slight: Slight | None = None
    counts: Mapping[ChangeKind, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideDifference:
    """What differs beside the text: facts, and links; ``is_typography`` where others differ so."""

    facts: tuple[Fact, ...] = ()
    is_typography: bool = False
    flags: tuple[Flag, ...] = ()
    slight: Slight | None = None
    links: tuple[Sequence[PageLink], Sequence[PageLink]] | None = None


def text_difference(old: Transcript, new: Transcript, ops: Sequence[Op]) -> TextDifference:
    """What differs between two texts, ``ops`` being their diff."""
    if old.text == new.text or is_typography(*_where_they_differ(old.text, new.text)):
        return _of_same_words(old, new)
    passages = passages_of(ops, old, new)
    kind, end = extent_of(passages)
    if kind is ChangeKind.REPLACED:
        return TextDifference(kinds=frozenset({kind}), told=tuple(passages))
    handed = handed_over(passages)
    found = judged(passages[:end], handed)
    kinds = {kind for one in found for kind in one.kinds} - {ChangeKind.COSMETIC}
    if kind is not None:
        kinds.add(kind)
    counts = {kind: sum(kind in one.kinds for one in found) for kind in kinds}
    lexicon = Lexicon(old.text, new.text)
    raised, slight = _raised(found, lexicon)
    return TextDifference(
        kinds=frozenset(kinds or {ChangeKind.COSMETIC}),
        told=(*(one.passage for one in found if one.is_told), *passages[end:]),
        hands=tuple(
            (one.now.speech, one.was.speaker, one.now.speaker) for one in handed
        ),
        flags=tuple(dict.fromkeys([
            *(Flag(kind="speaker", old=one.was.speaker, new=one.now.speaker) for one in handed),
            *raised,
            *_redactions([one for one in found if one.is_edit]),
        ])),
        slight=slight if kinds == {ChangeKind.TEXT} else None,
        counts=counts,
    )  # fmt: skip


def _where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Two texts without the paragraphs that both begin with, and end with: what is the same is so in
    any typography."""
    before, after = old.split(_PARTING), new.split(_PARTING)
    most = min(len(before), len(after))
    head = next((at for at in range(most) if before[at] != after[at]), most)
    tail = next((at for at in range(most - head) if before[~at] != after[~at]), most - head)
    return (
        _PARTING.join(before[head : len(before) - tail]),
        _PARTING.join(after[head : len(after) - tail]),
    )


def _of_same_words(old: Transcript, new: Transcript) -> TextDifference:
    """The same words, perhaps given to somebody else, perhaps in other typography."""
    moved = reattribution(old, new)
    if moved is None:
        kinds = frozenset() if old.text == new.text else frozenset({ChangeKind.COSMETIC})
        return TextDifference(kinds=kinds)
    return TextDifference(
        kinds=frozenset({ChangeKind.ATTRIBUTION}),
        hands=((moved.words, moved.old, moved.new),),
        flags=(Flag(kind="speaker", old=moved.old, new=moved.new),),
        counts={ChangeKind.ATTRIBUTION: 1},
    )


def _raised(found: Sequence[Judged], lexicon: Lexicon) -> tuple[list[Flag], Slight | None]:
    """The flags of the edited passages, and how slight the weightiest of them is."""
    flags: list[Flag] = []
    slights: list[Slight | None] = []
    for one in found:
        if ChangeKind.TEXT not in one.kinds:
            continue
        edited = Edited.of(one.passage)
        slight = _slight(one.passage, edited, lexicon)
        slights.append(slight)
        if edited is not None and slight not in {Slight.CASE, Slight.FORM}:
            flags += flags_of(edited, lexicon)
    if not slights or None in slights:
        return flags, None
    return flags, max(slight for slight in slights if slight is not None)


def _slight(passage: Passage, edited: Edited | None, lexicon: Lexicon) -> Slight | None:
    if passage.was is None or passage.now is None:
        return None
    was, now = passage.was.speech, passage.now.speech
    if is_case_alone(was, now):
        return Slight.CASE
    if edited is None:
        return None
    if edited.hosts and is_typography(with_hosts_rewritten(was, edited.hosts), now):
        return Slight.HOST
    if is_slips_alone(edited, lexicon):
        return Slight.SPELLING
    return Slight.FORM if is_another_form(was, now) else None


def is_case_alone(was: str, now: str) -> bool:
    """Whether two texts are the same but for capitals, stops, commas and typography."""
    return is_typography(_bare(was), _bare(now))


def _bare(text: str) -> str:
    """``text`` without capitals, stops and commas, its brackets round; the stop of 3.5 and the comma
    of 1,000 are part of a number."""
    return _STOP.sub("", text.casefold()).translate(_ROUND)


def _redactions(edited: Sequence[Judged]) -> list[Flag]:
    """The marks of redaction that came or went, in whole paragraphs too: they speak by themselves."""
    was = [one.passage.was.speech for one in edited if one.passage.was is not None]
    now = [one.passage.now.speech for one in edited if one.passage.now is not None]
    return list(redaction_flags("\n".join(was), "\n".join(now)))


def beside_difference(old: Transcript, new: Transcript) -> BesideDifference:
    """What differs in what two transcripts say beside their words."""
    facts, cosmetic = differing_facts(old.metadata, new.metadata)
    is_slight = bool(facts) and all(is_case_alone(was or "", now or "") for _, was, now in facts)
    lexicon = Lexicon(old.text, new.text)
    flags = [flag for fact in facts for flag in flags_of_fact(*fact, lexicon)]
    links = _body_links(old), _body_links(new)
    targets = [[link.target for link in side] for side in links]
    return BesideDifference(
        facts=tuple(facts),
        is_typography=cosmetic,
        flags=() if is_slight else tuple(dict.fromkeys(flags)),
        slight=Slight.CASE if is_slight else None,
        links=links if targets[0] != targets[1] else None,
    )


def _body_links(transcript: Transcript) -> list[PageLink]:
    return [link for link in transcript.links if link.area is LinkArea.BODY]
