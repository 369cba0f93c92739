"""Two short texts in one: what is only in the first, and what is only in the second."""

from __future__ import annotations

from archive_watch.diff.words import word_runs
from archive_watch.model.change import Sign
from archive_watch.report.run_marks import plain_run

_AROUND = 40  # characters of what both have, on either side of a difference


def shown_word_by_word(before: str, after: str) -> str:
    """One line: ``[-only in before-]``, ``{+only in after+}``, and the words around them."""
    runs = word_runs(before, after)
    shown = []
    for number, run in enumerate(runs):
        text = run.text.replace("\n\n", " ¶ ")
        if run.sign is Sign.KEPT:
            shown.append(_around(text, is_first=number == 0, is_last=number == len(runs) - 1))
        else:
            shown.append(plain_run(run.sign, text))
    return "".join(shown)


def _around(text: str, *, is_first: bool, is_last: bool) -> str:
    """What both have, cut to what stands beside a difference."""
    before = "" if is_last else text[-_AROUND:]
    after = "" if is_first else text[:_AROUND]
    if len(text) <= len(before) + len(after):
        return text
    return f"{after}…{before}"
