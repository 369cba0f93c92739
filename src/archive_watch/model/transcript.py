"""What a page says: its words, who speaks them, what it is called, and where it points."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from archive_watch.model.block import TextBlock
from archive_watch.model.stage import StageNote, stage_notes_in
from archive_watch.model.url import normalised


class TurnKind(StrEnum):
    """What a turn is."""

    SPEECH = "speech"
    QUESTION = "question"
    MODERATOR = "moderator"
    NOTE = "note"


class LinkArea(StrEnum):
    """Where on the page a link stands."""

    BODY = "body"
    RELATED = "related"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One speaker's stretch of the text: ``text[start:start + length]``, its label left out.

    ``speaker`` is the label as published, without its colon; None before the first label.
    ``person`` is who that is, where the page itself says so.
    """

    position: int
    speaker: str | None
    person: str | None
    kind: TurnKind
    start: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """One link as the page has it: the address resolved, its words, and the words around it.

    ``scheme_counts``: it was written with a scheme, and points to another host than the page's.
    """

    position: int
    url: str
    text: str
    area: LinkArea
    context: str = ""
    scheme_counts: bool = True

    @property
    def target(self) -> str:
        """Where it points, as captures are compared: spelt in one way, without a scheme that does
        not count.

        That one says by which address the page was asked, or copied, and not what the page says.
        """
        spelt = normalised(self.url)
        return spelt if self.scheme_counts else spelt.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says about itself; None where it does not say.

    ``published_on`` is YYYY-MM-DD, ``date_text`` the date as the page words it, read or not.
    ``lines`` are facts beside the words that are none of the others: who released it, its number
    as a press release, the hour.
    """

    title: str | None = None
    html_title: str | None = None
    doctype: str | None = None
    speaker: str | None = None
    role: str | None = None
    audience: str | None = None
    place: str | None = None
    published_on: str | None = None
    date_text: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def stated_date(self) -> str | None:
        """The date that counts: what was read of it, or its words where nothing could be."""
        return self.published_on or self.date_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A page read: paragraphs parted by one blank line, labels inside as published.

    White space is folded (no-break spaces too); everything else is as published.
    ``turns`` is empty where nobody is named as speaking.  ``blocks`` are what the paragraphs are,
    one for each; none where a text was read before they were told.  ``comparable`` is the form of
    the words that decides whether a page is in another state; it is empty when read back from the
    archive, where only its digest is kept.
    """

    text: str
    metadata: Metadata
    turns: tuple[Turn, ...] = ()
    links: tuple[PageLink, ...] = ()
    comparable: str = ""
    blocks: tuple[TextBlock, ...] = ()

    @property
    def notes(self) -> tuple[StageNote, ...]:
        """The stage notes in the text: laughter, an interpreter, what could not be heard."""
        return stage_notes_in(self.text)

    def turn_text(self, turn: Turn) -> str:
        """The words of ``turn``, its label left out."""
        return self.text[turn.start : turn.start + turn.length]
