"""What an invented page says, in each of its versions: paragraphs, turns, title, and the edits between.

A version is the one before it with a word replaced, a sentence more or less, or another headline.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from browsing_words import Language

_DOCTYPES = (
    "Press Statement", "Remarks", "Press Release", "Media Note", "Readout", "Fact Sheet",
    "Press Briefing", "Interview", "Notice to the Press", "Travel",
)  # fmt: skip
_OFTEN = (30, 18, 15, 10, 10, 6, 5, 3, 2, 1)
_SPOKEN = frozenset({"Press Briefing", "Interview"})
_LONGEST = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One version's words.  ``labels`` gives the speaker of each paragraph of a transcript."""

    title: str
    doctype: str
    speaker: str
    role: str
    place: str
    published_on: str
    paragraphs: tuple[str, ...]
    labels: tuple[str | None, ...]

    @property
    def text(self) -> str:
        """The whole text, as it is stored."""
        return "\n\n".join(self.paragraphs)

    def turns(self) -> Iterator[tuple[int, str, int, int]]:
        """Place, label, start and length of each turn, without its label."""
        start = position = 0
        for label, paragraph in zip(self.labels, self.paragraphs, strict=True):
            if label is not None:
                skipped = len(label) + 2
                yield position, label, start + skipped, len(paragraph) - skipped
                position += 1
            start += len(paragraph) + 2

    def blocks(self) -> Iterator[tuple[int, int, int]]:
        """Place, start and length of each paragraph."""
        start = 0
        for position, paragraph in enumerate(self.paragraphs):
            yield position, start, len(paragraph)
            start += len(paragraph) + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """How a version came from the one before it: its kind, and the words that left and came."""

    kind: str
    speaker: str | None = None
    removed: str = ""
    added: str = ""
    before: str = ""
    after: str = ""


def first(words: Language, draw: random.Random, number: int) -> Said:
    """What a page says when it is first seen: 2 to 8 KB as a rule, the first page far more."""
    doctype = draw.choices(_DOCTYPES, weights=_OFTEN)[0]
    speaker = words.speaker(draw)
    length = _LONGEST if number == 1 else int(min(30_000, draw.lognormvariate(8.2, 0.5)))
    paragraphs, labels = list[str](), list[str | None]()
    while length > 0:
        label = words.speaker(draw) if doctype in _SPOKEN else None
        said = " ".join(draw.choices(words.sentences, k=draw.randint(1, 5)))
        paragraphs.append(f"{label}: {said}" if label else said)
        labels.append(label)
        length -= len(paragraphs[-1])
    return Said(
        title=words.title(draw),
        doctype=doctype,
        speaker=speaker.title(),
        role=words.office(speaker),
        place=draw.choice(words.places),
        published_on=f"{draw.randint(1997, 2025)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
        paragraphs=tuple(paragraphs),
        labels=tuple(labels),
    )


def following(said: Said, words: Language, draw: random.Random) -> tuple[Said, Edited]:
    """The next version of a page, and how it came about."""
    drawn = draw.random()
    if drawn < 0.2:
        title = words.title(draw)
        return replace(said, title=title), Edited(kind="metadata", removed=said.title, added=title)
    place = draw.randrange(len(said.paragraphs))
    label, paragraph = said.labels[place], said.paragraphs[place]
    tokens = paragraph.split(" ")
    spot = draw.randrange(2 if label else 0, len(tokens))
    if drawn < 0.8:
        come, kind = draw.choice(words.words[:20_000]), "cosmetic" if drawn < 0.3 else "text"
        edit = Edited(
            kind=kind, speaker=label, removed=tokens[spot], added=come,
            before=" ".join(tokens[:spot][-8:]), after=" ".join(tokens[spot + 1 :][:8]),
        )  # fmt: skip
        tokens[spot] = come
        changed = " ".join(tokens)
    else:
        come, kind = draw.choice(words.sentences), draw.choice(("text", "turn_added", "links"))
        changed = f"{paragraph} {come}"
        edit = Edited(kind=kind, speaker=label, added=come, before=" ".join(tokens[-8:]))
    paragraphs = (*said.paragraphs[:place], changed, *said.paragraphs[place + 1 :])
    return replace(said, paragraphs=paragraphs), edit


def back(edit: Edited) -> Edited:
    """The same edit the other way round."""
    return replace(edit, kind="reverted", removed=edit.added, added=edit.removed)
