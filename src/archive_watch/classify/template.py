"""What an edit of a site's template means: told once for all of its pages, and it weighs little.

The words of no page changed.  So it has no flags, however many numbers a footer changes, and its
severity is below that of any edit of words.
"""

from __future__ import annotations

from collections.abc import Iterable

from archive_watch.classify.edits import edits_of
from archive_watch.classify.summary import summary_of_ops
from archive_watch.diff.hunks import Hunk
from archive_watch.diff.words import word_runs
from archive_watch.model.change import ChangeKind, Finding, Op, OpKind

SEVERITY = 5
_TOLD = ": "


def finding_of_template(hunk: Hunk, *, pages: int) -> Finding:
    """What the edit ``hunk`` comes to, around the words of ``pages`` pages so far."""
    ops = [_op(" ".join(removed), " ".join(added)) for removed, added in hunk.parts]
    edits = tuple(edits_of(ops))
    return Finding(
        kind=ChangeKind.TEMPLATE,
        aspects=(ChangeKind.TEMPLATE,),
        severity=SEVERITY,
        summary=_on_pages(pages) + "; ".join(summary_of_ops(ops)),
        words_added=_words(edit.added for edit in edits),
        words_removed=_words(edit.removed for edit in edits),
        edits=edits,
        why=(
            "template: the same edit stands around the words of more than one page",
            f"severity {SEVERITY}: what stands around the words weighs the same on every page",
        ),
    )


def told_of_more_pages(summary: str, *, pages: int) -> str:
    """The summary of a template change, now that so many pages show it."""
    return _on_pages(pages) + summary.partition(_TOLD)[2]


def _on_pages(pages: int) -> str:
    return f"around the words of {pages:,} pages{_TOLD}"


def _words(texts: Iterable[str]) -> int:
    return sum(word != "…" for text in texts for word in text.split())


def _op(old: str, new: str) -> Op:
    if old and new:
        return Op(op=OpKind.REPLACE, speaker=None, old=old, new=new, words=word_runs(old, new))
    kind = OpKind.DELETE if old else OpKind.INSERT
    return Op(op=kind, speaker=None, old=old or None, new=new or None)
