"""A link's health and one check of it, as columns; what has parts is compact JSON, NULL where empty."""

from __future__ import annotations

import json
from collections.abc import Sequence

from archive_watch.model.link import (
    Failing,
    LinkEvidence,
    LinkHealth,
    LinkReason,
    LinkState,
    Suggestion,
    SuggestionKind,
    Tally,
)
from archive_watch.storage.database import Row


def of_check(seen: LinkEvidence) -> dict[str, object]:
    """The columns of ``link_checks`` for one look."""
    return {
        "checked_at": seen.at,
        "state": seen.state,
        "reason": seen.reason,
        "status": seen.status,
        "final_url": seen.final_url,
        "elapsed_ms": seen.elapsed_ms,
        "hops": _json(seen.hops),
        "title": seen.title,
        "detail": seen.detail,
        "signs": _json(seen.signs),
        "soft_score": seen.soft_score or None,
        "fragment": seen.fragment,
        "is_host_honest": seen.is_host_honest,
    }


def of_health(health: LinkHealth) -> dict[str, object]:
    """The columns of ``links`` for what is known after a check."""
    suggestion = health.suggestion
    return {
        "state": health.state,
        "reason": health.reason,
        "status": health.status,
        "final_url": health.final_url,
        "last_ok_at": health.last_ok_at,
        "failing_since": health.failing_since,
        "checked_at": health.checked_at,
        "checks": health.checks,
        "failures": health.failures,
        "suggestion_url": None if suggestion is None else suggestion.url,
        "suggestion_kind": None if suggestion is None else suggestion.kind,
        "detail": health.detail,
        "signs": _json(health.signs),
        "tallies": _json([_of_tally(tally) for tally in health.tallies]),
        "moved_to": health.moved_to,
        "moved_since": health.moved_since,
        "turns": _json(health.turns),
        "title": health.title,
    }


def health_of(row: Row) -> LinkHealth:
    """The health that a row of ``links`` tells."""
    return LinkHealth(
        state=LinkState(row["state"]),
        reason=None if row["reason"] is None else LinkReason(row["reason"]),
        status=row["status"],
        final_url=row["final_url"],
        last_ok_at=row["last_ok_at"],
        failing_since=row["failing_since"],
        checked_at=row["checked_at"],
        checks=row["checks"],
        failures=row["failures"],
        suggestion=_suggestion(row["suggestion_url"], row["suggestion_kind"]),
        detail=row["detail"],
        signs=tuple(json.loads(row["signs"] or "[]")),
        tallies=tuple(_tally(*parts) for parts in json.loads(row["tallies"] or "[]")),
        moved_to=row["moved_to"],
        moved_since=row["moved_since"],
        turns=tuple(json.loads(row["turns"] or "[]")),
        title=row["title"],
    )


def _suggestion(url: str | None, kind: str | None) -> Suggestion | None:
    if url is None or kind is None:
        return None
    return Suggestion(url=url, kind=SuggestionKind(kind))


def _of_tally(tally: Tally) -> tuple[str, int, str, str, int]:
    return tally.failing, tally.count, tally.first_at, tally.last_at, tally.hours


def _tally(failing: str, count: int, first_at: str, last_at: str, hours: int) -> Tally:
    return Tally(
        failing=Failing(failing), count=count, first_at=first_at, last_at=last_at, hours=hours
    )


def _json(parts: Sequence[object]) -> str | None:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":")) if parts else None
