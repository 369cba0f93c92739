"""Where everything stands on a page: its words, and what is beside them, in the page's order.

Built from the notes of a cut.  A text belongs to the content, to something that was taken out of
it, or to the largest element around it that holds neither: the header is one thing, whatever it is
made of.  Where a page has no content that the profile knows, it is parted into the containers that
somebody who mends the profile would look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from archive_watch.extract.blocks.blocks import blocks_of
from archive_watch.extract.cutting.notes import Mark, Notes
from archive_watch.extract.learning.containers import (
    holding_more_than_themselves,
    letters_in,
    telling_name,
)
from archive_watch.extract.words.taken import Why
from archive_watch.normalise.text import folded

_NEVER_SEEN = frozenset({"head", "script", "style", "template"})


@dataclass(frozen=True, slots=True)
class Words:
    """Letters of the content, counted, of the root with that index."""

    root: int
    letters: int


@dataclass(frozen=True, slots=True)
class Beside:
    """A node that is no words of the page: why, and what it is or stands in.

    ``root`` is the index of the root that it stands in, if any.  ``says``: the texts of a node that
    no reader of blocks would find words in.
    """

    number: int
    why: Why
    by: str
    container: str
    root: int | None = None
    says: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """What a node stands in, by their numbers: a root (its index), what was taken out, something
    that says nothing, and the largest element that holds none of these; ``seen`` by a visitor."""

    seen: bool = True
    root: int | None = None
    mark: int | None = None
    silent: int | None = None
    top: int | None = None


class Places:
    """The place of every node of a page that was cut."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        numbers = {node.mem_id: number for number, node in enumerate(notes.nodes)}
        self._parents = [
            -1 if node.parent is None else numbers.get(node.parent.mem_id, -1)
            for node in notes.nodes
        ]
        self._roots = {number: index for index, number in enumerate(notes.roots)}
        self._places: list[_Place] = []
        self._containers: list[str] = []
        holds = self._holding()
        for number, above in enumerate(self._parents):
            around = _Place() if above < 0 else self._places[above]
            inherited = "body" if above < 0 else self._containers[above]
            self._containers.append(telling_name(notes.nodes[number]) or inherited)
            self._places.append(self._place(number, around, is_whole=not holds[number]))

    def layout(self) -> Sequence[Words | Beside]:
        """The page, piece by piece; what is beside the words once, where its first text stands."""
        found: list[Words | Beside] = []
        told: dict[int, Beside] = {}
        for number, node in enumerate(self.notes.nodes):
            letters = letters_in(node)
            piece = self._piece(number, letters) if letters else None
            if isinstance(piece, Beside):
                known = told.setdefault(piece.number, piece)
                known.says.append(folded(node.text_content or ""))
                piece = piece if known is piece else None
            if piece is not None:
                found.append(piece)
        return found

    def name_of(self, number: int) -> str:
        """What the node is called, though it says no more than its tag."""
        node = self.notes.nodes[number]
        return telling_name(node) or node.tag or ""

    def container_of(self, number: int) -> str:
        """What the node is, or the nearest element around it that says what it is."""
        return self._containers[number]

    def is_inside(self, number: int, other: int) -> bool:
        """Whether a node is the other one, or stands in it."""
        while number > other:
            number = self._parents[number]
        return number == other

    def _holding(self) -> list[bool]:
        """Which nodes are content, taken out or set apart, or hold such a node."""
        notes = self.notes
        if not notes.roots:
            return holding_more_than_themselves(notes.nodes, self._parents)
        apart = {number for number, mark in notes.marks.items() if mark.why is not Why.SILENT}
        holds = [False] * len(notes.nodes)
        for number in (*notes.roots, *apart):
            while number >= 0 and not holds[number]:
                holds[number] = True
                number = self._parents[number]  # noqa: PLW2901
        return holds

    def _place(self, number: int, around: _Place, *, is_whole: bool) -> _Place:
        marked = self.notes.marks.get(number)
        root, mark, silent = around.root, around.mark, around.silent
        if number in self._roots:
            root, mark = self._roots[number], None
        elif mark is None and marked is not None and marked.why is not Why.SILENT:
            mark = number
        if silent is None and self._is_silent(number):
            silent = number
        top = number if around.top is None and is_whole else around.top
        seen = around.seen and self.notes.nodes[number].tag not in _NEVER_SEEN
        return _Place(seen, root, mark, silent, top)

    def _is_silent(self, number: int) -> bool:
        mark, tag = self.notes.marks.get(number), self.notes.nodes[number].tag or "-"
        if mark is not None and mark.why is Why.SILENT:
            return True
        return not tag.startswith("-") and _says_nothing(tag)

    def _piece(self, number: int, letters: int) -> Words | Beside | None:
        """What a text is part of; None where nobody sees it."""
        place, notes = self._places[number], self.notes
        if not place.seen:
            return None
        if place.mark is None and place.root is not None and place.silent is None:
            return Words(place.root, letters)
        why, whole = Mark(Why.OUTSIDE, ""), number if place.top is None else place.top
        if place.mark is not None:
            why, whole = notes.marks[place.mark], place.mark
        elif place.root is not None and place.silent is not None:
            why, whole = Mark(Why.SILENT, notes.nodes[place.silent].tag or ""), place.silent
        return Beside(
            number=whole if place.silent is None else place.silent,
            why=why.why,
            by=why.by,
            container=self.container_of(whole),
            root=place.root,
        )


@lru_cache(maxsize=512)
def _says_nothing(tag: str) -> bool:
    """Whether words in such an element are none to the reader of blocks, which is asked itself."""
    return not blocks_of(f"<{tag}>words</{tag}>")
