"""An invented language for a large archive: words as rare and as frequent as those of a real one.

Sentences are drawn once, by Zipf's law over the vocabulary, and texts are made of them: so a search
for a frequent word finds half of the archive, and one for a rare word a page or two.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate, product

HOSTS = [
    *(f"{years}.large.example" for years in
      ("1997-2001", "2001-2009", "2009-2017", "2017-2021", "2021-2025")),
    "www.large.example", *(f"{name}.large.example" for name in
      ("foia", "history", "travel", "careers", "exchanges", "eca")),
]  # fmt: skip
_SYLLABLES = [
    first + second
    for first, second in product(
        ("b", "ch", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", ""),
        ("a", "e", "i", "o", "u", "ar", "en", "il", "or", "un"),
    )
]
_WORDS = 60_000
_SENTENCES = 150_000
_SPEAKERS = 400
_OFFICES = ("Spokesperson", "Under Secretary", "Ambassador", "Deputy Secretary", "Special Envoy")
_PLACES = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Words by their rank, sentences, and names."""

    words: tuple[str, ...]
    sentences: tuple[str, ...]
    speakers: tuple[str, ...]
    places: tuple[str, ...]
    speaker_shares: tuple[float, ...]

    def speaker(self, draw: random.Random) -> str:
        """A label; a few people speak most of the time."""
        return draw.choices(self.speakers, cum_weights=self.speaker_shares)[0]

    def office(self, speaker: str) -> str:
        """The office that goes with a label."""
        return _OFFICES[len(speaker) % len(_OFFICES)]

    def title(self, draw: random.Random) -> str:
        """A headline of five to nine words."""
        said = draw.choice(self.sentences).rstrip(".").split()
        return " ".join(word.capitalize() for word in said[: draw.randint(5, 9)])


def language(seed: int, *, sentences: int = _SENTENCES) -> Language:
    """The language of a seed, with so many sentences to say in it."""
    draw = random.Random(seed)
    words = _vocabulary(draw)
    shares = tuple(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    said = tuple(_sentence(draw, words, shares) for _ in range(sentences))
    names = words[2_000 : 2_000 + _SPEAKERS + _PLACES]
    return Language(
        words=words,
        sentences=said,
        speakers=tuple(f"{draw.choice(('MR', 'MS'))}. {name.upper()}" for name in names[_PLACES:]),
        places=tuple(name.capitalize() for name in names[:_PLACES]),
        speaker_shares=tuple(accumulate(1 / rank for rank in range(1, _SPEAKERS + 1))),
    )


def _vocabulary(draw: random.Random) -> tuple[str, ...]:
    found = dict[str, None]()
    while len(found) < _WORDS:
        # frequent words are short, as in any language
        found["".join(draw.choices(_SYLLABLES, k=1 + len(found) // 20 % 3 + (len(found) > 60)))] = (
            None
        )
    return tuple(found)


def _sentence(draw: random.Random, words: tuple[str, ...], shares: tuple[float, ...]) -> str:
    said = draw.choices(words, cum_weights=shares, k=draw.randint(8, 24))
    if draw.random() < 0.1:
        said[-1] = str(draw.randint(2, 2_000))
    said[0] = said[0].capitalize()
    return " ".join(said) + "."
