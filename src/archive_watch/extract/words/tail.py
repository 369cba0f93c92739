"""What stands at the end of the content and is no word of the page, as the profile knows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive_watch.extract.blocks.blocks import Block
from archive_watch.extract.words.taken import Taken, Why
from archive_watch.model.site import SiteProfile

_AFTER_THE_END = 15  # an end mark with more than this after it is no end
_WORD = re.compile(r"\w+")
_ON_THE_WAY = frozenset(  # what is said around a link that leads on, and says nothing else
    "a an and at back click continue for forward go here home in index list menu more next of on or"
    " page pages previous prior return see site table the this to top up web".split()
)
_BETWEEN_LINKS = re.compile(r"[\s|•·*\[\]>-]+")


def end_of(blocks: Sequence[Block], marks: Sequence[str]) -> list[Taken]:
    """The last end mark near the end of the page, first, and the ways on that stand after it.

    Other words there are words of the page: somebody may have added them.
    """
    patterns = [re.compile(mark) for mark in marks]
    if not patterns:
        return []
    for index in range(len(blocks) - 1, max(-1, len(blocks) - _AFTER_THE_END - 1), -1):
        by = _match(patterns, blocks[index].text)
        if by is not None:
            after = range(index + 1, len(blocks))
            return [
                Taken(index, Why.END_MARK, by),
                *(Taken(at, Why.AFTER_THE_END, by) for at in after if _leads_on(blocks[at])),
            ]
    return []


def tail_of(blocks: Sequence[Block], profile: SiteProfile) -> list[Taken]:
    """The lines at the end that the profile calls no words, and the way on."""
    patterns = [re.compile(pattern) for pattern in profile.tail]
    taken: list[Taken] = []
    for index in range(len(blocks) - 1, -1, -1):
        by = _match(patterns, blocks[index].text)
        if by is not None:
            taken.append(Taken(index, Why.TAIL, by))
        elif profile.tail_links and _is_links(blocks[index]):
            taken.append(Taken(index, Why.WAY_ON))
        else:
            break
    return taken


def _match(patterns: Sequence[re.Pattern[str]], text: str) -> str | None:
    """The first of the patterns that is in ``text``."""
    return next((one.pattern for one in patterns if one.search(text) is not None), None)


def _leads_on(block: Block) -> bool:
    """Whether a block is links and no more than a few words about where they lead."""
    left: list[str] = []
    end = 0
    for anchor in block.anchors:
        left.append(block.text[end : anchor.start])
        end = max(end, anchor.start + len(anchor.text))
    left.append(block.text[end:])
    words = _WORD.findall(" ".join(left).lower())
    return not words or (bool(block.anchors) and _ON_THE_WAY.issuperset(words))


def _is_links(block: Block) -> bool:
    """Whether a block holds links and nothing else."""
    if not block.anchors:
        return False
    words = _BETWEEN_LINKS.sub("", block.text)
    return words == _BETWEEN_LINKS.sub("", "".join(anchor.text for anchor in block.anchors))
