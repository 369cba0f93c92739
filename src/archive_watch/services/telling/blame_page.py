"""Which version brought each sentence of a page, and where in it how much was edited when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive_watch.diff.blame import Blame, Run
from archive_watch.diff.heat import heat_of
from archive_watch.diff.sentences import sentences_of
from archive_watch.errors import CallerError
from archive_watch.model.block import PARTING
from archive_watch.model.page import WatchedPage
from archive_watch.storage.database import Archive
from archive_watch.storage.versions import VersionHead
from archive_watch.storage.worded import Sight, labels_of, sights_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words of a sentence that one version brought; ``since``: the sight at which they came back."""

    text: str
    origin: Sight
    since: Sight | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as it is shown; ``origin`` brought the last of its words, ``since`` brought them
    back where they had been there before."""

    text: str
    origin: Sight
    since: Sight | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph with its sentences; ``speaker`` is the label of the turn that it stands in."""

    speaker: str | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blamed:
    """A version's text by origin, and a strip of edited words for each step that led to it."""

    page: WatchedPage
    shown: Sight
    sights: tuple[Sight, ...]
    paragraphs: tuple[Paragraph, ...]
    heat: tuple[tuple[int, ...], ...]
    buckets: int

    def as_json(self) -> dict[str, Any]:
        """The whole as one document."""
        steps = zip(self.sights[1:], self.heat, strict=True)
        return {
            "url": self.page.url,
            "version": self.shown.version,
            "observed_at": self.shown.not_after,
            "sights": [_place(sight) for sight in self.sights],
            "paragraphs": [
                {
                    "position": position,
                    "speaker": paragraph.speaker,
                    "sentences": [_sentence(sentence) for sentence in paragraph.sentences],
                }
                for position, paragraph in enumerate(self.paragraphs)
            ],
            "heat": {
                "buckets": self.buckets,
                "steps": [{**_place(sight), "changed_words": strip} for sight, strip in steps],
            },
        }


def _place(sight: Sight) -> dict[str, Any]:
    return {
        "version": sight.version,
        "not_before": sight.not_before,
        "not_after": sight.not_after,
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text.strip(),
        **_place(sentence.origin),
        "returned": None if sentence.since is None else _place(sentence.since),
        "parts": [
            {
                "text": part.text,
                "version": part.origin.version,
                "returned": None if part.since is None else _place(part.since),
            }
            for part in sentence.parts
        ],
    }


def blame_page(archive: Archive, page: WatchedPage, head: VersionHead, *, buckets: int) -> Blamed:
    """The text of version ``head`` by origin, as it was last seen; ``buckets`` stretches of heat.

    Raises CallerError where the version is a document, or was set aside.
    """
    sights = [one for one in sights_of(archive, page.id) if one.text is not None]
    last = max((at for at, one in enumerate(sights) if one.version_id == head.id), default=None)
    if last is None:
        raise CallerError(
            f"version {head.number} of {page.url} has no words in the history of its page: it is"
            " a document, or was set aside",
            remedy=f"`archive-watch history {page.url}` lists what there is",
        )
    walked = tuple(sights[: last + 1])
    blame, heat = _walk(walked, buckets)
    return Blamed(
        page=page,
        shown=walked[-1],
        sights=walked,
        paragraphs=tuple(_paragraphs(blame, walked, labels_of(archive, head.id))),
        heat=heat,
        buckets=buckets,
    )


def _walk(sights: Sequence[Sight], buckets: int) -> tuple[Blame, tuple[tuple[int, ...], ...]]:
    blame = Blame()
    strips = []
    for sight in sights:
        before = blame.paragraphs
        way = blame.then(sight.text or "")
        strips.append(heat_of(way, before, blame.paragraphs, buckets=buckets))
    return blame, tuple(strips[1:])


def _paragraphs(
    blame: Blame, sights: Sequence[Sight], labels: Sequence[tuple[int, str | None]]
) -> Iterator[Paragraph]:
    starts = [start for start, _ in labels]
    end = 0
    for text, runs in zip(blame.paragraphs, blame.runs(), strict=True):
        end += len(text)
        turn = bisect_right(starts, end) - 1
        yield Paragraph(
            speaker=labels[turn][1] if turn >= 0 else None,
            sentences=tuple(_sentences(text, runs, sights)),
        )
        end += len(PARTING)


def _sentences(text: str, runs: Sequence[Run], sights: Sequence[Sight]) -> Iterator[Sentence]:
    ends = [0]
    for run in runs:
        ends.append(ends[-1] + run.length)
    start = 0
    for sentence in sentences_of(text):
        end = start + len(sentence)
        first, last = bisect_right(ends, start) - 1, bisect_right(ends, end - 1)
        pieces = [
            (text[max(start, ends[at]) : min(end, ends[at + 1])], runs[at])
            for at in range(first, last)
        ]
        yield _told(sentence, pieces, sights)
        start = end


def _told(sentence: str, pieces: Sequence[tuple[str, Run]], sights: Sequence[Sight]) -> Sentence:
    worded = [run for text, run in pieces if not text.isspace()] or [run for _, run in pieces]
    newest = max(run.since for run in worded)
    origin = max(run.origin for run in worded)
    return Sentence(
        text=sentence,
        origin=sights[origin],
        since=sights[newest] if newest > origin else None,
        parts=tuple(
            Part(
                text=text,
                origin=sights[run.origin],
                since=sights[run.since] if run.since > run.origin else None,
            )
            for text, run in pieces
        ),
    )
