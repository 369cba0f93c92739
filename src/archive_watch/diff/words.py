"""Words inside a pair of paragraphs: which were kept, which left, which came.

A word is never cut.  Kept and removed runs joined give the old paragraph exactly, kept and added
ones the new.  Work is bounded by sizes, never by a clock: what is too large to align by words is
aligned by sentences first, and what is still too large by what stands in it once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate

from archive_watch.diff.ends import common_head, common_tail
from archive_watch.diff.sequences import matches
from archive_watch.diff.tokens import TOKEN
from archive_watch.model.change import Sign, WordRun

_SENTENCE = re.compile(r"[^.!?。！？؟।]+(?:[.!?。！？؟।]+['\"”’)]*\s*)?|[.!?。！？؟।]+['\"”’)]*\s*")
_NEAR = 24  # characters
_GIANT = 40_000  # characters: paragraphs longer than this are compared by sentences first

_Stretch = tuple[int, int, int, int]
"""What differs: begin and end in the old paragraph, begin and end in the new."""


def word_runs(old: str, new: str) -> tuple[WordRun, ...]:
    """The runs that lead from ``old`` to ``new``."""
    return tuple(_as_runs(old, new, _tidied(old, _differing(old, new))))


def _differing(old: str, new: str) -> Iterator[_Stretch]:
    head, tail = _ends_in_common(old, new)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    by = _by_sentence if min(len(before), len(after)) > _GIANT else _by_word
    for begin_old, end_old, begin_new, end_new in by(before, after):
        yield head + begin_old, head + end_old, head + begin_new, head + end_new


def _ends_in_common(old: str, new: str) -> tuple[int, int]:
    """How many characters both begin with, and end with, up to a space: words there are equal."""
    head = common_head(old, new)
    if not (_parts_words(old, head) and _parts_words(new, head)):
        head = _before_spaces(old, max(old.rfind(" ", 0, head), old.rfind("\n", 0, head), 0))
    tail = common_tail(old, new, min(len(old), len(new)) - head)
    begin = len(old) - tail
    if not (_parts_words(old, begin) and _parts_words(new, len(new) - tail)):
        tail = len(old) - min(_found(old, " ", begin), _found(old, "\n", begin))
        while tail and not _parts_words(new, len(new) - tail):
            tail -= 1  # into a run of spaces
    return head, tail


def _found(text: str, sign: str, begin: int) -> int:
    at = text.find(sign, begin)
    return len(text) if at < 0 else at


def _before_spaces(text: str, at: int) -> int:
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _parts_words(text: str, at: int) -> bool:
    """Whether a cut at ``at`` is the end of the text, or lies between a word and a run of spaces."""
    return at in {0, len(text)} or text[at - 1].isspace() != text[at].isspace()


def _by_sentence(old: str, new: str) -> Iterator[_Stretch]:
    pieces = (_SENTENCE.findall(text) for text in (old, new))
    yield from _within(old, new, _gaps(*pieces), _by_word)


def _by_word(old: str, new: str) -> Iterator[_Stretch]:
    """What differs, first between spaces, then within: the second look sees what it must only."""
    pieces = ([f"{word} " for word in text.split(" ")] for text in (old, new))
    differing = (_within_ends(old, new, stretch) for stretch in _gaps(*pieces))
    yield from _within(old, new, _exchanged(differing), _by_token)


def _exchanged(stretches: Iterator[_Stretch]) -> Iterator[_Stretch]:
    """The stretches, as one where words went on one side of a few and others came on the other.

    Perhaps two words changed places around them: that is for the second look to find.
    """
    last: _Stretch | None = None
    for stretch in stretches:
        if last is not None and _is_exchange(last, stretch):
            last = (last[0], stretch[1], last[2], stretch[3])
            continue
        if last is not None:
            yield last
        last = stretch
    if last is not None:
        yield last


def _is_exchange(one: _Stretch, other: _Stretch) -> bool:
    went, came = one[0] < one[1], one[2] < one[3]
    goes, comes = other[0] < other[1], other[2] < other[3]
    is_one_sided = (went, came) != (True, True) and (goes, comes) == (came, went)
    return is_one_sided and other[0] - one[1] <= _NEAR


def _by_token(old: str, new: str) -> Iterator[_Stretch]:
    if (old + new).isascii() and old.rstrip().isalpha() and new.rstrip().isalpha():
        yield 0, len(old), 0, len(new)  # one word in the place of another
    elif min(len(old), len(new)) > _GIANT:
        yield 0, len(old), 0, len(new)
    else:
        yield from _gaps(TOKEN.findall(old), TOKEN.findall(new))


def _within(
    old: str,
    new: str,
    stretches: Iterator[_Stretch],
    look: Callable[[str, str], Iterator[_Stretch]],
) -> Iterator[_Stretch]:
    """What ``look`` finds to differ in each of the stretches."""
    for begin_old, end_old, begin_new, end_new in stretches:
        if begin_old == end_old or begin_new == end_new:
            yield begin_old, end_old, begin_new, end_new
            continue
        inner = look(old[begin_old:end_old], new[begin_new:end_new])
        for first_old, last_old, first_new, last_new in inner:
            yield (
                begin_old + first_old,
                begin_old + last_old,
                begin_new + first_new,
                begin_new + last_new,
            )


def _within_ends(old: str, new: str, stretch: _Stretch) -> _Stretch:
    """A stretch of pieces that each end in a space, less the space that the last one lacks."""
    begin_old, end_old, begin_new, end_new = stretch
    if begin_old > len(old) or begin_new > len(new):
        begin_old, begin_new = begin_old - 1, begin_new - 1
    return begin_old, min(end_old, len(old)), begin_new, min(end_new, len(new))


def _gaps(old: list[str], new: list[str]) -> Iterator[_Stretch]:
    """What lies between the stretches that two lists of pieces have in common, in characters."""
    ends_old = [0, *accumulate(map(len, old))]
    ends_new = [0, *accumulate(map(len, new))]
    done_old = done_new = 0
    for at_old, at_new, size in [*matches(old, new), (len(old), len(new), 0)]:
        if at_old > done_old or at_new > done_new:
            yield ends_old[done_old], ends_old[at_old], ends_new[done_new], ends_new[at_new]
        done_old, done_new = at_old + size, at_new + size


def _tidied(old: str, stretches: Iterator[_Stretch]) -> Iterator[_Stretch]:
    """Neighbouring stretches as one where only white space was kept between them."""
    last: _Stretch | None = None
    for stretch in stretches:
        if last is None:
            last = stretch
        elif not old[last[1] : stretch[0]].strip():
            last = (last[0], stretch[1], last[2], stretch[3])
        else:
            yield last
            last = stretch
    if last is not None:
        yield last


def _as_runs(old: str, new: str, stretches: Iterator[_Stretch]) -> Iterator[WordRun]:
    done = 0
    for stretch in stretches:
        begin_old, end_old, begin_new, end_new = _less_spaces(old, new, stretch)
        if begin_old > done:
            yield WordRun(sign=Sign.KEPT, text=old[done:begin_old])
        if end_old > begin_old:
            yield WordRun(sign=Sign.REMOVED, text=old[begin_old:end_old])
        if end_new > begin_new:
            yield WordRun(sign=Sign.ADDED, text=new[begin_new:end_new])
        done = end_old
    if done < len(old):
        yield WordRun(sign=Sign.KEPT, text=old[done:])


def _less_spaces(old: str, new: str, stretch: _Stretch) -> _Stretch:
    """The stretch without the white space that both of its sides begin or end with."""
    begin_old, end_old, begin_new, end_new = stretch
    if begin_old < end_old and begin_new < end_new:
        if old[begin_old] == new[begin_new] and old[begin_old].isspace():
            begin_old, begin_new = begin_old + 1, begin_new + 1
        if (
            begin_old < end_old
            and begin_new < end_new
            and old[end_old - 1] == new[end_new - 1]
            and old[end_old - 1].isspace()
        ):
            end_old, end_new = end_old - 1, end_new - 1
    return begin_old, end_old, begin_new, end_new
