"""A change: what differs between two neighbouring spans of one page, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """The closed set of kinds, in no order; ``classify.severity`` ranks them."""

    TEXT = "text"
    TURN_ADDED = "turn_added"
    TURN_REMOVED = "turn_removed"
    ATTRIBUTION = "attribution"
    MOVED_TEXT = "moved_text"
    TRUNCATED = "truncated"
    REPLACED = "replaced"
    REVERTED = "reverted"
    METADATA = "metadata"
    LINKS = "links"
    COSMETIC = "cosmetic"
    TEMPLATE = "template"
    REMOVED = "removed"
    RESTORED = "restored"
    MOVED = "moved"


class Sign(StrEnum):
    """What happened to a run of words."""

    KEPT = "="
    REMOVED = "-"
    ADDED = "+"


class OpKind(StrEnum):
    """What happened to a block (a paragraph)."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"
    MOVE_FROM = "move_from"
    MOVE_TO = "move_to"


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRun:
    """A run of text with one sign; runs joined give back the block exactly, spaces included."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Op:
    """One step of a diff, over one paragraph.

    ``old`` and ``new`` are the whole paragraph before and after (None where there is none).
    Joining every ``new`` that is not None with a blank line gives the new text exactly, and
    every ``old`` the old text.  ``speaker`` is the label of the turn that it stands in.
    ``words`` is set for ``replace``, and for ``move_to`` where the paragraph was edited on its way;
    ``move_id`` ties the two ends of a move; ``turn`` is the how-manieth turn of that speaker it is.
    A paragraph that was split, or several that were joined, are one ``replace`` with blank lines in
    its ``new`` or its ``old``.
    """

    op: OpKind
    speaker: str | None
    old: str | None
    new: str | None
    words: tuple[WordRun, ...] = ()
    move_id: int | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One thing about a change that a reader must not miss."""

    kind: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Words that left, words that came, and whose turn they stood in; one row of ``removed_text``.

    ``excerpt`` shows them among the words around them.
    """

    speaker: str | None
    removed: str
    added: str
    excerpt: tuple[WordRun, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What classification says of one step between two states.

    ``kind`` is the weightiest of ``aspects``; severity is 0 to 100; ``summary`` is one line in
    plain words, ``beside`` the part of it that is not about the text.  ``why`` explains each aspect,
    each flag and the severity, one sentence each; ``after_freeze`` why a frozen page should not have
    been edited.
    """

    kind: ChangeKind
    aspects: tuple[ChangeKind, ...]
    severity: int
    summary: str
    flags: tuple[Flag, ...] = ()
    words_added: int = 0
    words_removed: int = 0
    edits: tuple[Edit, ...] = ()
    beside: str = ""
    why: tuple[str, ...] = ()
    after_freeze: str | None = None
