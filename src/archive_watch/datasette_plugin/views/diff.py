"""The difference between any two versions: word by word, inline or side by side, part by part.

What one address asks for: ``view=side``, ``context=all`` (nothing folded away), ``part`` of a long
one, and ``change``, where a page took the same step more than once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from archive_watch.datasette_plugin.drawing import drawn
from archive_watch.datasette_plugin.question import Elsewhere, NotThere, Page, Question, Unclear
from archive_watch.datasette_plugin.views.diff_ways import DiffWays
from archive_watch.errors import CallerError
from archive_watch.report.diff_page import diff_keys, judged_as_html
from archive_watch.report.diff_parts import parts_of
from archive_watch.report.diff_steps import Marks, beside_words, steps_as_html, stretches_of
from archive_watch.report.diffs import DrawnDiff
from archive_watch.report.verdicts import verdict_in_words
from archive_watch.services.telling.tell_difference import Difference, tell_difference
from archive_watch.storage.captures import capture_size
from archive_watch.storage.database import Archive
from archive_watch.storage.marks import in_its_place, verdict_on
from archive_watch.storage.one_change import StoredChange
from archive_watch.storage.told_steps import change_after, change_before

_MOST_INSTEAD = 20
_MOST_DIGITS = 18


def diff(archive: Archive, question: Question) -> Page:
    """The page of a difference."""
    ids = question.number("from_id"), question.number("to_id")
    try:
        told = tell_difference(archive, *ids, _number(question, "change"))
    except CallerError as error:
        raise NotThere(f"There {error.message.removeprefix('there ')}.") from error
    about: dict[str, object] = {
        "told": told,
        "drawn": None if told.drawn is None else _steps(told, told.drawn, question),
        "sizes": [capture_size(archive, one.capture_id) for one in (told.before, told.after)],
    }
    if told.change is not None:
        about |= _of_change(archive, told.change)
    return Page(template="diff.html", told=about)


def diff_of(archive: Archive, question: Question) -> Elsewhere:
    """The difference that a form asks for (``from`` and ``to``), at its own address."""
    del archive
    before, after = _number(question, "from"), _number(question, "to")
    if before is None or after is None:
        raise Unclear("Two versions are compared by their ids.", "Ask with ?from=ID&to=ID.")
    return Elsewhere(address=question.ways.diff(before, after))


def _number(question: Question, name: str) -> int | None:
    """A number that was asked with; None where it is none, or no row can have it."""
    asked = question.asked.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) <= _MOST_DIGITS else None


def _steps(told: Difference, steps: DrawnDiff, question: Question) -> Mapping[str, object]:
    marks, opened = Marks.of(steps), question.asked.get("context") == "all"
    parts = parts_of(stretches_of(steps.ops), opened=opened)
    part = min(max(1, _number(question, "part") or 1), len(parts))
    ways = DiffWays(question=question, told=told, drawn=steps, parts=parts, part=part, marks=marks)
    around = ways.around(opened=opened)
    return {
        "judged": drawn(judged_as_html(steps, marks, around.way)),
        "switch": drawn(
            diff_keys(len(marks.numbered.numbers), beside=question.asked.get("view") == "side")
        ),
        "beside": drawn(beside_words(steps.beside) if part == 1 else ""),
        "steps": drawn(steps_as_html(parts[part - 1], marks, around)),
        "changes": len(marks.numbered.numbers),
        "differs": bool(marks.numbered.numbers or list(steps.beside.labelled())),
        "before": steps.before,
        "after": steps.after,
        "part": part,
        "parts": len(parts),
        "ways": ways,
        "opened": opened,
    }


def _of_change(archive: Archive, change: StoredChange) -> dict[str, object]:
    assert change.page_id is not None
    said = change.told
    return {
        "change": change,
        "previous_change": change_before(archive, change.page_id, said["id"]),
        "next_change": change_after(archive, change.page_id, said["id"]),
        "instead": in_its_place(archive, said["id"])[:_MOST_INSTEAD]
        if change.superseded_at
        else [],
        "verdict": verdict_in_words(**asdict(verdict_on(archive, said["id"]))),
    }
