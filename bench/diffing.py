"""The differ on a megabyte of prose, beside the differs that others use, in one run.

CPU seconds; the peers: the standard library's on paragraphs, Google's diff-match-patch in C++ on
characters (``fast-diff-match-patch``), and git by words.  Words touched are counted on both sides.
"""

from __future__ import annotations

import difflib
import itertools
import re
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import fast_diff_match_patch

import shown
from archive_watch.classify.changes import classify_change
from archive_watch.diff.align import edits_between
from archive_watch.model.change import Op, OpKind, Sign
from archive_watch.model.transcript import Metadata, Transcript
from diff_cases import Case, everyday_cases, hard_cases, third_touched
from known_answers import cpu_seconds

_SIZE = 1_000_000
_CUT = re.compile(r"\w")
_WORST = 5.0  # times a text of which a third was touched
_PEERS = ("one word", "20 words", "a paragraph moved", "a third touched")
_BESIDE = 3  # runs of each, of which the quickest counts


def measure() -> None:
    """Print the times, the words touched, and what grows how."""
    third = 0.0
    for case in everyday_cases(_SIZE):
        seconds, ops = _ours(case)
        third = seconds if case.name == "a third touched" else third
        shown.line(f"{case.name}: archive-watch", f"{seconds * 1e3:.1f} ms", _told(case, ops))
        if case.name in _PEERS:
            _show_peers(case, seconds)
    worst = max((_ours(case)[0], case.name) for case in hard_cases(_SIZE))
    shown.line(
        f"the dearest of all, by a third touched: {worst[1]}",
        f"{worst[0] / third:.1f}",
        f"<= {_WORST:g}",
    )
    judged = max((_classified(case), case.name) for case in hard_cases(_SIZE))
    shown.line(
        f"classified, the dearest of all by the dearest diff: {judged[1]}",
        f"{judged[0] / worst[0]:.1f}",
        f"<= {_WORST:g}",
    )
    doubled = _ours(third_touched(2 * _SIZE))[0] / third
    shown.line("twice the size, a third touched: time by time", f"{doubled:.2f}", "<= 2.5")


def _ours(case: Case) -> tuple[float, tuple[Op, ...]]:
    old, new = (Transcript(text=text, metadata=Metadata()) for text in (case.old, case.new))
    return _quickest(lambda: edits_between(old, new)), edits_between(old, new)


def _classified(case: Case) -> float:
    """The time from two texts to what their difference means, the diff included."""
    old, new = (Transcript(text=text, metadata=Metadata()) for text in (case.old, case.new))
    return _quickest(lambda: classify_change(old, new))


def _show_peers(case: Case, ours: float) -> None:
    wanted = {"one word": 0.1, "20 words": 1.0}.get(case.name)
    target = "" if wanted is None else f"<= {wanted:g}"
    by_line = _quickest(
        lambda: list(difflib.unified_diff(case.old.split("\n\n"), case.new.split("\n\n")))
    )
    by_sign = _quickest(
        lambda: fast_diff_match_patch.diff(case.old, case.new, timelimit=0, cleanup="No")
    )
    shown.line("  by difflib's, paragraphs", f"{ours / by_line:.3f}", "" if wanted == 1 else target)
    shown.line("  by fast-diff-match-patch's, characters", f"{ours / by_sign:.3f}", target)
    if shutil.which("git"):
        by_git = min(_git_seconds(case) for _ in range(_BESIDE))
        shown.line("  by git's, words", f"{ours / by_git:.3f}", "" if wanted == 1 else target)


def _git_seconds(case: Case) -> float:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("old", case.old), ("new", case.new)):
            Path(folder, name).write_text(text, encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = ["git", "diff", "--no-index", "--word-diff=porcelain", "old", "new"]
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _quickest(work: Callable[[], object]) -> float:
    return min(cpu_seconds(work) for _ in range(_BESIDE))


def _told(case: Case, ops: Iterable[Op]) -> str:
    """What the steps came to: words touched, by the fewest possible; moves; words cut in two."""
    ops = tuple(ops)
    touched = sum(len(text.split()) for op in ops for text in _edited(op))
    moves = sum(op.op is OpKind.MOVE_TO for op in ops)
    fewest = "" if case.optimum is None else f" of {case.optimum}"
    return f"{touched}{fewest} words, {moves} moves, {sum(map(_cuts, ops))} cut"


def _edited(op: Op) -> list[str]:
    if op.op in {OpKind.DELETE, OpKind.INSERT}:
        return [op.old or op.new or ""]
    return [run.text for run in op.words if run.sign is not Sign.KEPT]


def _cuts(op: Op) -> int:
    """How often a word was cut: two runs of one side that part letters."""
    count = 0
    for side in (Sign.REMOVED, Sign.ADDED):
        runs = [run.text for run in op.words if run.sign in {side, Sign.KEPT}]
        count += sum(
            bool(_CUT.match(before[-1]) and _CUT.match(after[0]))
            for before, after in itertools.pairwise(runs)
        )
    return count
