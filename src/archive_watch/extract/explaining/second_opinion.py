"""What a host's other pages say of a page that is explained: how often each block was seen.

An opinion, never a decision: on a host with a profile nothing that was learnt takes a word out.  It
is for whoever mends the profile, and tells where the two disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive_watch.extract.explaining.explained import ExplainedBlock, Explanation, Opinion
from archive_watch.extract.learning.level import FEWEST_PAGES
from archive_watch.extract.learning.seen import fingerprint_of
from archive_watch.extract.words.taken import Why
from archive_watch.model.learnt import SiteFacts

_MOST_SHOWN = 3
_LONGEST_SHOWN = 60
_WORDS_OF_A_PARAGRAPH = 20


def with_opinion(explanation: Explanation, facts: SiteFacts) -> Explanation:
    """The explanation with what was counted on the host's pages; as it is, where they are too few."""
    pages = facts.learnt.pages
    if pages < FEWEST_PAGES:
        return explanation
    seen: dict[str, int] = {}
    for one in facts.blocks:
        seen[one.fingerprint] = max(seen.get(one.fingerprint, 1), one.pages)
    containers = {one.signature: one.pages for one in facts.containers}
    blocks = tuple(
        replace(block, seen_on=(_seen_on(block, seen, containers), pages))
        for block in explanation.blocks
    )
    said = () if explanation.cut.fallback else tuple(_advice(blocks))
    opinion = Opinion(
        pages=pages, roots=facts.learnt.roots, furniture=facts.learnt.furniture, advice=said
    )
    return replace(explanation, blocks=blocks, opinion=opinion)


def _seen_on(block: ExplainedBlock, seen: dict[str, int], containers: dict[str, int]) -> int:
    """On how many pages the block stands; of what was learnt, the container it was taken out with."""
    if block.why is Why.LEARNT:
        return containers.get(block.by, 1)
    return seen.get(fingerprint_of(block.text), 1)


def _advice(blocks: tuple[ExplainedBlock, ...]) -> Iterator[str]:
    """Where the profile and the host's other pages disagree."""
    counted = [(one, *(one.seen_on or (1, 1))) for one in blocks]
    repeated = [one for one, seen, of in counted if one.kept and 2 * seen > of]
    if repeated:
        yield (
            f"kept, and yet on most of the pages: {_shown(repeated)};"
            " words that recur, or furniture to drop?"
        )
    alone = [
        one
        for one, seen, _ in counted
        if one.root is None
        and one.why is Why.OUTSIDE
        and seen == 1
        and len(one.text.split()) >= _WORDS_OF_A_PARAGRAPH
    ]
    if alone:
        yield (
            f"left out, and on no other page: {_shown(alone)}; words that the roots should hold?"
        )


def _shown(blocks: Sequence[ExplainedBlock]) -> str:
    texts = [
        f"“{one.text[:_LONGEST_SHOWN]}{'…' if len(one.text) > _LONGEST_SHOWN else ''}”"
        for one in blocks[:_MOST_SHOWN]
    ]
    more = len(blocks) - len(texts)
    return ", ".join([*texts, *([f"{more} more"] if more else [])])
