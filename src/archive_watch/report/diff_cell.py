"""What differs between two texts, small enough for a cell of a table: the changed parts and no more.

Plain ``<del>`` and ``<ins>`` that need no stylesheet, nothing with an attribute but the direction of
the text; every word of a page is escaped, and what acts or hides in it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_watch.model.change import Op, OpKind, Sign, WordRun
from archive_watch.report.beside import Beside
from archive_watch.report.bounds import left_out
from archive_watch.report.diffs import runs_of, speaker_beside
from archive_watch.report.html_words import shown
from archive_watch.report.run_marks import one_line_run

_MOST_PARTS = 50
_MOST_CHARACTERS = 20_000
_MOST_AROUND = 60  # characters of unchanged words on either side of an edit
_MOST_OF_EDIT = 1_000
_MARKS = {Sign.REMOVED: "del", Sign.ADDED: "ins"}
_MOVES = {OpKind.MOVE_FROM: "moved away: ", OpKind.MOVE_TO: "moved here: "}


def changed_parts(ops: Sequence[Op], beside: Beside) -> str:
    """The changed parts as HTML, a paragraph each; empty where nothing differs."""
    changes = (op for op in ops if op.op is not OpKind.EQUAL)
    parts: list[str | Op] = [*_of_beside(beside), *changes]
    drawn: list[str] = []
    characters = 0
    for part in parts[:_MOST_PARTS]:
        if characters > _MOST_CHARACTERS:
            break
        drawn.append(part if isinstance(part, str) else _paragraph(part))
        characters += len(drawn[-1])
    rest = len(parts) - len(drawn)
    drawn += [f"<p>{left_out(rest, 'change')}</p>"] if rest else []
    return "\n".join(drawn)


def _of_beside(beside: Beside) -> Iterator[str]:
    for label, runs in beside.labelled():
        yield f'<p dir="auto"><b>{shown(label)}</b> {"".join(map(_run, _near(runs)))}</p>'


def _paragraph(op: Op) -> str:
    speaker = speaker_beside(op)
    who = f"<b>{shown(speaker)}</b> " if speaker else ""
    words = "".join(map(_run, _near(runs_of(op))))
    return f'<p dir="auto">{who}{_MOVES.get(op.op, "")}{words}</p>'


def _run(run: WordRun) -> str:
    text = shown(one_line_run(run.sign, run.text))
    mark, words = _MARKS.get(run.sign), text.strip()
    if mark is None or not words:
        return text
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}<{mark}>{words}</{mark}>{tail}"


def _near(runs: Sequence[WordRun]) -> Iterator[WordRun]:
    """The runs, of what is unchanged only the words beside an edit."""
    last = len(runs) - 1
    for at, run in enumerate(runs):
        if run.sign is not Sign.KEPT:
            yield WordRun(sign=run.sign, text=_ends(run.text, _MOST_OF_EDIT, _MOST_OF_EDIT))
            continue
        alone = last == 0
        before = _MOST_AROUND if at > 0 or alone else 0
        after = _MOST_AROUND if at < last or alone else 0
        yield WordRun(sign=run.sign, text=_ends(run.text, before, after))


def _ends(text: str, first: int, last: int) -> str:
    """The beginning and the end of a text, at spaces where there are any near."""
    if len(text) <= first + last + 3:
        return text
    begin = text[:first].rsplit(" ", 1)[0] if " " in text[:first] else text[:first]
    end = text[len(text) - last :]
    end = end.split(" ", 1)[1] if " " in end else end
    return f"{begin}{' ' if begin else ''}… {end}" if end else f"{begin} …"
