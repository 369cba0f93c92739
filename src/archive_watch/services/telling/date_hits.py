"""When what was found appeared on its page, and when it vanished from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archive_watch.diff.said import as_said
from archive_watch.services.telling.tell_when import times_of
from archive_watch.storage.database import Archive
from archive_watch.storage.worded import Sight, change_into, sights_of

_Changes = dict[tuple[int | None, str], int]
_Known = dict[int, tuple[list[Sight], list[int], _Changes]]


def dated(
    archive: Archive, hits: Iterable[dict[str, Any]], phrases: Sequence[str], *, removed: bool
) -> list[dict[str, Any]]:
    """The hits with when their words appeared, when they vanished, and how often they stand there
    now; None where nobody looked before, where they are still there, and for a site's template.

    ``removed``: hits with a change are of words that it took away.
    """
    wanted, known = [as_said(phrase) for phrase in phrases], _Known()
    done = []
    for hit in hits:
        page_id = hit["page_id"]
        if page_id is not None and page_id not in known:
            sights = sights_of(archive, page_id)
            known[page_id] = sights, times_of(sights, wanted), change_into(archive, page_id)
        dates = {} if page_id is None else _dates(hit, *known[page_id], removed=removed)
        done.append({**hit, "appeared": None, "vanished": None, "times_now": None, **dates})
    return done


def _dates(
    hit: dict[str, Any], sights: Sequence[Sight], times: Sequence[int], changes: _Changes,
    *, removed: bool,
) -> dict[str, Any]:  # fmt: skip
    own = hit["change_id"] if removed else None
    at = _place(hit, sights, removed=own is not None)
    if at is None:
        return {"times_now": times[-1] if times else 0}
    begin = at
    while begin and times[begin - 1]:
        begin -= 1
    end = next((place for place in range(at + 1, len(sights)) if not times[place]), None)
    if own is not None:
        end = at + 1 if at + 1 < len(sights) else None
    return {
        "appeared": _told(sights[begin], changes),
        "vanished": None if end is None else _told(sights[end], changes),
        "times_now": times[-1],
    }


def _place(hit: dict[str, Any], sights: Sequence[Sight], *, removed: bool) -> int | None:
    """The sight at which the words of a hit are seen: of words taken away, the last one."""
    if hit["change_id"] is None:
        return next(
            (at for at, one in enumerate(sights) if one.version_id == hit["version_id"]), None
        )
    after = next((at for at, one in enumerate(sights) if one.not_after == hit["not_after"]), None)
    if after is None or not removed:
        return after
    return after - 1 if after else None


def _told(sight: Sight, changes: _Changes) -> dict[str, Any]:
    return {
        "version": sight.version,
        "not_before": sight.not_before,
        "not_after": sight.not_after,
        "change_id": changes.get((sight.version_id, sight.not_after)),
    }
