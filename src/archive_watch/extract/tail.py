"""What stands at the end of the content and is no word of the page, as the profile knows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive_watch.extract.blocks import Block
from archive_watch.model.site import SiteProfile

_AFTER_THE_END = 15  # an end mark with more than this after it is no end
_BETWEEN_LINKS = re.compile(r"[\s|•·*\[\]>-]+")


def without_tail(blocks: Sequence[Block], profile: SiteProfile) -> list[Block]:
    """The blocks without end mark, way on, and the lines that the profile calls no words."""
    left = _before_end_mark(list(blocks), profile.end_marks)
    patterns = [re.compile(pattern) for pattern in profile.tail]
    while left and (
        any(pattern.search(left[-1].text) for pattern in patterns)
        or (profile.tail_links and _is_links(left[-1]))
    ):
        left.pop()
    return left


def _before_end_mark(blocks: list[Block], marks: Sequence[str]) -> list[Block]:
    patterns = [re.compile(mark) for mark in marks]
    for index in range(len(blocks) - 1, max(-1, len(blocks) - _AFTER_THE_END - 1), -1):
        if any(pattern.search(blocks[index].text) for pattern in patterns):
            return blocks[:index]
    return blocks


def _is_links(block: Block) -> bool:
    """Whether a block holds links and nothing else."""
    if not block.anchors:
        return False
    words = _BETWEEN_LINKS.sub("", block.text)
    return words == _BETWEEN_LINKS.sub("", "".join(anchor.text for anchor in block.anchors))
