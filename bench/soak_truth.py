"""What a watch says of a moving archive, held against what the archive said: for ``soak.py``.

Every check that had the page in hand is looked up in the truth at its moment; a second either way is
left out, since times are whole seconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from archive_watch.storage.database import Archive, Row, open_for_reading
from moving_archive import MovingArchive, Page, stretches_of

_SLACK_SECONDS = 2.0
_READ = frozenset({"new", "changed", "unchanged", "moved"})


@dataclass(slots=True, kw_only=True)
class Verdict:
    """``due``: states that a check met; ``seen``: those of them that are in the archive.

    ``wrong``, ``lost`` and ``false`` each name a page and what is the matter.
    """

    checks: int = 0
    due: int = 0
    seen: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)


def judged(
    archive: MovingArchive, database: Path, *, began: float, seconds: float, every: float
) -> Verdict:
    """The verdict on the archive at ``database``, whose watch began at ``began`` (since 1970)."""
    verdict = Verdict()
    with open_for_reading(database) as stored:
        closed = _closures(stored, began)
        for page in archive.pages:
            checks = stored.rows(
                "SELECT observed_at, outcome FROM fetches f JOIN pages p ON p.id = f.page_id"
                " WHERE p.url = ? ORDER BY f.id", (page.url,),
            )  # fmt: skip
            verdict.checks += len(checks)
            spans = stored.rows(
                "SELECT n.first_seen_at, n.last_seen_at, t.text FROM spans n"
                " JOIN pages p ON p.id = n.page_id LEFT JOIN versions v ON v.id = n.version_id"
                " LEFT JOIN texts t ON t.id = v.text_id WHERE p.url = ? ORDER BY n.first_seen_at, n.id",
                (page.url,),
            )
            _judge_words(verdict, page, checks, spans, began=began, seconds=seconds)
            _judge_gaps(verdict, page, checks, closed[page.host], began, seconds, every)
            _judge_changes(verdict, page, stored)
    return verdict


def _judge_words(
    verdict: Verdict,
    page: Page,
    checks: Sequence[Row],
    spans: Sequence[Row],
    *,
    began: float,
    seconds: float,
) -> None:
    starts = [_seconds(span["first_seen_at"], began) for span in spans]
    for since, until, words in stretches_of(page, seconds):
        met = [
            (at, row["outcome"])
            for row in checks
            if since + _SLACK_SECONDS
            < (at := _seconds(row["observed_at"], began))
            < until - _SLACK_SECONDS
        ]
        if words is None:
            read = [at for at, outcome in met if outcome in _READ]
            verdict.wrong += [f"{page.url} was read at {at:.0f} s while it was gone" for at in read]
            continue
        full = [at for at, outcome in met if outcome in _READ]
        if not full:
            continue
        verdict.due += 1
        shown = [spans[bisect_right(starts, at) - 1]["text"] or "" for at in full]
        other = [at for at, text in zip(full, shown, strict=True) if words not in text]
        verdict.seen += not other
        verdict.wrong += [f"{page.url} at {at:.0f} s: not what it said" for at in other[:1]]


def _judge_gaps(
    verdict: Verdict,
    page: Page,
    checks: Sequence[Row],
    closed: Sequence[tuple[float, float]],
    began: float,
    seconds: float,
    every: float,
) -> None:
    """A page is lost where it was not asked for thrice its interval and a minute, in calm weather."""
    times = [0.0, *(_seconds(row["observed_at"], began) for row in checks), seconds]
    for before, after in pairwise(times):
        excused = sum(max(0.0, min(after, end) - max(before, start)) for start, end in closed)
        if after - before - excused > 3 * every + 60:
            verdict.lost.append(f"{page.url} was left alone from {before:.0f} to {after:.0f} s")


def _judge_changes(verdict: Verdict, page: Page, stored: Archive) -> None:
    rows = stored.rows(
        "SELECT c.not_after, c.from_version_id, c.to_version_id, c.kind FROM changes c"
        " JOIN pages p ON p.id = c.page_id WHERE p.url = ? AND c.superseded_at IS NULL"
        " AND c.kind <> 'template' ORDER BY c.not_after, c.id",
        (page.url,),
    )
    if len(rows) > len(page.states) - 1:
        verdict.false.append(f"{page.url}: {len(rows)} changes for {len(page.states) - 1} edits")
    told = [tuple(row) for row in rows]
    if len(set(told)) < len(told):
        verdict.false.append(f"{page.url}: one change twice")


def _closures(stored: Archive, began: float) -> defaultdict[str, list[tuple[float, float]]]:
    """When each host did not answer or shut us out, by its incidents."""
    found: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    rows: Iterable[Row] = stored.rows(
        "SELECT host, opened_at, closed_at FROM incidents WHERE kind IN"
        " ('unreachable_host', 'blocked_host', 'robots_unreadable')"
    )
    for row in rows:
        end = _seconds(row["closed_at"], began) if row["closed_at"] else float("inf")
        found[row["host"]].append((_seconds(row["opened_at"], began), end))
    return found


def _seconds(text: str, began: float) -> float:
    return datetime.fromisoformat(text).timestamp() - began
