"""An edit with the words around it: enough to understand it, short enough to read in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_watch.model.change import Op, OpKind, Sign, WordRun

_BESIDE_WORDS = 9
_LONGEST_EDIT_WORDS = 70
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
        return text
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    begin = lead + " ".join(words[:_BESIDE_WORDS]) if follows else ""
    end = " ".join(words[-_BESIDE_WORDS:]) + tail if precedes else ""
    return f"{begin}{_GAP}{end}"


def _cut(sign: Sign, text: str) -> WordRun:
    words = text.split()
    if len(words) <= _LONGEST_EDIT_WORDS:
        return WordRun(sign=sign, text=text)
    half = _LONGEST_EDIT_WORDS // 2
    return WordRun(sign=sign, text=" ".join(words[:half]) + _GAP + " ".join(words[-half:]))
