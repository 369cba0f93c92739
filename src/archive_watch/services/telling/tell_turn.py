"""The story of one turn: what one speaker said in one answer, in every version of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive_watch.diff.turn_story import Parted, parted, turn_story
from archive_watch.errors import CallerError
from archive_watch.model.block import PARTING
from archive_watch.model.page import WatchedPage
from archive_watch.storage.database import Archive
from archive_watch.storage.versions import VersionHead
from archive_watch.storage.worded import Sight, labels_of, sights_of

_Labels = list[tuple[int, str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a turn was worded from one sight on; ``text`` is None where the page does not have it."""

    sight: Sight
    until: str
    speaker: str | None
    text: str | None

    def as_json(self) -> dict[str, Any]:
        """The wording as an object."""
        return {
            "version": self.sight.version,
            "not_before": self.sight.not_before,
            "not_after": self.sight.not_after,
            "last_seen_at": self.until,
            "speaker": self.speaker,
            "text": self.text,
        }


def tell_turn(
    archive: Archive, page: WatchedPage, head: VersionHead, name: str
) -> tuple[Wording, ...]:
    """The wordings of a turn of version ``head``, one for each time that it changed.

    ``name`` is ``SPEAKER:N``, the Nth turn under that label, or ``N``, the Nth of all.  Raises
    CallerError where there is none.
    """
    every = sights_of(archive, page.id)
    sights = [one for one in every if one.text is not None]
    at = max((at for at, one in enumerate(sights) if one.version_id == head.id), default=None)
    labels = {one.version_id: labels_of(archive, one.version_id or 0) for one in sights}
    if at is None or not labels[head.id]:
        raise CallerError(
            f"version {head.number} of {page.url} has no turns",
            remedy=f"`archive-watch show {page.url} --version {head.number}` shows what it says",
        )
    turn = _turn_named(labels[head.id], name, page.url)
    texts = _parted(sights, labels)
    story = turn_story([texts[one.version_id] for one in sights], at, turn)
    worded = iter(_worded(sights, texts, labels, story))
    return tuple(_joined([_silent(one) if one.text is None else next(worded) for one in every]))


def _parted(sights: Sequence[Sight], labels: dict[int | None, _Labels]) -> dict[int | None, Parted]:
    """Each version's text by its turns, once."""
    texts: dict[int | None, Parted] = {}
    for one in sights:
        if one.version_id not in texts:
            starts = [start for start, _ in labels[one.version_id]]
            texts[one.version_id] = parted(one.text or "", starts)
    return texts


def _turn_named(labels: _Labels, name: str, url: str) -> int:
    speaker, _, number = name.rpartition(":")
    if not (number.isascii() and number.isdigit() and 0 < int(number[:9]) < 10**6):
        raise CallerError(
            f"{name!r} names no turn", remedy="write it like 'SECRETARY REED:4' or 12"
        )
    wanted = " ".join(speaker.split()).casefold()
    under = [
        turn
        for turn, (_, label) in enumerate(labels)
        if not wanted or " ".join((label or "").split()).casefold() == wanted
    ]
    if int(number) > len(under):
        known = dict.fromkeys(label for _, label in labels if label)
        raise CallerError(
            f"{url} has {len(under)} turns{f' of {speaker.strip()}' if wanted else ''}, not {number}",
            remedy=f"who speaks there: {', '.join(known)}" if known else None,
        )
    return under[int(number) - 1]


def _silent(sight: Sight) -> Wording:
    return Wording(sight=sight, until=sight.last_seen_at, speaker=None, text=None)


def _worded(
    sights: Sequence[Sight],
    texts: dict[int | None, Parted],
    labels: dict[int | None, _Labels],
    story: Sequence[int | None],
) -> Iterator[Wording]:
    for sight, turn in zip(sights, story, strict=True):
        version = sight.version_id
        said = None if turn is None else PARTING.join(texts[version].said_in(turn))
        speaker = labels[version][turn][1] if turn is not None and turn >= 0 else None
        yield Wording(sight=sight, until=sight.last_seen_at, speaker=speaker, text=said)


def _joined(worded: Sequence[Wording]) -> Iterator[Wording]:
    """Neighbours that say the same as one; what came before the turn was there is left out."""
    last: Wording | None = None
    for one in worded:
        if last is not None and (one.text, one.speaker) == (last.text, last.speaker):
            last = Wording(sight=last.sight, until=one.until, speaker=last.speaker, text=last.text)
            continue
        if last is not None:
            yield last
        last = one if last is not None or one.text is not None else None
    if last is not None:
        yield last
