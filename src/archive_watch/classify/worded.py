"""The words of an edited paragraph that the edit touched, each knowing what stands around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.model.change import Op, Sign, WordRun

_SIGNED_NUMBER = (
    r"(?:(?<![\w.,)])[-−–])?[$€£¥]?\d(?:[\d.,:/]*\d)?(?:-?\w+)*(?:\s?%|\sper\s?cent\b)?"
)
_WORD = re.compile(rf"{_SIGNED_NUMBER}|\w+(?:['’.\-‑]\w+)*|[$€£¥%]")
_OPENS = re.compile(r"(?:^|[.!?:…][\"'”’)\]]*\s+|\n)[\"'“‘(\[]*$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Messrs|Dr|Gen|Sen|Rep|Gov|Lt|Col|Capt|Amb|Prof|St|Jr|Sr|vs|No))\.\s+$"
)
_LOOK_BACK = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word or a number with its signs; ``before`` and ``after`` are its neighbours' words.

    ``opens``: it has a capital because a sentence begins with it, perhaps for no other reason.
    """

    text: str
    before: str = ""
    after: str = ""
    opens: bool = False


_Stretch = tuple[int, int]
_Found = tuple[re.Match[str] | None, re.Match[str], re.Match[str] | None]


def words_that_differ(old: str, new: str) -> tuple[list[Word], list[Word]]:
    """The words that only one of two short texts has."""
    return _unlike(old, [(0, len(old))], new, [(0, len(new))])


def words_touched(op: Op) -> tuple[list[Word], list[Word]]:
    """The words that an edit took from a paragraph and those that it brought, in order.

    A word is whole, however little of it was edited; one that left and came again is neither.
    """
    old, new = op.old or "", op.new or ""
    return _unlike(old, _stretches(op.words, Sign.REMOVED), new, _stretches(op.words, Sign.ADDED))


def _stretches(runs: Sequence[WordRun], sign: Sign) -> list[_Stretch]:
    """Where, on the side that ``sign`` belongs to, the edited stretches begin and end."""
    position, found = 0, []
    for run in runs:
        if run.sign is sign:
            found.append((position, position + len(run.text)))
        if run.sign in {sign, Sign.KEPT}:
            position += len(run.text)
    return found


def _unlike(
    old: str, left: Sequence[_Stretch], new: str, came: Sequence[_Stretch]
) -> tuple[list[Word], list[Word]]:
    gone, come = _touched(old, left), _touched(new, came)
    return _alone(old, gone, come), _alone(new, come, gone)


def _touched(text: str, stretches: Sequence[_Stretch]) -> list[_Found]:
    """The words that a stretch touches, each with its neighbours."""
    if not stretches:
        return []
    begins = [begin for begin, _ in stretches]
    words = list(_WORD.finditer(text))
    touched = []
    for index, word in enumerate(words):
        at = bisect_right(begins, word.end() - 1) - 1
        if at >= 0 and stretches[at][1] > word.start():
            before = words[index - 1] if index else None
            after = words[index + 1] if index + 1 < len(words) else None
            touched.append((before, word, after))
    return touched


def _alone(text: str, words: Sequence[_Found], others: Sequence[_Found]) -> list[Word]:
    """The words that ``others`` do not have, as often as they lack them."""
    spare = Counter(word.group() for _, word, _ in others)
    alone = []
    for before, word, after in words:
        said = word.group()
        if spare[said] > 0:
            spare[said] -= 1
        else:
            alone.append(
                Word(
                    text=said,
                    before="" if before is None else before.group(),
                    after="" if after is None else after.group(),
                    opens=said[:1].isupper() and _opens(text, word.start()),
                )
            )
    return alone


def _opens(text: str, at: int) -> bool:
    """Whether a sentence begins at ``at``; the stop of ``Mr.`` ends none."""
    near = text[max(0, at - _LOOK_BACK) : at]
    if _ABBREVIATED.search(near):
        return False
    return at == 0 or _OPENS.search(near if at <= _LOOK_BACK else "·" + near) is not None
