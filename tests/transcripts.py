"""Invented transcripts for tests: paragraphs in, a transcript with its turns out."""

from __future__ import annotations

from archive_watch.extract.words.labels import kind_of, label_of
from archive_watch.model.transcript import LinkArea, Metadata, PageLink, Transcript, Turn


def transcript(*paragraphs: str, links: tuple[str, ...] = (), **said: str | None) -> Transcript:
    """A transcript of ``paragraphs``; capitals before a colon are speakers' labels."""
    facts: dict[str, str | None] = {"title": "Remarks at the Harbour", **said}
    return Transcript(
        text="\n\n".join(paragraphs),
        metadata=Metadata(**facts),  # type: ignore[arg-type]  # names of fields, checked at run time
        turns=tuple(_turns(paragraphs)),
        links=tuple(
            PageLink(position=at, url=url, text="there", area=LinkArea.BODY)
            for at, url in enumerate(links)
        ),
    )


def _turns(paragraphs: tuple[str, ...]) -> list[Turn]:
    turns: list[Turn] = []
    start = 0
    for paragraph in paragraphs:
        label = label_of(paragraph)
        if label is not None:
            turns.append(
                Turn(
                    position=len(turns),
                    speaker=label.label,
                    person=None,
                    kind=kind_of(label.label),
                    start=start + label.speech,
                    length=len(paragraph) - label.speech,
                )
            )
        start += len(paragraph) + 2
    return turns
