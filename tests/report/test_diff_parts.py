"""A long diff in parts: nothing is lost between them, and none is larger than a browser draws at once."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from archive_watch.diff.align import diff_transcripts
from archive_watch.model.change import ChangeKind, Finding, Op
from archive_watch.model.transcript import Metadata, Transcript
from archive_watch.report.diff_parts import part_with, parts_of
from archive_watch.report.diff_steps import Around, Marks, Stretch, steps_as_html, stretches_of
from archive_watch.report.diffs import DrawnDiff, Side, Unchanged


def _ops(old: str, new: str) -> tuple[Op, ...]:
    return diff_transcripts(*(Transcript(text=one, metadata=Metadata()) for one in (old, new)))


def _steps(parts: list[tuple[Stretch, ...]]) -> list[Op]:
    found: list[Op] = []
    for part in parts:
        for one in part:
            found += one.step.ops if isinstance(one.step, Unchanged) else [one.step]
    return found


def _drawn(ops: tuple[Op, ...], part: tuple[Stretch, ...]) -> str:
    finding = Finding(kind=ChangeKind.TEXT, aspects=(ChangeKind.TEXT,), severity=1, summary="")
    side = Side(url="u", version=1, observed_at="", title=None, capture_sha256="")
    marks = Marks.of(DrawnDiff(before=side, after=side, finding=finding, ops=ops))
    return steps_as_html(part, marks, Around())


_PARAGRAPHS = st.lists(st.sampled_from(["one", "two lights", "three", "four"]), max_size=12)


@given(old=_PARAGRAPHS, new=_PARAGRAPHS, opened=st.booleans())
def test_the_parts_together_are_all_the_steps_in_their_order(
    old: list[str], new: list[str], opened: bool
) -> None:
    ops = _ops("\n\n".join(old), "\n\n".join(new))
    assert _steps(parts_of(stretches_of(ops), opened=opened)) == list(ops)


def test_a_thousand_edits_are_parts_whose_numbers_go_on() -> None:
    old = "\n\n".join(f"Paragraph {n} has nine lights." for n in range(1000))
    ops = _ops(old, old.replace("nine", "seven"))
    parts = parts_of(stretches_of(ops))
    assert [len(part) for part in parts] == [200] * 5
    assert re.findall(r'id="c(\d+)"', _drawn(ops, parts[1])) == [str(n) for n in range(201, 401)]
    assert part_with(parts, 0) == 1
    assert part_with(parts, parts[3][7].place) == 4


def test_a_long_unchanged_stretch_takes_room_only_where_it_is_asked_for() -> None:
    old = "nine\n\n" + "\n\n".join(f"Paragraph {n} is as it was." * 20 for n in range(4000))
    ops = _ops(old, old.replace("nine", "seven", 1))
    assert len(parts_of(stretches_of(ops))) == 1
    opened = parts_of(stretches_of(ops), opened=True)
    assert len(opened) > 4
    assert all(len(_drawn(ops, part)) < 900_000 for part in opened)


def test_of_one_enormous_paragraph_the_words_beside_the_edits_are_drawn() -> None:
    far = "far away " * 100_000
    ops = _ops(f"{far}nine lights {far}", f"{far}seven lights {far}")
    [part] = parts_of(stretches_of(ops))
    told = _drawn(ops, part)
    assert "characters unchanged, not shown here" in told
    assert re.search(r"<del>.*nine</del>", told)
    assert len(told) < 100_000


def test_of_many_edits_in_one_enormous_paragraph_the_first_are_drawn() -> None:
    old = " ".join(f"{n} nine" for n in range(60_000))
    ops = _ops(old, old.replace("nine", "seven"))
    [part] = parts_of(stretches_of(ops))
    told = _drawn(ops, part)
    assert "with more edits, not shown here" in told
    assert len(told) < 6_000_000
