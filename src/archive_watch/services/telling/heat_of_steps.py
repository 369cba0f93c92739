"""Where the newest steps of a page edited its text, as far as so many words can be compared at once.

The whole history is ``heat_of_history``; here a page with five hundred versions is told as fast as
one with two, and a rewritten book not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archive_watch.diff.descent import descent, paragraphs_of
from archive_watch.diff.heat import heat_of
from archive_watch.storage.database import Archive
from archive_watch.storage.told_page import ToldSpan, text_of_version

_MOST_STEPS = 10
_MOST_WORDS = 40_000  # in all the texts that are compared

Strip = tuple[int, ...]


def heat_of_steps(
    archive: Archive, newest_first: Sequence[ToldSpan], *, buckets: int
) -> dict[int, Strip]:
    """How many words came or left in each of so many equal stretches of the text, against the text
    before it, by the id of the span; of those spans that are not in it nothing is known here."""
    worded = _affordable([span for span in newest_first if span.words is not None])
    texts = {span.version_id: _paragraphs(archive, span.version_id or 0) for span in worded}
    strips: dict[int, Strip] = {}
    for after, before in pairwise(worded):
        old, new = texts[before.version_id], texts[after.version_id]
        strips[after.id] = heat_of(descent(old, new), old, new, buckets=buckets)
    return strips


def _affordable(worded: Sequence[ToldSpan]) -> list[ToldSpan]:
    chosen: list[ToldSpan] = []
    left = _MOST_WORDS
    for span in worded[: _MOST_STEPS + 1]:
        left -= span.words or 0
        if left < 0:
            break
        chosen.append(span)
    return chosen


def _paragraphs(archive: Archive, version_id: int) -> list[str]:
    return paragraphs_of(text_of_version(archive, version_id) or "")
