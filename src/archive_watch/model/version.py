"""Versions and spans: the states that a page has been in, and when it was seen in each.

A *version* is a distinct state: text, metadata and body links.  A *span* is a run of checks that
saw one version; a span without a version is a tombstone, the page confirmed as gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """How a check knew that the page was in the state it was in, from the weakest proof up."""

    NOT_MODIFIED = "304"
    SAME_BYTES = "same bytes"
    SAME_SLICE = "same slice"
    READ = "read"
    ABSENT = "absent"


FULL_READS = frozenset({How.SAME_BYTES, How.SAME_SLICE, How.READ})


@dataclass(frozen=True, slots=True, kw_only=True)
class StateDigests:
    """The digests (SHA-256, hex) that identify a state: of its parts, and of the whole.

    ``turns`` is of who speaks which words; empty where nobody is named.
    """

    text: str
    metadata: str
    links: str
    state: str
    turns: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One check that says something about a page's state: which version, when, how, from where.

    ``version_id`` None means that the page was seen to be gone.  ``moved_to`` is the key of the
    address that answered when a permanent redirect led there.  ``at`` is UTC text.  ``state`` is
    what was seen, the version's digest and then the capture's: it orders observations of one
    second alike in every archive.
    """

    at: str
    version_id: int | None
    how: How
    source: str
    state: str = ""
    fetch_id: int = 0
    capture_id: int | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of checks that saw one state; times are UTC text.

    ``last_full_at`` is the last time that the whole text was in hand, not only a 304.
    ``source`` is where its first observation came from.
    """

    version_id: int | None
    first_seen_at: str
    last_seen_at: str
    checks: int
    how: How
    last_full_at: str
    source: str
    first_fetch_id: int = 0
    first_capture_id: int | None = None
    last_capture_id: int | None = None
    moved_to: str | None = None


class StepKind(StrEnum):
    """What lies between two neighbouring spans."""

    STATE = "state"
    REMOVED = "removed"
    RESTORED = "restored"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The passage from one span to its neighbour: exactly one change.

    ``before`` is the last span that had words: for ``restored`` it stands before the tombstone.
    The change happened between ``not_before`` (last full read of the old state) and
    ``not_after`` (first sight of the new one).  ``reverted``: the new state had been seen before
    the old one.
    """

    kind: StepKind
    before: Span
    after: Span
    not_before: str
    not_after: str
    reverted: bool = False
