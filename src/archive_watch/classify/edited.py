"""An edited pair of paragraphs, each thing that is asked of it read once.

Whether it is a slip, which flags it raises and whether an archive rewrote a host in it are three
questions to the same words; to read a long paragraph anew for each takes longer than its diff.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from archive_watch.classify.dates_said import dates_said
from archive_watch.classify.marks import hosts_rewritten
from archive_watch.classify.numbers import may_be_number
from archive_watch.classify.passages import Passage, Side
from archive_watch.classify.worded import Touched, Word, words_of, words_touched
from archive_watch.model.change import Sign, WordRun

_GIANT = 100_000  # characters: of a larger paragraph only what was touched is looked at


class Edited:
    """A paragraph before and after, and the runs of words that lead from one to the other."""

    def __init__(self, was: Side, now: Side, runs: Sequence[WordRun]) -> None:
        self.was, self.now = was, now
        self._runs = runs
        self._labels = len(was.text) - len(was.speech), len(now.text) - len(now.speech)

    @classmethod
    def of(cls, passage: Passage) -> Edited | None:
        """The pair that a passage is; None where words only came or only went, or none differ."""
        if passage.was is None or passage.now is None or not passage.op.words:
            return None
        return cls(passage.was, passage.now, passage.op.words)

    @cached_property
    def touched(self) -> Touched:
        """The words that the edit touched in what is said."""
        return words_touched(self.was.text, self.now.text, self._runs, labels=self._labels)

    @cached_property
    def touched_anywhere(self) -> Touched:
        """The words that the edit touched, those of the label too."""
        head = self._runs[0]
        if head.sign is Sign.KEPT and len(head.text) >= max(self._labels):
            return self.touched
        return words_touched(self.was.text, self.now.text, self._runs)

    @cached_property
    def hosts(self) -> list[tuple[str, str]]:
        """The hosts that became other hosts of the same site."""
        return hosts_rewritten(self.was.speech, self.now.speech)

    def says_same_dates(self) -> bool:
        """Whether both sides say the same dates in the same order; of a giant that is not looked at."""
        if max(len(self.was.text), len(self.now.text)) > _GIANT:
            return False
        return dates_said(self.was.speech) == dates_said(self.now.speech)

    def numbered(self) -> tuple[Sequence[Word], Sequence[Word]]:
        """All words of both sides that may be numbers; of a giant only those that were touched."""
        if max(len(self.was.text), len(self.now.text)) > _GIANT:
            return self.touched.gone, self.touched.come
        before, after = self._labels
        return (
            words_of(self.was.text, label=before, such=may_be_number),
            words_of(self.now.text, label=after, such=may_be_number),
        )
