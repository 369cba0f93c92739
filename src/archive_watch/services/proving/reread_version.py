"""Read the stored bytes of one version again, with today's extractor and profile; write nothing.

Every body that was read as the version is read, each slice once.  The version shows the capture
that it showed before as long as that one reads like the newest; where today's extractor tells them
apart it shows the newest, so that the next edit is compared with what the page said last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from archive_watch.extract.page import Cut
from archive_watch.model.page import WatchedPage
from archive_watch.model.site import SiteProfile
from archive_watch.model.stable_id import StableId
from archive_watch.model.version import StateDigests
from archive_watch.services.cutting.cut_safely import cut_safely
from archive_watch.services.telling.read_version import READABLE, read_version
from archive_watch.storage.database import Archive
from archive_watch.storage.rereading import KeptAnswer, KeptVersion, sound_body
from archive_watch.storage.states import NewVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What a version reads as today; ``shown`` is None where none of its bytes can be read.

    ``slices`` are those that read as ``shown``; ``others`` the states that other captures of the
    version read as.  ``ids`` are those that its bytes state, each with when they were seen.
    """

    kept: KeptVersion
    shown: NewVersion | None = None
    others: frozenset[str] = frozenset()
    slices: frozenset[str] = frozenset()
    ids: frozenset[tuple[StableId, str]] = frozenset()

    @property
    def digests(self) -> StateDigests:
        """Those of its reading today, or of the one that stands."""
        return self.kept.digests if self.shown is None else self.shown.digests


@dataclass(slots=True, kw_only=True)
class PageReader:
    """Reads the stored answers of one page; ``budget`` is how many bodies it may still read."""

    archive: Archive
    page: WatchedPage
    profile: SiteProfile
    budget: int | None = None
    _states: dict[str, str] = field(default_factory=dict)

    def reread(self, kept: KeptVersion, answers: Sequence[KeptAnswer]) -> Reread:
        """What the version reads as, in the bodies that were read as it: the newest first."""
        newest: NewVersion | None = None
        own: NewVersion | None = None
        found: dict[str, set[str]] = {}  # by state: the slices that read so
        ids: set[tuple[StableId, str]] = set()
        for answer in _in_turn(kept, answers):
            if newest is not None and self._is_spent():
                break
            body, cut = self._cut(kept, answer, answers)
            if cut is None:
                continue
            ids.update((one, answer.observed_at) for one in cut.ids)
            state = self._states.get(cut.slice_sha256 or "")
            if state is None or newest is None or answer.capture_id == kept.capture_id:
                new = self._read(kept, answer, body, cut)
                state = new.digests.state
                newest = newest or new
                own = new if answer.capture_id == kept.capture_id else own
            found.setdefault(state, set()).update([cut.slice_sha256] if cut.slice_sha256 else [])
        if newest is None:
            return Reread(kept=kept)
        state = newest.digests.state
        return Reread(
            kept=kept,
            shown=own if own is not None and own.digests.state == state else newest,
            others=frozenset(found) - {state},
            slices=frozenset(found[state]),
            ids=frozenset(ids),
        )

    def _is_spent(self) -> bool:
        return self.budget is not None and self.budget <= 0

    def _cut(
        self, kept: KeptVersion, answer: KeptAnswer, answers: Sequence[KeptAnswer]
    ) -> tuple[bytes, Cut | None]:
        """A stored body and its cut; None where today's extractor finds no page to read in it."""
        if self.budget is not None:
            self.budget -= 1
        body = sound_body(self.archive, answer.capture_id)
        if body is None:
            return b"", None
        cut = cut_safely(
            body,
            content_type=_content_type(kept, answer, answers),
            url=answer.final_url or self.page.url,
            profile=self.profile,
            status=answer.status,
            headers=answer.headers,
        )
        return body, cut if cut.kind in READABLE else None

    def _read(self, kept: KeptVersion, answer: KeptAnswer, body: bytes, cut: Cut) -> NewVersion:
        new = read_version(
            cut,
            body,
            page_id=self.page.id,
            capture_id=answer.capture_id,
            content_type=_content_type(kept, answer, (answer,)),
            title=kept.title or self.page.url.rsplit("/", 1)[-1],
            at=kept.first_seen_at,
        )
        if cut.slice_sha256 is not None:
            self._states[cut.slice_sha256] = new.digests.state
        return new


def _in_turn(kept: KeptVersion, answers: Sequence[KeptAnswer]) -> list[KeptAnswer]:
    """The newest answer, the one that the version shows, and then all others."""
    shown = [answer for answer in answers[1:] if answer.capture_id == kept.capture_id]
    others = [answer for answer in answers[1:] if answer.capture_id != kept.capture_id]
    return [*answers[:1], *shown, *others]


def _content_type(kept: KeptVersion, answer: KeptAnswer, answers: Sequence[KeptAnswer]) -> str:
    """How the body was declared.  The headers of a check that found a known slice are not kept:
    it was read as what others were that have theirs."""
    for one in (answer, *answers):
        declared = next((value for name, value in one.headers if name == "content-type"), None)
        if declared is not None:
            return declared
    return kept.media_type
