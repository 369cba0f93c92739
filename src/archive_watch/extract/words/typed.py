"""The structure of a page's text: what each paragraph is.

A paragraph is what its words make of it, where they say so (``wording``, ``topics``,
``footnotes``); else what its markup makes of it.  The text is not altered: structure is told of it,
beside it.  ``Structure.opening`` is where the conversation opens; it, and which lines are never
spoken, decide what may be a turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive_watch.extract.words.footnotes import footnotes_in, is_footnotes_heading
from archive_watch.extract.words.topics import Opening, are_topics, opening_of
from archive_watch.extract.words.turns import Paragraph
from archive_watch.extract.words.wording import is_picture, worded_kind
from archive_watch.model.block import NEVER_SPOKEN, PARTING, BlockKind, TextBlock

_BULLET = re.compile(r"[•▪◦‣●■]\s*\w")
_STOPS = (".", ";", ",", "?", "!", "…")
_MOST_WORDS_IN_A_HEADING = 15
_LOWEST = 6
# What markup says of these is not outdone by a wording that may be theirs by chance.
_FIRM = {BlockKind.MEDIA: BlockKind.HEADING, BlockKind.NOTE: BlockKind.HEADING}


@dataclass(frozen=True, slots=True)
class Structure:
    """The blocks of a text, the paragraph at which the conversation opens (0: at once), and those
    that are no part of any turn."""

    blocks: tuple[TextBlock, ...] = ()
    opening: int = 0
    never_spoken: frozenset[int] = frozenset()


def structure_of(paragraphs: Sequence[Paragraph], about: str = "") -> Structure:
    """What each of the paragraphs is.  ``about`` is what the page calls itself."""
    texts = [paragraph.text for paragraph in paragraphs]
    kinds = [paragraph.once(_by_markup) for paragraph in paragraphs]
    worded = [paragraph.once(_by_words) for paragraph in paragraphs]
    opening = opening_of(
        [paragraph.lines or (paragraph.text,) for paragraph in paragraphs],
        [paragraph.label for paragraph in paragraphs],
        worded,
        frozenset(at for at, kind in enumerate(kinds) if kind is BlockKind.LIST_ITEM),
        is_briefing="briefing" in about.lower(),
    )
    as_index = opening.topics | opening.listed
    kinds = _kinds(paragraphs, kinds, worded, replace(opening, topics=as_index))
    # Who speaks hangs on the words alone: a heading more or less is no other conversation.
    said = _kinds(paragraphs, [BlockKind.PARAGRAPH for _ in paragraphs], worded, opening)
    unspoken = {at for at, kind in enumerate(said) if kind in NEVER_SPOKEN} | opening.listed
    return Structure(
        _blocks(paragraphs, kinds), opening.at, frozenset(unspoken | set(_foot(texts, said)))
    )


def _kinds(
    paragraphs: Sequence[Paragraph],
    marked: Sequence[BlockKind],
    worded: Sequence[BlockKind | None],
    opening: Opening,
) -> list[BlockKind]:
    """What each paragraph is: by its words, and else what it is ``marked`` as."""
    kinds = [
        marked[at] if kind in {None, BlockKind.INDEX} or _FIRM.get(kind) is marked[at] else kind
        for at, kind in enumerate(worded)
    ]
    for at in opening.topics:
        kinds[at] = BlockKind.INDEX
    for at in range(opening.at):
        if is_picture(paragraphs[at].text):
            kinds[at] = BlockKind.MEDIA
    for at in _footnotes(paragraphs, kinds):
        kinds[at] = BlockKind.FOOTNOTE
    return kinds


def _by_markup(paragraph: Paragraph) -> BlockKind:
    kind = BlockKind(paragraph.kind)
    if kind is BlockKind.PARAGRAPH and _BULLET.match(paragraph.text):
        return BlockKind.LIST_ITEM
    return kind


def _by_words(paragraph: Paragraph) -> BlockKind | None:
    """What the words say; of lines that stand in one paragraph, what they say together: topics
    that end with a time line are an index."""
    kind = worded_kind(paragraph.text)
    if kind is not None or len(paragraph.lines) < 2:
        return kind
    kinds = [worded_kind(line) for line in paragraph.lines]
    for weightiest in (BlockKind.TIME, BlockKind.MARK, BlockKind.MEDIA, BlockKind.NOTE):
        if weightiest in kinds and None not in kinds:
            return weightiest
    if kinds[-1] is BlockKind.TIME and are_topics(paragraph.lines):
        return BlockKind.INDEX
    return None


def _footnotes(paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind]) -> list[int]:
    """Footnotes among what is nothing else yet; marks and notes at the end are looked past."""
    places = [
        at
        for at, kind in enumerate(kinds)
        if kind not in NEVER_SPOKEN and kind is not BlockKind.NOTE
    ]
    found = footnotes_in(
        [paragraphs[at].text for at in places],
        headings=frozenset(
            number for number, at in enumerate(places) if kinds[at] is BlockKind.HEADING
        ),
        going_back=frozenset(
            number for number, at in enumerate(places) if paragraphs[at].goes_back
        ),
    )
    return [places[number] for number in found if kinds[places[number]] is not BlockKind.HEADING]


def _foot(texts: Sequence[str], kinds: Sequence[BlockKind]) -> Iterator[int]:
    """The footnotes that end the page, with their heading: whoever spoke last did not say them."""
    for at in range(len(texts) - 1, -1, -1):
        if kinds[at] is BlockKind.FOOTNOTE or is_footnotes_heading(texts[at]):
            yield at
        elif kinds[at] not in NEVER_SPOKEN:
            return


def _blocks(paragraphs: Sequence[Paragraph], kinds: Sequence[BlockKind]) -> tuple[TextBlock, ...]:
    blocks = []
    start = level = 0
    plain = BlockKind.PARAGRAPH
    is_spoken: bool | None = None
    for at, (paragraph, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        own = 0 if kind is plain else _level(paragraph, kind)
        if kind is BlockKind.HEADING:
            level = own
        elif kind is plain and paragraph.bold and paragraph.once(_is_set_like_a_heading):
            if is_spoken is None:
                is_spoken = any(one.label is not None for one in paragraphs)
            if not is_spoken:
                kind, own = BlockKind.HEADING, min(level + 1, _LOWEST)  # noqa: PLW2901
        blocks.append(
            TextBlock(
                position=at,
                kind=kind,
                level=own,
                start=start,
                length=len(paragraph.text),
                cells=paragraph.cells if kind is BlockKind.TABLE_ROW else (),
            )
        )
        start += len(paragraph.text) + len(PARTING)
    return tuple(blocks)


def _level(paragraph: Paragraph, kind: BlockKind) -> int:
    """The level of a heading, and the depth of an item of a list or an index."""
    if kind is BlockKind.HEADING or (kind is BlockKind.INDEX and paragraph.kind != "heading"):
        return paragraph.level
    return max(1, paragraph.level) if kind is BlockKind.LIST_ITEM else 0


def _is_set_like_a_heading(paragraph: Paragraph) -> bool:
    """Whether a short paragraph is bold as a whole, as headings are where there is no other."""
    text = paragraph.text
    if not 0 < paragraph.bold >= len(text) or text.endswith(_STOPS):
        return False
    if len(text.split()) > _MOST_WORDS_IN_A_HEADING:
        return False
    return is_footnotes_heading(text) or any(letter.isalpha() for letter in text)
