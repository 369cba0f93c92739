"""A page explained: each block, whether it is words of the page and why, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive_watch.extract.cutting.roots import FoundBy
from archive_watch.extract.page import Cut
from archive_watch.extract.words.taken import Why
from archive_watch.model.block import TextBlock
from archive_watch.model.transcript import Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedBlock:
    """One block of the page: its words, whether and why they are none, and what they stand in.

    ``by`` is the selector or the pattern that decided.  ``root`` is the index of the part of the
    content that it stands in; None outside.  ``read_as`` are the fields of the metadata that these
    words were read as; ``turn`` is the position of the turn that they stand in, ``read`` the
    paragraph that they are.  ``seen_on`` is on how many of how many of the host's pages the block
    stands, where they were counted.
    """

    text: str
    why: Why
    by: str
    container: str
    root: int | None = None
    read_as: tuple[str, ...] = ()
    turn: int | None = None
    read: TextBlock | None = None
    seen_on: tuple[int, int] | None = None

    @property
    def kept(self) -> bool:
        """Whether they are words of the page."""
        return self.why is Why.KEPT

    def as_json(self) -> dict[str, Any]:
        """The block for a program."""
        return {
            "kept": self.kept,
            "why": self.why.value,
            "by": self.by or None,
            "container": self.container,
            "read_as": list(self.read_as),
            "turn": self.turn,
            "kind": None if self.read is None else self.read.kind.value,
            "level": None if self.read is None else self.read.level,
            "seen_on": None if self.seen_on is None else self.seen_on[0],
            "text": self.text,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedField:
    """One field of the metadata: its value and what found it.

    ``unread`` are words that were found but are no such value: a date in no declared format.
    """

    name: str
    value: str | None
    by: str
    unread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What was learnt from so many ``pages`` of the host, and where the profile disagrees."""

    pages: int
    roots: tuple[str, ...]
    furniture: tuple[str, ...]
    advice: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The opinion for a program."""
        return {
            "pages": self.pages,
            "roots": list(self.roots),
            "furniture": list(self.furniture),
            "advice": list(self.advice),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A page explained.  ``transcript`` is None where the page has no words to read.

    ``roots`` are the elements that its content is.
    """

    cut: Cut
    roots: tuple[str, ...]
    fields: tuple[ExplainedField, ...]
    blocks: tuple[ExplainedBlock, ...]
    transcript: Transcript | None
    opinion: Opinion | None = None

    def evidence(self) -> tuple[str, ...]:
        """How the kind of the page is known."""
        part = self.cut.part
        if part is None or self.transcript is None:
            return self.cut.evidence
        words = f"{len(self.transcript.text.split()):,} words"
        if part.root_by is not FoundBy.SELECTOR:
            found = f"what was found so has {words}"
        elif self.cut.fallback:
            found = f"a usual name of content, `{part.root}`, is on it, with {words}"
        else:
            found = f"the profile's selector `{part.root}` is on it, with {words}"
        return (*self.cut.evidence, found)

    def as_json(self) -> dict[str, Any]:
        """Every block with all its words, and everything that was decided."""
        cut, transcript = self.cut, self.transcript
        return {
            "url": cut.url,
            "extractor": cut.extractor,
            "profile": cut.profile.name,
            "fallback": cut.fallback,
            "encoding": cut.encoding,
            "kind": cut.kind.value,
            "reason": cut.reason,
            "evidence": list(self.evidence()),
            "root": cut.part.root if cut.part else None,
            "root_by": cut.part.root_by if cut.part else None,
            "fields": [
                {"name": one.name, "value": one.value, "found_by": one.by or None,
                 "unread": one.unread}
                for one in self.fields
            ],
            "turns": [
                {"position": turn.position, "speaker": turn.speaker, "person": turn.person,
                 "kind": turn.kind.value, "words": len(transcript.turn_text(turn).split())}
                for turn in transcript.turns
            ] if transcript else [],
            "learnt": self.opinion.as_json() if self.opinion else None,
            "blocks": [block.as_json() for block in self.blocks],
        }  # fmt: skip
