"""The words of an edited paragraph that the edit touched, each knowing what stands around it.

What stands in an address or in a mark of redaction is none of them: it is told by itself.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from archive_watch.classify.marks import spans_that_are_no_words
from archive_watch.model.change import Sign, WordRun

_SIGNED_NUMBER = (
    r"(?:(?<![\w.,)])[-−–])?[$€£¥]?(?:(?<![\w.])\.)?"
    r"\d(?:[\d.,:/]*\d)?(?:-?\w+)*(?:\s?%|\sper\s?cent\b)?"
)
_WORD = re.compile(rf"{_SIGNED_NUMBER}|\w+(?:['’.\-‑]\w+)*|[$€£¥%]")
_OPENS = re.compile(r"(?:^|[.!?:…][\"'”’)\]]*\s+|\n)[\"'“‘(\[]*$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Messrs|Dr|Gen|Sen|Rep|Gov|Lt|Col|Capt|Amb|Prof|St|Jr|Sr|vs|No))\.\s+$"
)
_LOOK_BACK = 12
_NEAR = 200  # characters: no mark of redaction is longer, nor any word with its two neighbours
_BORDER = re.compile(r"\s(?![\s%pc])")  # no word goes on behind it: 5 %, 5 per cent do


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word or a number with its signs; ``before`` and ``after`` are its neighbours' words,
    ``beyond`` the one after that.

    ``opens``: it has a capital because a sentence begins with it, perhaps for no other reason.
    """

    text: str
    before: str = ""
    after: str = ""
    beyond: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """The words that only one side has, in order; and where the edit is small, all words of both
    sides from the first that it touched to the last."""

    gone: list[Word]
    come: list[Word]
    before: list[Word]
    after: list[Word]


_Stretch = tuple[int, int]
_Found = tuple[Sequence[re.Match[str]], int]
_SMALL_EDIT = 15  # words


def words_that_differ(old: str, new: str) -> Touched:
    """The words that only one of two short texts has."""
    gone, come = _touched(old, [(0, len(old))]), _touched(new, [(0, len(new))])
    small = max(len(gone), len(come)) <= _SMALL_EDIT
    return Touched(
        gone=_alone(old, gone, come),
        come=_alone(new, come, gone),
        before=_alone(old, gone, ()) if small else [],
        after=_alone(new, come, ()) if small else [],
    )


def words_of(
    text: str, *, label: int = 0, such: Callable[[str], bool] = lambda _: True
) -> list[Word]:
    """All words of ``text`` behind a label of so many characters, or those that are ``such``."""
    found = _touched(text, [(label, len(text))])
    return [_word(text, words, at) for words, at in found if such(words[at].group())]


def every_word(text: str) -> list[Word]:
    """All words of ``text``, those of addresses and marks of redaction too."""
    among = list(_WORD.finditer(text))
    return [_word(text, among, at) for at in range(len(among))]


def words_touched(
    old: str, new: str, runs: Sequence[WordRun], *, labels: tuple[int, int] = (0, 0)
) -> Touched:
    """The words that an edit took from ``old`` and those that it brought to ``new``.

    A word is whole, however little of it was edited; one that left and came again is neither.
    ``labels``: how many characters at the beginning of either side are a label, and no words.
    """
    left = _without(_stretches(runs, Sign.REMOVED), labels[0])
    came = _without(_stretches(runs, Sign.ADDED), labels[1])
    gone, come = _touched(old, left), _touched(new, came)
    return Touched(
        gone=_alone(old, gone, come),
        come=_alone(new, come, gone),
        before=_around(old, _reach(runs, Sign.REMOVED), labels[0]) if gone and come else [],
        after=_around(new, _reach(runs, Sign.ADDED), labels[1]) if gone and come else [],
    )


def _reach(runs: Sequence[WordRun], sign: Sign) -> _Stretch:
    """From where to where, on the side that ``sign`` belongs to, an edit of either side reaches.

    What was passed by a word that changed its place stands between: ``A hit B`` and ``B hit A``.
    """
    position, reached = 0, []
    for run in runs:
        length = len(run.text) if run.sign in {sign, Sign.KEPT} else 0
        if run.sign is not Sign.KEPT:
            reached += [position, position + length]
        position += length
    return reached[0], reached[-1]


def _around(text: str, reach: _Stretch, label: int) -> list[Word]:
    """All words within reach of an edit, where they are few."""
    begin, end = max(reach[0], label), reach[1]
    if next(islice(_WORD.finditer(text, begin, end), _SMALL_EDIT, None), None) is not None:
        return []
    return _alone(text, _touched(text, [(begin, end)]), ())


def _without(stretches: Sequence[_Stretch], label: int) -> list[_Stretch]:
    return [(max(begin, label), end) for begin, end in stretches if end > label]


def _stretches(runs: Sequence[WordRun], sign: Sign) -> list[_Stretch]:
    """Where, on the side that ``sign`` belongs to, the edited stretches begin and end."""
    position, found = 0, []
    for run in runs:
        if run.sign is sign:
            found.append((position, position + len(run.text)))
        if run.sign in {sign, Sign.KEPT}:
            position += len(run.text)
    return found


def _touched(text: str, stretches: Sequence[_Stretch]) -> list[_Found]:
    """The words that a stretch touches, each with its neighbours; only what is near is read."""
    touched: list[_Found] = []
    for begin, end, within in _windows(text, stretches):
        words = list(_WORD.finditer(text, begin, end))
        ends = [word.end() for word in words]
        silent = sorted(spans_that_are_no_words(text, begin, end))
        done = 0
        for first, last in within:
            done = max(done, bisect_right(ends, first))
            while done < len(words) and words[done].start() < last:
                if not (silent and _is_within(words[done], silent)):
                    touched.append((words, done))
                done += 1
    return touched


def _windows(
    text: str, stretches: Sequence[_Stretch]
) -> Iterator[tuple[int, int, Sequence[_Stretch]]]:
    """What must be read to know the words of some stretches: from where, to where, for which.

    A window begins and ends where a word does, far enough from the stretches in it that the words
    beside them, and whatever mark or address they stand in, are whole.
    """
    at = done = 0
    while at < len(stretches):
        begin, first = _border_before(text, stretches[at][0] - _NEAR, done), at
        while at < len(stretches) and (at == first or stretches[at][0] - _NEAR <= done):
            border = _BORDER.search(text, max(done, stretches[at][1] + _NEAR))
            done = len(text) if border is None else border.start()
            at += 1
        yield begin, done, stretches[first:at]


def _border_before(text: str, at: int, done: int) -> int:
    while at > done and not _BORDER.match(text, at):
        at -= 1
    return max(at, done)


def _is_within(word: re.Match[str], spans: Sequence[_Stretch]) -> bool:
    """Whether a word begins in one of some spans, which are in order."""
    at = bisect_right(spans, (word.start(), sys.maxsize)) - 1
    return at >= 0 and word.start() < spans[at][1]


def _alone(text: str, words: Sequence[_Found], others: Sequence[_Found]) -> list[Word]:
    """The words that ``others`` do not have, as often as they lack them."""
    spare = Counter(among[at].group() for among, at in others)
    alone = []
    for among, at in words:
        said = among[at].group()
        if spare[said] > 0:
            spare[said] -= 1
        else:
            alone.append(_word(text, among, at))
    return alone


def _word(text: str, among: Sequence[re.Match[str]], at: int) -> Word:
    """A word with its neighbours."""
    said = among[at].group()
    near = [
        among[place].group() if 0 <= place < len(among) else "" for place in range(at - 1, at + 3)
    ]
    return Word(
        text=said,
        before=near[0],
        after=near[2],
        beyond=near[3],
        opens=said[:1].isupper() and _opens(text, among[at].start()),
    )


def _opens(text: str, at: int) -> bool:
    """Whether a sentence begins at ``at``; the stop of ``Mr.`` ends none."""
    near = text[max(0, at - _LOOK_BACK) : at]
    if _ABBREVIATED.search(near):
        return False
    return at == 0 or _OPENS.search(near if at <= _LOOK_BACK else "·" + near) is not None
