"""The places of a paragraph that were edited, with the words around each.

Read from an edit as it is told: its excerpt keeps nine words on either side of each place.  What is
too long to be shown is known by a digest of all of its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from archive_watch.diff.tokens import TOKEN
from archive_watch.model.change import Edit, Sign, WordRun

_NEIGHBOURS = 3
_LONG = 4_000  # characters of one side
_CUT = " … "  # what an excerpt has in place of the middle of a long run
_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """One place: what left and what came, as it is known again, and the words around it.

    It stands from ``at`` to ``end`` in the old words of the excerpt; ``content`` are the words of both
    sides as they were written, without the label of a turn.
    """

    at: int
    end: int
    removed: tuple[str, ...]
    added: tuple[str, ...]
    content: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


def hunks_of(edit: Edit) -> Iterator[Hunk]:
    """The places that ``edit`` consists of, in their order."""
    runs = edit.excerpt or _without_excerpt(edit)
    if not any(run.sign is Sign.KEPT for run in runs):
        yield _hunk((0, len(edit.removed)), (edit.removed, edit.added), ((), ()), edit.speaker)
        return
    parts = [(kept, list(group)) for kept, group in groupby(runs, lambda r: r.sign is Sign.KEPT)]
    at = 0
    for index, (is_kept, group) in enumerate(parts):
        end = at + sum(len(run.text) for run in group if run.sign is not Sign.ADDED)
        if not is_kept:
            sides = _side(group, Sign.REMOVED), _side(group, Sign.ADDED)
            if _CUT in "".join(sides):
                sides = f"{sides[0]} {_sha(edit.removed)}", f"{sides[1]} {_sha(edit.added)}"
            before = _words(_old(parts, index - 1, -1))[-_NEIGHBOURS:]
            after = _words(_old(parts, index + 1, 1))[:_NEIGHBOURS]
            yield _hunk((at, end), sides, (before, after), edit.speaker)
        at = end


def _without_excerpt(edit: Edit) -> Sequence[WordRun]:
    """The runs of an edit of which no excerpt was kept: what left, then what came."""
    return (
        WordRun(sign=Sign.REMOVED, text=edit.removed),
        WordRun(sign=Sign.ADDED, text=edit.added),
    )


_Parts = Sequence[tuple[bool, list[WordRun]]]


def _old(parts: _Parts, index: int, step: int) -> str:
    """The old words from a part on, in one direction, as far as neighbours may lie."""
    near = [parts[at][1] for at in (index, index + step, index + 2 * step) if 0 <= at < len(parts)]
    texts = ["".join(run.text for run in group if run.sign is not Sign.ADDED) for group in near]
    return "".join(texts if step > 0 else reversed(texts))


def _side(group: Sequence[WordRun], sign: Sign) -> str:
    return "".join(run.text for run in group if run.sign is sign)


_Words = tuple[str, ...]


def _hunk(
    place: tuple[int, int],
    sides: tuple[str, str],
    around: tuple[_Words, _Words],
    label: str | None,
) -> Hunk:
    removed, added = sides
    left, came = _folded(removed), _folded(added)
    if left == came:  # capitals or signs alone: then they are what tells
        left, came = _as_written(removed), _as_written(added)
    said = [_words(side.strip().removeprefix(label or "")[:_LONG]) for side in sides]
    return Hunk(
        at=place[0],
        end=place[1],
        removed=left,
        added=came,
        content=(*said[0], *said[1]),
        before=around[0],
        after=around[1],
    )


def _folded(side: str) -> tuple[str, ...]:
    if len(side) > _LONG:
        return (_sha(" ".join(side.casefold().split())),)
    return tuple(word.casefold() for word in _words(side))


def _as_written(side: str) -> tuple[str, ...]:
    if len(side) > _LONG:
        return (_sha(" ".join(side.split())),)
    return tuple(token for token in TOKEN.findall(_plain(side)) if not token.isspace())


def _words(text: str) -> tuple[str, ...]:
    return tuple(token for token in TOKEN.findall(_plain(text)) if any(map(str.isalnum, token)))


def _plain(text: str) -> str:
    return _HIDDEN.sub("", unicodedata.normalize("NFC", text)).replace("’", "'")


def _sha(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
