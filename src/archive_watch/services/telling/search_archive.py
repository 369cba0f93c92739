"""Full text search: of current versions, of every version, or of words that edits took or brought.

The words are always taken as words, never as query syntax: a quote, a star or a dash in them is
no command.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from archive_watch.diff.said import as_said
from archive_watch.errors import CallerError
from archive_watch.services.telling.date_hits import dated
from archive_watch.storage.database import Archive
from archive_watch.storage.finding import in_current_versions
from archive_watch.storage.finding_edits import in_edits, in_takedowns
from archive_watch.storage.finding_past import in_past_versions
from archive_watch.storage.sought import Sought

_OWN = ("page_id", "version_id")  # numbers of this file, which nobody is told
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»\x00", '"') | {"\x00": " "})


class Where(StrEnum):
    """Where words are looked for."""

    NOW = "now"
    EVER = "ever"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is looked for: words, where, whose, on which host, published between which days
    (YYYY-MM-DD), and at most how many hits, after how many that are passed over."""

    words: str
    where: Where = Where.NOW
    speaker: str | None = None
    host: str | None = None
    published_from: str | None = None
    published_to: str | None = None
    limit: int = 50
    skip: int = 0


def search(archive: Archive, question: Question) -> list[dict[str, Any]]:
    """What has all the words, with a snippet of each: the best current versions, then past ones.

    A page that is gone says nothing now: its last words are found under EVER and REMOVED.  A hit in
    an edit, or of a page that is gone, has its change and the interval that it happened in; the
    others have None.  Each says when the words ``appeared`` on the page and when they ``vanished``.
    """
    found = found_with_ids(archive, question, phrases_of(question.words))
    return [{name: hit[name] for name in hit if name not in _OWN} for hit in found]


def found_with_ids(
    archive: Archive, question: Question, phrases: Sequence[str]
) -> list[dict[str, Any]]:
    """The same with the ids of the page and of the version, for readers of this very file."""
    sought = Sought(
        phrases=tuple(phrases),
        speaker=question.speaker,
        host=question.host,
        published_from=question.published_from,
        published_to=question.published_to,
    )
    with archive.snapshot():
        found = _found(archive, sought, question)[question.skip :]
        removed = question.where is Where.REMOVED
        return dated(archive, found, sought.phrases, removed=removed)


def _found(archive: Archive, sought: Sought, question: Question) -> list[dict[str, Any]]:
    limit = question.skip + question.limit
    match question.where:
        case Where.NOW:
            return in_current_versions(archive, sought, gone=False, limit=limit)
        case Where.EVER:
            found = in_current_versions(archive, sought, gone=None, limit=limit)
            return found + in_past_versions(archive, sought, limit=limit - len(found))
        case Where.REMOVED:
            found = in_takedowns(archive, sought, limit=limit)
            return found + in_edits(archive, sought, "removed", limit=limit - len(found))
        case Where.ADDED:
            return in_edits(archive, sought, "added", limit=limit)


def phrases_of(words: str) -> list[str]:
    """What must be there: each of the words, but phrases in quotes as they stand.

    Raises CallerError where there is no word.
    """
    parts = [part.strip() for part in words.translate(_QUOTES).split('"')]
    terms = [
        term
        for index, part in enumerate(parts)
        for term in ([part] if index % 2 else part.split())
        if as_said(term)
    ]
    if not terms:
        raise CallerError("there is no word to look for", remedy="archive-watch search 'two words'")
    return terms
