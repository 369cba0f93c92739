"""What was learnt of one host from its own pages: which containers hold its words, which never do.

A container is known by its *signature*: what it is called, its digits masked (``article#post-#``),
or, where it says nothing of itself, its place below one that does (``div#page>table:1>tr:1>td:2``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What was learnt from so many ``pages``; ``number`` is how often their count has doubled.

    ``roots`` are the signatures of containers that hold the words, the best first; ``furniture``
    those of containers that say the same on page after page, or only hold the site's own links.
    """

    number: int
    pages: int
    roots: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()

    @property
    def says_anything(self) -> bool:
        """Whether it would alter how a page is read."""
        return bool(self.roots or self.furniture)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockCount:
    """On how many of the pages that were learnt from a block stands, in a container so called."""

    position: str
    fingerprint: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerCount:
    """A container that was found to be the ``root`` or ``furniture``, and on how many pages it is."""

    signature: str
    kind: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """Everything that was counted, for whoever wants to know why; ``learnt`` is what follows."""

    learnt: Learnt
    blocks: tuple[BlockCount, ...] = ()
    containers: tuple[ContainerCount, ...] = ()
