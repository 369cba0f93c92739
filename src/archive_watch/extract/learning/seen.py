"""One page as the learner sees it: its blocks in order, and which of them each container holds.

A block is a run of text that one block-level element holds itself.  Its fingerprint is of letters
and digits only, so that a space, a quote or a capital letter makes no difference to how often it
was seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive_watch.extract.cutting.nodes import outermost
from archive_watch.extract.intake.budget import weight_of
from archive_watch.extract.intake.decode import decode_body
from archive_watch.extract.learning.signatures import CONTAINERS, signature_of

_SILENT = "script, style, noscript, template, iframe, object, svg, head"
_PARAGRAPHS = frozenset(
    "address blockquote body caption dt figcaption h1 h2 h3 h4 h5 h6 legend li p pre select summary"
    " textarea th tr".split()
)
_MOST_NODES = 25_000
_DEEPEST = 200
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class SeenBlock:
    """A run of text: the container it stands in, its fingerprint, its words, those in links."""

    position: str
    fingerprint: str
    words: int
    linked: int


@dataclass(frozen=True, slots=True)
class SeenContainer:
    """A container: its signature, its tag, and the blocks from ``start`` up to ``end``."""

    signature: str
    tag: str
    start: int
    end: int
    digest: str


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page; two with equal ``digest`` say the same from top to bottom."""

    blocks: tuple[SeenBlock, ...]
    containers: tuple[SeenContainer, ...]
    digest: str


@dataclass(slots=True)
class _Open:
    """An element that is being walked through."""

    number: int
    tag: str
    signature: str | None
    start: int


@dataclass(slots=True)
class _Walk:
    """What was met so far; ``run`` is the text of the block that is being gathered."""

    blocks: list[SeenBlock] = field(default_factory=list)
    containers: list[SeenContainer] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    run_linked: int = 0
    run_position: str = "body"
    run_element: int = -1

    def text(self, words: Sequence[str], *, linked: bool) -> None:
        """Take in a text; it continues the run of the block element that holds it."""
        holder = next((one for one in reversed(self.open) if _is_block(one.tag)), None)
        element = -1 if holder is None else holder.number
        if element != self.run_element:
            self.end_run()
            self.run_element = element
        self.run += words
        self.run_linked += len(words) if linked else 0

    def end_run(self) -> None:
        """The block ends here."""
        fingerprint = fingerprint_of("".join(self.run))
        if fingerprint:
            self.blocks.append(
                SeenBlock(self.position(), fingerprint, len(self.run), self.run_linked)
            )
        self.run, self.run_linked, self.run_element = [], 0, -1

    def position(self) -> str:
        """The signature of the innermost container that is open."""
        named = (one.signature for one in reversed(self.open) if one.signature is not None)
        return next(named, "body")

    def close_down_to(self, parent: int | None) -> None:
        """Close what does not hold the next node."""
        while self.open and self.open[-1].number != parent:
            one = self.open[-1]
            if _is_block(one.tag):
                self.end_run()
            self.open.pop()
            if one.signature is not None and len(self.blocks) > one.start:
                held = "".join(block.fingerprint for block in self.blocks[one.start :])
                self.containers.append(
                    SeenContainer(
                        one.signature, one.tag, one.start, len(self.blocks), _digest(held)
                    )
                )


def page_seen(body: bytes, content_type: str | None) -> PageSeen | None:
    """A page's bytes as the learner sees them; None for one that is not light."""
    decoded = decode_body(body, content_type)
    if not weight_of(decoded.text, decoded.utf8).is_light:
        return None
    tree = LexborHTMLParser(decoded.utf8)
    if tree.body is None:
        return None
    for node in outermost(tree, (_SILENT,)):
        node.decompose()
    return _seen(tree.body)


def _seen(body: LexborNode) -> PageSeen | None:
    walk = _Walk()
    for count, node in enumerate(body.traverse(include_text=True)):
        if count > _MOST_NODES or len(walk.open) > _DEEPEST:
            return None
        parent = None if node.parent is None else node.parent.mem_id
        if walk.open or count:
            walk.close_down_to(parent)
        if node.tag == "-text":
            if words := (node.text_content or "").split():
                walk.text(words, linked=any(one.tag == "a" for one in walk.open))
        elif node.tag is not None and not node.tag.startswith("-"):
            if _is_block(node.tag):
                walk.end_run()
            signature = signature_of(node) if node.tag in CONTAINERS else None
            walk.open.append(_Open(node.mem_id, node.tag, signature, len(walk.blocks)))
    walk.close_down_to(None)
    walk.end_run()
    held = "".join(block.fingerprint for block in walk.blocks)
    return PageSeen(tuple(walk.blocks), tuple(walk.containers), _digest(held))


def fingerprint_of(text: str) -> str:
    """The fingerprint of a text's letters and digits; empty where it has none."""
    folded = _NOT_WORDS.sub("", text.lower())
    return _digest(folded) if folded else ""


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _is_block(tag: str) -> bool:
    return tag in CONTAINERS or tag in _PARAGRAPHS
