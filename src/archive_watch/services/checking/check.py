"""One look at a page, as it is handed from step to step of a check, and what it was found to be."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.capture import Response
from archive_watch.model.page import WatchedPage
from archive_watch.model.version import How
from archive_watch.model.visit import Outcome
from archive_watch.services.checking.judge_answer import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One look at a page that is to be kept.  ``at`` is when it was asked, as UTC text.

    ``source`` is ``live``, ``import`` or ``memento:HOST``.  ``confirms`` is the version that a "not
    modified" is about, where that is known otherwise than by having asked for it.
    """

    page: WatchedPage
    response: Response
    judgement: Judgement
    at: str
    source: str
    run_id: int | None = None
    confirms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the answer was found to be once the page's history was looked at.

    ``state_sha256`` is that of ``version_id`` where it is known, ``frame_id`` the frame that was seen
    where none was cut.
    """

    outcome: Outcome
    reason: str | None = None
    evidence: tuple[str, ...] = ()
    version_id: int | None = None
    how: How | None = None
    capture_id: int | None = None
    moved_to: str | None = None
    reworded: bool = False
    state_sha256: str | None = None
    frame_id: int | None = None
