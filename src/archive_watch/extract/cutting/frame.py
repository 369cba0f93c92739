"""The frame of a page: the words that stand around its content, as lines.

Banner, navigation, footer, what a profile drops inside the content: never words of the page, and
yet something that an archive can edit on thirty thousand pages at once.  What the reading takes is
no frame: the content, the related links, the words that became metadata; nor what silent elements
hold.  An edit of the frame is judged beside those of other pages, in ``versioning.templates``; here
it is only taken, cheaply, for every page is cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.blocks.memory import Memo
from archive_watch.normalise.text import storable

_MOST_LINES = 5_000  # a page with more is all list; it has no frame that anyone could compare
_LONGEST_LINE = 2_000
_MOST_BYTES_REMEMBERED = 8 * 1024 * 1024
_PART = "\x1f"  # between two runs of text; white space to whoever reads it as text


@dataclass(slots=True)
class Beside:
    """What a cut leaves beside the frame, and what it dropped inside the content.

    ``read`` are nodes whose words are read and that may still stand in the frame, each with its
    lines; ``no_frame`` counts the lines of those that do.
    """

    read: dict[int, tuple[LexborNode, list[str]]] = field(default_factory=dict)
    roots: Sequence[LexborNode] = ()
    dropped: list[str] = field(default_factory=list)
    no_frame: Counter[str] = field(default_factory=Counter)

    def note_read(self, nodes: Iterable[LexborNode]) -> None:
        """Note that the words of ``nodes`` are read: as metadata, or as related links."""
        for node in nodes:
            self.read.setdefault(node.mem_id, (node, _folded([words_around(node)])))

    def note_dropped(self, nodes: Sequence[LexborNode]) -> None:
        """Note the words of what is about to be dropped; none of ``nodes`` is inside another."""
        self.dropped += [words_around(node) for node in nodes]
        self._count(self._read_inside(nodes))

    def settle(self, roots: Sequence[LexborNode]) -> None:
        """Say where the content is, before anything is dropped in it."""
        self.roots = roots
        self._count(self.read.keys() - self._read_inside(roots))

    def _read_inside(self, nodes: Sequence[LexborNode]) -> set[int]:
        others = {node.mem_id for node in nodes}
        return {key for key, (node, _) in self.read.items() if _is_inside(node, others)}

    def _count(self, keys: set[int]) -> None:
        """Count the lines of read nodes once, also where one is inside another."""
        for key in keys:
            node, lines = self.read[key]
            if node.parent is None or not _is_inside(node.parent, keys):
                self.no_frame.update(lines)
        for key in keys:
            del self.read[key]


def frame_of(tree: LexborHTMLParser, beside: Beside) -> tuple[str, ...] | None:
    """The lines of the frame; None where there are too many to be one.

    To be called last: the content is taken out of the tree.
    """
    texts = beside.dropped
    if all(root.tag != "body" for root in beside.roots):
        for root in beside.roots:
            root.decompose()
        texts = [words_around(tree.body) if tree.body is not None else "", *texts]
    lines = _without(_folded(texts), beside.no_frame)
    return tuple(lines) if len(lines) <= _MOST_LINES else None


def words_around(node: LexborNode) -> str:
    """The runs of text in a node, parted by what ``frame_of`` parts lines at."""
    return node.text(separator=_PART, skip_empty=True)


def _without(lines: Sequence[str], read: Counter[str]) -> list[str]:
    """The lines less those that are read, the last of several that say the same."""
    if not read:
        return list(lines)
    left = Counter(read)
    kept: list[str] = []
    for line in reversed(lines):
        if left.get(line, 0) > 0:
            left[line] -= 1
        else:
            kept.append(line)
    return kept[::-1]


def _is_inside(node: LexborNode, others: set[int]) -> bool:
    above: LexborNode | None = node
    while above is not None:
        if above.mem_id in others:
            return True
        above = above.parent
    return False


def _folded(texts: Sequence[str]) -> list[str]:
    """The runs of text as lines, white space folded.

    Most frames were seen before: text by text the lines are remembered.
    """
    return [line for lines in FRAMES.values(texts) for line in lines]


def _lines_of(whole: str) -> list[str]:
    """The lines of one text.  (A parsed page has no lone surrogates.)"""
    whole = storable(whole) if "\0" in whole else whole
    lines = [line for run in whole.split(_PART) if (line := " ".join(run.split()))]
    if max(map(len, lines), default=0) > _LONGEST_LINE:
        return [line[:_LONGEST_LINE] for line in lines]
    return lines


FRAMES = Memo(_lines_of, _MOST_BYTES_REMEMBERED, 1_000)
"""The process's own memo of texts around the content, which no answer depends on."""
