"""What the archives say about themselves, wherever on the page they say it.

A profile selects the content by its markup, and so leaves banners outside.  But an archive may put
its banner inside the content too, in an element that nobody has seen.  These sentences are no words
of any page: a line that consists of them, and of nothing else, is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive_watch.extract.blocks.blocks import Block
from archive_watch.extract.words.taken import Taken, Why

_SENTENCE = re.compile(
    r"\s*(?:"
    r"\d{4} ?[-–] ?\d{4} ARCHIVED CONTENT\.?"
    r"|You are viewing ARCHIVED CONTENT\b[^.]{0,120}(?:\.|$)"
    r"|Content in this archive site is NOT UPDATED,? and (?:external )?links may not function\.?"
    r"|For current information,? (?:please )?(?:go to|visit|see):?(?: (?:https?://)?www\.state\.gov/?)?\.?"
    r"|The State Department web ?site below is a permanent electronic archive of information released"
    r" [^.]{0,120}\."
    r"|Please see \[?www\.state\.gov\]? for (?:current )?material (?:\b[A-Z]\.|[^.]){0,120}\."
    r"|Or visit https?://\S{0,60} for information from that period\."
    r"|(?:Archive sites are|This site is) not updated,? so external links may no longer function\."
    r"|Contact us with any questions about finding information\."
    r"|NOTE: External links to other Internet sites should not be construed as an endorsement of the"
    r" views (?:or privacy policies )?contained therein\."
    r"|An official website of the United States government\.?"
    r"|Here['’]s how you know\.?"
    r"|(?:Official websites use \.gov|Secure \.gov websites use HTTPS)\.?"
    r"|A \.gov website belongs to an official government organization in the United States\."
    r"|A lock \([^()]{0,60}\) or https:// means you['’]ve safely connected to the \.gov website\."
    r"|Share sensitive information only on official, secure websites\."
    r"|Skip to (?:main )?content"
    r")\s*",
    re.IGNORECASE,
)
_POPUPS = (("U.S. Department of State", "The Lessons of 1989: Freedom and Our Future"),)


def furniture_in(blocks: Sequence[Block]) -> list[Taken]:
    """The lines that are no words of the page."""
    return [
        Taken(index, Why.FURNITURE, lines=lines)
        for index, block in enumerate(blocks)
        if (lines := block.once(_lines_of_furniture))
    ]


def _lines_of_furniture(block: Block) -> tuple[int, ...]:
    return tuple(n for n, line in enumerate(block.lines) if is_furniture(line))


def popup_in(blocks: Sequence[Block]) -> list[Taken]:
    """The blocks at the end that are a pop-up of the whole site."""
    for popup in _POPUPS:
        if tuple(block.text for block in blocks[-len(popup) :]) == popup:
            return [Taken(len(blocks) - n, Why.POPUP) for n in range(len(popup), 0, -1)]
    return []


def is_furniture(line: str) -> bool:
    """Whether a line consists of sentences that archives say of themselves."""
    position = 0
    while position < len(line):
        found = _SENTENCE.match(line, position)
        if found is None:
            return False
        position = found.end()
    return bool(line)
