"""One look at one page: what came of it, in a closed vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What one check found.  Facts about the world, never exceptions."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    MOVED = "moved"
    MISSING = "missing"
    SOFT_MISSING = "soft_missing"
    BLOCKED = "blocked"
    SERVER_ERROR = "server_error"
    NETWORK_ERROR = "network_error"
    REJECTED = "rejected"
    NEEDS_REVIEW = "needs_review"
    DEFERRED = "deferred"


SAW_THE_PAGE = frozenset(
    {Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.NOT_MODIFIED, Outcome.MOVED}
)
SAW_IT_GONE = frozenset({Outcome.MISSING, Outcome.SOFT_MISSING})


class PageState(StrEnum):
    """Where a page stands in its life."""

    NEW = "new"
    LIVE = "live"
    SUSPECT = "suspect"
    REMOVED = "removed"
    MOVED = "moved"
    WITHHELD = "withheld"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The result of one check, as ``fetch`` prints it.

    ``version`` is the display number of the version that is current after the check.
    """

    url: str
    outcome: Outcome
    status: int | None = None
    version: int | None = None
    change_id: int | None = None
    reason: str | None = None
    final_url: str | None = None
    elapsed_ms: int | None = None
    capture_sha256: str | None = None
