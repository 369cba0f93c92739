"""An edit with the words around it: enough to understand it, short enough to read in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_watch.model.change import Op, OpKind, Sign, WordRun

_BESIDE_WORDS = 9
_LONGEST_EDIT_WORDS = 70
_LONGEST_BESIDE, _LONGEST_EDIT = 400, 2_000  # characters: so many words seldom have as many
_GAP = " … "


def excerpt_of(op: Op) -> tuple[WordRun, ...]:
    """The runs of an edited paragraph with its unchanged stretches cut down to what is near."""
    match op.op:
        case OpKind.REPLACE:
            return tuple(_shortened(op.words))
        case OpKind.DELETE:
            return (_cut(Sign.REMOVED, op.old or ""),)
        case OpKind.INSERT:
            return (_cut(Sign.ADDED, op.new or ""),)
        case _:
            return ()


def _shortened(runs: Sequence[WordRun]) -> Iterator[WordRun]:
    last = len(runs) - 1
    for index, run in enumerate(runs):
        if run.sign is not Sign.KEPT:
            yield _cut(run.sign, run.text)
        else:
            yield WordRun(sign=Sign.KEPT, text=_near(run.text, index > 0, index < last))


def _near(text: str, follows: bool, precedes: bool) -> str:
    """The end of an unchanged stretch before an edit, its beginning after one, both in between."""
    words = text.split()
    room = _BESIDE_WORDS * (int(follows) + int(precedes))
    if len(words) <= room + 2:
        return _ends_of(text, 2 * _LONGEST_BESIDE)
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    begin = lead + " ".join(words[:_BESIDE_WORDS]) if follows else ""
    end = " ".join(words[-_BESIDE_WORDS:]) + tail if precedes else ""
    return _ends_of(begin, _LONGEST_BESIDE) + _GAP + _ends_of(end, _LONGEST_BESIDE)


def _cut(sign: Sign, text: str) -> WordRun:
    words = text.split()
    if len(words) > _LONGEST_EDIT_WORDS:
        half = _LONGEST_EDIT_WORDS // 2
        text = " ".join(words[:half]) + _GAP + " ".join(words[-half:])
    return WordRun(sign=sign, text=_ends_of(text, _LONGEST_EDIT))


def _ends_of(text: str, most: int) -> str:
    """``text``, or its two ends where it is endless: there are scripts, and pages, without spaces."""
    half = most // 2
    return text if len(text) <= most else text[:half] + _GAP + text[-half:]
