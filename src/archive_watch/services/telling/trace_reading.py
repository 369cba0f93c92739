"""The text of a version as it is read, each stretch with the version that brought it.

What ``blame_page`` tells of a whole page, for one part of one text; a history that is too long to
be gone through while a reader waits is not begun.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from archive_watch.model.block import PARTING
from archive_watch.report.reading_parts import Part
from archive_watch.services.telling.blame_page import Blamed, Paragraph, blame_page
from archive_watch.storage.database import Archive
from archive_watch.storage.pages import page_by_id
from archive_watch.storage.told_page import words_in_history
from archive_watch.storage.versions import find_version
from archive_watch.storage.worded import Sight

_MOST_WORDS = 1_000_000  # in all the texts of a page, one after another


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Words that one version brought: ``origin`` is None where that is the page's first text.

    ``since`` is when they came back, where they had been gone meanwhile (UTC text).
    """

    text: str
    origin: Sight | None
    since: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """The paragraphs of a part by origin, and the sights that brought words of it, but the first."""

    paragraphs: tuple[tuple[Stretch, ...], ...]
    origins: tuple[Sight, ...]


def trace_reading(archive: Archive, version_id: int, part: Part) -> Traced | None:
    """The part of the version's text by origin; None where its page's history is too long for it.

    Raises CallerError where the version has no words in the history, being set aside.
    """
    head = find_version(archive, version_id)
    if head is None or words_in_history(archive, head.page_id) > _MOST_WORDS:
        return None
    blamed = blame_page(archive, page_by_id(archive, head.page_id), head, buckets=1)
    paragraphs = tuple(_in_part(blamed, part))
    seen = {
        stretch.origin.not_after: stretch.origin
        for paragraph in paragraphs
        for stretch in paragraph
        if stretch.origin is not None
    }
    return Traced(paragraphs=paragraphs, origins=tuple(seen[at] for at in sorted(seen)))


def _in_part(blamed: Blamed, part: Part) -> list[tuple[Stretch, ...]]:
    first = blamed.sights[0]
    found: list[tuple[Stretch, ...]] = []
    start = 0
    for paragraph in blamed.paragraphs:
        end = start + sum(len(sentence.text) for sentence in paragraph.sentences)
        if start < part.end and end > part.start:
            found.append(tuple(_stretches(paragraph, first)))
        start = end + len(PARTING)
    return found


def _stretches(paragraph: Paragraph, first: Sight) -> list[Stretch]:
    parts = [part for sentence in paragraph.sentences for part in sentence.parts]
    found: list[Stretch] = []
    for _, group in groupby(parts, key=lambda part: (part.origin.not_after, part.since)):
        run = list(group)
        origin, since = run[0].origin, run[0].since
        found.append(
            Stretch(
                text="".join(part.text for part in run),
                origin=None if origin is first else origin,
                since=None if since is None else since.not_after,
            )
        )
    return found
