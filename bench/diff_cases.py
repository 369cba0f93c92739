"""Invented texts of any size, and edits of them of which it is known how many words they touch.

The words are invented, but as often as in English prose: a few hundred make up half of a text, and
most of the others come once or twice.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate

_SYLLABLES = "ba co du fe gi ha jo ku la me ni po ra se ti vo wa xe yu zan bor cel dim".split()
_VOCABULARY = 9_000
_LABELS = ("QUESTION", "MS ABARA", "MR COLDU", "SECRETARY FEGI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two texts, and the words that the shortest edit script between them touches at most.

    ``optimum`` is None where nobody knows it; a word replaced counts twice, a moved one not at all.
    """

    name: str
    old: str
    new: str
    optimum: int | None = None
    moves: int = 0


class Prose:
    """Draws paragraphs of invented words; the same for the same ``seed``."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        spell = random.Random(0)
        words = {"".join(spell.choices(_SYLLABLES, k=spell.randint(1, 4))) for _ in range(30_000)}
        self.words = sorted(words, key=lambda word: (len(word), word))[:_VOCABULARY]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def some_words(self, count: int) -> list[str]:
        """``count`` words, common ones more often."""
        return self.draw.choices(self.words, cum_weights=self._weights, k=count)

    def paragraph(self) -> str:
        """A few sentences, perhaps after a speaker's label."""
        sentences = []
        for _ in range(self.draw.randint(2, 7)):
            words = self.some_words(self.draw.randint(6, 24))
            sentences.append(" ".join([words[0].capitalize(), *words[1:]]) + ".")
        label = f"{self.draw.choice(_LABELS)}: " if self.draw.random() < 0.6 else ""
        return label + " ".join(sentences)

    def text(self, size: int) -> list[str]:
        """Paragraphs of together some ``size`` characters."""
        paragraphs: list[str] = []
        length = 0
        while length < size:
            paragraphs.append(self.paragraph())
            length += len(paragraphs[-1]) + 2
        return paragraphs


def everyday_cases(size: int, seed: int = 1) -> Iterator[Case]:
    """The edits that archives make, in a text of ``size`` characters."""
    prose = Prose(seed)
    text = prose.text(size)
    yield _edited("one word", text, [len(text) // 2], 1)
    yield _edited("20 words", text, sorted(prose.draw.sample(range(len(text)), 20)), 1)
    yield _moved(text)
    yield third_touched(size, seed)
    yield _with("headings relabelled", text, lambda at: at.replace("MS ABARA:", "MS DELCO:"))
    yield _with("spacing only", text, lambda at: at.replace(". ", ".  "))
    yield Case(name="total rewrite", old=_joined(text), new=_joined(Prose(seed + 99).text(size)))


def third_touched(size: int, seed: int = 1) -> Case:
    """Every third paragraph edited, in four places each."""
    prose = Prose(seed + 7)
    text = prose.text(size)
    return _edited("a third touched", text, list(range(1, len(text), 3)), 4)


def hard_cases(size: int, seed: int = 1) -> Iterator[Case]:
    """What is dear to compare: no order, no paragraphs, no words in common, few words at all."""
    draw = random.Random(seed)
    text = Prose(seed).text(size)
    shuffled = draw.sample(text, len(text))
    yield Case(name="all paragraphs shuffled", old=_joined(text), new=_joined(shuffled))
    yield Case(name="one paragraph", old=" ".join(text), new=" ".join(Prose(seed + 9).text(size)))
    yield Case(
        name="one paragraph, shuffled sentences",
        old=" ".join(text),
        new=". ".join(draw.sample(" ".join(text).split(". "), " ".join(text).count(". ") + 1)),
    )
    yield _of_few("20 words, paragraphs", draw, size, "\n\n")
    yield _of_few("20 words, one paragraph", draw, size, " ")
    yield Case(name="two words", old="a b " * (size // 4), new="b a " * (size // 5))
    yield Case(
        name="no word in common",
        old=_joined([" ".join(f"o{draw.random()}" for _ in range(40)) for _ in range(size // 800)]),
        new=_joined([" ".join(f"n{draw.random()}" for _ in range(40)) for _ in range(size // 800)]),
    )
    yield Case(
        name="one line, many times",
        old=_joined(["The same line again."] * (size // 22)),
        new=_joined(["The same line again."] * (size // 30)),
    )
    yield Case(name="one endless word", old="a" * size, new="a" * (size // 2) + "b" * (size // 2))


def _of_few(name: str, draw: random.Random, size: int, parting: str) -> Case:
    few = [f"w{number}" for number in range(20)]
    sides = ([" ".join(draw.choices(few, k=40)) for _ in range(size // 120)] for _ in range(2))
    old, new = (parting.join(side) for side in sides)
    return Case(name=name, old=old, new=new)


def _edited(name: str, text: list[str], places: list[int], each: int) -> Case:
    """Words in the midst of paragraphs replaced by words that are nowhere else."""
    new = list(text)
    for number, place in enumerate(places):
        words = new[place].split(" ")
        for step in range(each):
            at = 2 + (len(words) - 3) * (step + 1) // (each + 1)
            words[at] = f"edited{number}x{step}"
        new[place] = " ".join(words)
    return Case(name=name, old=_joined(text), new=_joined(new), optimum=2 * each * len(places))


def _moved(text: list[str]) -> Case:
    here, there = len(text) // 4, len(text) // 2
    new = [*text[:here], *text[here + 1 : there], text[here], *text[there:]]
    return Case(name="a paragraph moved", old=_joined(text), new=_joined(new), optimum=0, moves=1)


def _with(name: str, text: list[str], change: Callable[[str], str]) -> Case:
    return Case(name=name, old=_joined(text), new=_joined([change(part) for part in text]))


def _joined(text: list[str]) -> str:
    return "\n\n".join(text)
