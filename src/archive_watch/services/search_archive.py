"""Full text search: of current versions, of every version, or of words that edits took or brought.

The words are always taken as words, never as query syntax: a quote, a star or a dash in them is
no command.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive_watch.errors import CallerError
from archive_watch.storage import finding
from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is looked for: words, whose, and published between which days (YYYY-MM-DD)."""

    words: str
    speaker: str | None = None
    published_from: str | None = None
    published_to: str | None = None
    limit: int = 50


def search_current(archive: Archive, question: Question) -> list[dict[str, Any]]:
    """The current versions that have all the words, the best first, with a snippet of each."""
    return finding.in_current_versions(
        archive,
        match=_match(question.words),
        speaker=question.speaker,
        published_from=question.published_from,
        published_to=question.published_to,
        limit=question.limit,
    )


def _match(words: str) -> str:
    """``words`` as an FTS5 query that looks for each of them; a phrase in quotes stays together."""
    phrases = [part.strip() for part in words.split('"')]
    terms = [
        term
        for index, part in enumerate(phrases)
        for term in ([part] if index % 2 else part.split())
        if any(letter.isalnum() for letter in term)
    ]
    if not terms:
        raise CallerError("there is no word to look for", remedy="archive-watch search 'two words'")
    return " ".join('"' + term.replace('"', '""') + '"' for term in terms)
