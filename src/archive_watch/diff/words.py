"""Words inside a pair of paragraphs: which were kept, which left, which came.

A word is never cut.  Kept and removed runs joined give the old paragraph exactly, kept and added
ones the new.  Work is bounded by sizes, never by a clock: what is too large to align by words is
aligned by sentences first, and what is still too large counts as replaced.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rapidfuzz.distance import Indel

from archive_watch.diff.tokens import TOKEN
from archive_watch.model.change import Sign, WordRun

_SENTENCE = re.compile(r".*?(?:[.!?]['\"”’)]*\s+|$)", re.DOTALL)
_MOST_CELLS = 400_000_000

Edit = tuple[str, list[str], list[str]]


def word_runs(old: str, new: str) -> tuple[WordRun, ...]:
    """The runs that lead from ``old`` to ``new``."""
    head, tail = _ends_in_common(old, new)
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    edits = _aligned(TOKEN.findall(before), TOKEN.findall(after))
    if edits is None:
        edits = list(_by_sentence(before, after))
    whole: list[Edit] = [
        ("equal", [old[:head]], [new[:head]]),
        *edits,
        ("equal", [old[len(old) - tail :]], [new[len(new) - tail :]]),
    ]
    return tuple(_as_runs(_tidied([edit for edit in whole if any(edit[1]) or any(edit[2])])))


def _ends_in_common(old: str, new: str) -> tuple[int, int]:
    """How many characters both begin with, and end with, up to a space: words there are equal."""
    head = _longest(min(len(old), len(new)), lambda size: old.startswith(new[:size]))
    while head and not (_parts_words(old, head) and _parts_words(new, head)):
        head -= 1
    room = min(len(old), len(new)) - head
    tail = _longest(room, lambda size: old.endswith(new[len(new) - size :]))
    while tail and not (_parts_words(old, len(old) - tail) and _parts_words(new, len(new) - tail)):
        tail -= 1
    return head, tail


def _parts_words(text: str, at: int) -> bool:
    """Whether a cut at ``at`` is the end of the text, or lies between a word and a run of spaces."""
    return at in {0, len(text)} or text[at - 1].isspace() != text[at].isspace()


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """The largest size up to ``most`` that fits, where all smaller ones do."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low


def _aligned(old: list[str], new: list[str]) -> list[Edit] | None:
    """Equal and replaced stretches; None when there is too much to compare."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    end_old, end_new = len(old) - tail, len(new) - tail
    middle_old, middle_new = old[head:end_old], new[head:end_new]
    if len(middle_old) * len(middle_new) > _MOST_CELLS:
        return None
    edits: list[Edit] = [("equal", old[:head], new[:head])]
    edits.extend(
        (
            "equal" if code.tag == "equal" else "edit",
            middle_old[code.src_start : code.src_end],
            middle_new[code.dest_start : code.dest_end],
        )
        for code in Indel.opcodes(middle_old, middle_new)
    )
    edits.append(("equal", old[end_old:], new[end_new:]))
    return [edit for edit in edits if edit[1] or edit[2]]


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        count += 1
    return count


def _by_sentence(old: str, new: str) -> Iterator[Edit]:
    sentences_old = [part for part in _SENTENCE.findall(old) if part]
    sentences_new = [part for part in _SENTENCE.findall(new) if part]
    outer = _aligned(sentences_old, sentences_new) or [("edit", sentences_old, sentences_new)]
    for tag, before, after in outer:
        if tag == "equal":
            yield tag, before, after
            continue
        tokens_old, tokens_new = TOKEN.findall("".join(before)), TOKEN.findall("".join(after))
        yield from _aligned(tokens_old, tokens_new) or [("edit", tokens_old, tokens_new)]


def _tidied(edits: Sequence[Edit]) -> list[Edit]:
    """Neighbouring stretches of one kind as one; edits also over white space kept between them."""
    tidy: list[Edit] = []
    for index, (tag, old, new) in enumerate(edits):
        between = 0 < index < len(edits) - 1
        absorbed = tag == "equal" and between and not "".join(old).strip()
        before = tidy[-1][0] if tidy else None
        if before == tag or (before == "edit" and absorbed):
            tidy[-1][1].extend(old)
            tidy[-1][2].extend(new)
        else:
            tidy.append((tag, [*old], [*new]))
    return tidy


def _as_runs(edits: Sequence[Edit]) -> Iterator[WordRun]:
    for tag, old, new in edits:
        before, after = "".join(old), "".join(new)
        if tag == "equal":
            yield WordRun(sign=Sign.KEPT, text=before)
            continue
        head, tail = _spaces_in_common(before, after)
        if head:
            yield WordRun(sign=Sign.KEPT, text=head)
        middle_old = before[len(head) : len(before) - len(tail)]
        middle_new = after[len(head) : len(after) - len(tail)]
        if middle_old:
            yield WordRun(sign=Sign.REMOVED, text=middle_old)
        if middle_new:
            yield WordRun(sign=Sign.ADDED, text=middle_new)
        if tail:
            yield WordRun(sign=Sign.KEPT, text=tail)


def _spaces_in_common(old: str, new: str) -> tuple[str, str]:
    """White space that both sides begin with, and that both end with."""
    head = ""
    if old[:1].isspace() and old[:1] == new[:1]:
        head = old[0]
    tail = ""
    if len(old) > len(head) and len(new) > len(head) and old[-1:].isspace() and old[-1] == new[-1]:
        tail = old[-1]
    return head, tail
