"""What is looked for in the archive's words, as the queries need it."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.diff.said import HAS_UNPARTED, as_said, times_said


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Phrases that must all be there, whose words, on which host, published between which days.

    ``speaker`` is part of a label, of a person or of the head's speaker, whatever its case.
    """

    phrases: tuple[str, ...]
    speaker: str | None = None
    host: str | None = None
    published_from: str | None = None
    published_to: str | None = None

    @property
    def match(self) -> str:
        """The phrases as an FTS5 query for all of them: nothing in them is a command."""
        return " ".join(_quoted(phrase) for phrase in self.phrases)

    @property
    def any_word(self) -> str:
        """An FTS5 query for any word of the phrases."""
        words = dict.fromkeys(word for phrase in self.phrases for word in as_said(phrase).split())
        return " OR ".join(_quoted(word) for word in words)

    @property
    def letter(self) -> str | None:
        """A letter that must be there, of a script that parts no words: no index knows its words."""
        found = HAS_UNPARTED.search("".join(self.phrases))
        return None if found is None else found[0]

    def is_in(self, text: str) -> bool:
        """Whether a text has all of the phrases."""
        said = as_said(text)
        return all(times_said(said, as_said(phrase)) for phrase in self.phrases)

    @property
    def values(self) -> dict[str, object]:
        """The values that the clauses are bound to."""
        spoken = (self.speaker or "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return {
            "match": self.match,
            "any": self.any_word,
            "letter": self.letter,
            "speaker": f"%{spoken}%",
            "host": self.host,
            "from": self.published_from,
            "to": self.published_to,
        }

    @property
    def narrowed(self) -> str:
        """SQL that narrows a version ``v`` of a site ``s`` to the host and days looked for."""
        return (
            (" AND s.host = :host" if self.host else "")
            + (" AND v.published_on >= :from" if self.published_from else "")
            + (" AND v.published_on <= :to" if self.published_to else "")
        )


def _quoted(phrase: str) -> str:
    return '"' + phrase.replace('"', '""') + '"'
