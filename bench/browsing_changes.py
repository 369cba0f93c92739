"""The changes of a large archive: all kinds, told as the program tells them, some of them reviewed."""

from __future__ import annotations

import json
import random
from datetime import datetime

from archive_watch.classify.identical import MARKS_VERSION
from browsing_rows import Rows, ago, digest
from browsing_texts import Edited

_SEVERITY = {"cosmetic": 0, "metadata": 35, "links": 25, "removed": 80, "restored": 40, "moved": 30}
_FLAGS = ("negation", "number", "date", "entity", "modal", "speaker")
_SHARED = 12  # of a hundred edits, which stand on many pages
_SUPERSEDED = 0.06


class Changes:
    """Writes changes, and at the end on how many pages each edit stands."""

    def __init__(self, draw: random.Random, now: datetime) -> None:
        self._draw, self._now = draw, now
        self._pages: dict[str, set[int]] = {}

    def write(
        self, rows: Rows, *, page_id: int, versions: tuple[int | None, int | None],
        captures: tuple[int | None, int | None], step: str, edit: Edited, days: tuple[float, float],
    ) -> None:  # fmt: skip
        """One change with its edit; now and then with what a reader made of it."""
        draw, number = self._draw, rows.number("changes")
        severity = _SEVERITY.get(edit.kind, draw.randint(30, 100))
        flags = [draw.choice(_FLAGS)] if edit.kind == "text" and draw.random() < 0.5 else []
        shared = edit.kind == "text" and draw.randrange(100) < _SHARED
        mark = digest("mark", draw.randrange(400)) if shared else digest("mark", number, "own")
        summary = _summary(edit)
        superseded = draw.random() < _SUPERSEDED
        rows.add(
            "changes", id=number, page_id=page_id, site_id=None, step=step, kind=edit.kind,
            from_version_id=versions[0], to_version_id=versions[1], severity=severity,
            aspects=json.dumps([edit.kind]),
            flags=json.dumps([{"kind": one, "old": edit.removed, "new": edit.added} for one in flags]),
            cluster=mark if shared else None, pages=1, source=draw.choice(("live", "live", "import")),
            not_before=ago(self._now, days[0]), not_after=ago(self._now, days[1]),
            detected_at=ago(self._now, days[1]), from_capture_id=captures[0],
            to_capture_id=captures[1], words_added=len(edit.added.split()),
            words_removed=len(edit.removed.split()), summary=summary, beside="",
            superseded_at=ago(self._now, 0.5) if superseded else None,
            why=json.dumps([f"{edit.kind}: words came or went", f"severity {severity}: as it weighs"]),
            classifier=3, marked=MARKS_VERSION,
            after_freeze="the banner says that the site is closed" if draw.random() < 0.02 else None,
        )  # fmt: skip
        if edit.removed or edit.added:
            self._write_edit(rows, number, page_id, edit, mark, stands=not superseded)
        if not superseded and draw.random() < 0.05:
            self._review(rows, number, edit.kind, summary, days)

    def _write_edit(
        self, rows: Rows, number: int, page_id: int, edit: Edited, mark: str, *, stands: bool
    ) -> None:
        excerpt = [
            ("=", f"{edit.before} "),
            ("-", edit.removed),
            ("+", edit.added),
            ("=", f" {edit.after}"),
        ]
        rows.add(
            "change_edits", change_id=number, position=0, speaker=edit.speaker, removed=edit.removed,
            added=edit.added, excerpt=json.dumps([run for run in excerpt if run[1].strip()]),
        )  # fmt: skip
        rows.add(
            "edit_marks", edit_sha256=mark, page_id=page_id, change_id=number, position=0, is_all=1,
            stands=int(stands),
        )  # fmt: skip
        if stands:
            self._pages.setdefault(mark, set()).add(page_id)

    def _review(
        self, rows: Rows, number: int, kind: str, summary: str, days: tuple[float, float]
    ) -> None:
        verdict, at = rows.number("verdicts"), ago(self._now, days[1] * self._draw.random())
        rows.add(
            "verdicts", id=verdict, change_id=number, reviewed=1, importance=self._draw.randrange(100),
            labels='["seen"]', note="looked at", marked_at=at, marked_by="reader",
        )  # fmt: skip
        rows.add(
            "marks", id=rows.number("marks"), verdict_id=verdict, marked_at=at, marked_by="reader",
            reviewed=1, url="https://large.example/", kind=kind, summary=summary,
            not_before=ago(self._now, days[0]), not_after=ago(self._now, days[1]),
        )  # fmt: skip

    def of_templates(self, rows: Rows, sites: int, count: int) -> None:
        """Changes of what stands around the words of many pages of a site."""
        for number in range(count):
            at = ago(self._now, self._draw.uniform(0, 300))
            rows.add(
                "changes", id=rows.number("changes"), page_id=None, site_id=1 + number % sites,
                step="template", kind="template", from_version_id=None, to_version_id=None, severity=40,
                aspects='["template"]', flags="[]", cluster=digest("template", number), pages=500,
                source="live", not_before=at, not_after=at, detected_at=at, from_capture_id=None,
                to_capture_id=None, words_added=3, words_removed=1, beside="", superseded_at=None,
                summary="a line around the words changed on 500 pages", why="[]", classifier=3,
                marked=None, after_freeze=None,
            )  # fmt: skip

    def count_pages(self, rows: Rows) -> None:
        """On how many pages each edit stands."""
        for mark, pages in self._pages.items():
            rows.add("edit_clusters", edit_sha256=mark, pages=len(pages), is_whole=0)


def _summary(edit: Edited) -> str:
    if edit.removed and edit.added:
        return f"“{edit.removed}” became “{edit.added}”"
    if edit.added:
        return f"“{edit.added}” added"
    return f"“{edit.removed}” removed" if edit.removed else f"the page is {edit.kind}"
