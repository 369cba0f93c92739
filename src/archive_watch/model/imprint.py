"""What is kept of a page to know its like again: a title, and digests of its words.

``simhash`` changes in few of its 64 bits when few words change (Charikar 2002); ``words`` are the
smallest digests of its distinct words, which tell how many two pages have in common (Broder 1997),
exactly so where neither has more than are kept.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_WORDS = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """The imprint of a page; ``text_bytes`` is the length of its words in UTF-8."""

    title: str = ""
    simhash: int = 0
    words: frozenset[int] = frozenset()
    text_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SiblingAnswer:
    """What an address answered that was made up beside a link's: its last word at random.

    ``status`` is None where there was no answer; ``imprint`` None where that was no page.
    """

    status: int | None
    final_url: str | None = None
    imprint: Imprint | None = None


def imprint_text(imprint: Imprint) -> str:
    """The digests of ``imprint`` as text to be stored: simhash, length of the text, words."""
    words = ",".join(f"{word:x}" for word in sorted(imprint.words))
    return f"{imprint.simhash:016x} {imprint.text_bytes} {words}"


def imprint_from(text: str, *, title: str) -> Imprint:
    """The imprint that ``imprint_text`` wrote, of a page with that title.

    Raises ValueError where it did not.
    """
    simhash, text_bytes, words = text.split(" ")
    return Imprint(
        title=title,
        simhash=int(simhash, 16),
        text_bytes=int(text_bytes),
        words=frozenset(int(word, 16) for word in words.split(",") if word),
    )
