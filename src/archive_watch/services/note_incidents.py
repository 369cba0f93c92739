"""Open and close incidents by what a check found, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.model.page import WatchedPage
from archive_watch.model.visit import SAW_THE_PAGE, Outcome
from archive_watch.services.watch import Watch
from archive_watch.storage.incidents import close_incidents, raise_incident


def note_incidents(
    watch: Watch,
    page: WatchedPage,
    outcome: Outcome,
    reason: str | None,
    evidence: Sequence[str],
    *,
    at: str,
) -> None:
    """One incident a blocked host, one a page that the profile does not understand."""
    archive, host = watch.archive, page.host
    if outcome is Outcome.BLOCKED:
        raise_incident(
            archive, kind="blocked_host", host=host, detail=_told(reason, evidence), at=at
        )
    elif outcome is Outcome.NEEDS_REVIEW:
        raise_incident(
            archive,
            kind="needs_review",
            host=host,
            page_id=page.id,
            detail=_told(reason, evidence),
            at=at,
        )
    elif outcome in SAW_THE_PAGE:
        close_incidents(archive, kind="blocked_host", host=host, at=at)
        close_incidents(archive, kind="needs_review", host=host, page_id=page.id, at=at)


def _told(reason: str | None, evidence: Sequence[str]) -> str:
    signs = "; ".join(dict.fromkeys(evidence))
    return f"{reason or 'unknown'}: {signs}" if signs else reason or "unknown"
