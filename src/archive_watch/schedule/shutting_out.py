"""Does a host shut us out?  Judged by what its pages answered last, never by one of them alone.

A wave is more than half of the pages asked last, those not counted that are not there, that are
refused (401, 403, 407, 451), challenged or answered with a block page: three pages at least, or two
where what came was a block page.  An absence (404) that comes in such a wave is no evidence that
the page is gone; among siblings that answer it is, and a page refused among them is that page's own
affair.  A 429 is a wish for time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive_watch.model.visit import SAW_IT_GONE, Outcome

SIGHTS = 20
"""How many of a host's last checks are looked at."""

HOST_BLOCKED = "host_blocked"
"""The reason of a check whose answer says nothing because its host shuts us out."""

_PAGES = 3
_PAGES_WITH_A_BLOCK_PAGE = 2
_SHOWN = 5
_ERRORS = 400
_WISHES_FOR_TIME = frozenset({"http_429"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One check of one page of the host; ``was_gone``: the page was known to be gone before."""

    fetch_id: int
    page_id: int
    url: str
    at: str
    outcome: Outcome
    reason: str | None
    status: int | None = None
    sha256: str | None = None
    was_gone: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether we were kept from seeing the page."""
        return self.outcome is Outcome.BLOCKED and self.reason not in _WISHES_FOR_TIME

    @property
    def is_block_page(self) -> bool:
        """Whether what stood in the page's place was answered as if it were one."""
        return self.is_refused and (self.status is None or self.status < _ERRORS)

    @property
    def is_absent(self) -> bool:
        """Whether the page, known until then, was not there."""
        return self.outcome in SAW_IT_GONE and not self.was_gone


def latest_of_each_page(sights: Sequence[Sight]) -> list[Sight]:
    """The last sight of each page, of ``sights`` from the latest back; none of what was gone before."""
    last: dict[int, Sight] = {}
    for sight in sights:
        last.setdefault(sight.page_id, sight)
    return [
        sight for sight in last.values() if sight.outcome not in SAW_IT_GONE or not sight.was_gone
    ]


def most_are_refused(sights: Sequence[Sight]) -> bool:
    """Whether the pages asked last are refused, one page in a host of one too."""
    last = latest_of_each_page(sights)
    refused = sum(sight.is_refused for sight in last)
    return 2 * refused > len(last) - sum(sight.is_absent for sight in last)


def is_wave(sights: Sequence[Sight]) -> bool:
    """Whether so many of them are refused that it is the host that shuts us out."""
    last = latest_of_each_page(sights)
    refused = sum(sight.is_refused for sight in last)
    has_block_page = sum(sight.is_block_page for sight in last) >= _PAGES_WITH_A_BLOCK_PAGE
    least = _PAGES_WITH_A_BLOCK_PAGE if has_block_page else _PAGES
    return refused >= least and most_are_refused(sights)


def doubtful_absences(sights: Sequence[Sight]) -> list[Sight]:
    """The absences that came in the wave: from its first refusal on, and just before that."""
    doubtful: list[Sight] = []
    is_wave_begun = False
    for sight in reversed(sights):
        is_wave_begun = is_wave_begun or sight.is_refused
        if sight.is_absent:
            doubtful.append(sight)
        elif not is_wave_begun:
            doubtful.clear()
    return doubtful if is_wave_begun else []


def evidence_of_wave(sights: Sequence[Sight]) -> str:
    """The signs, in words: how many, of what kind, where, and which bytes came again and again."""
    last = latest_of_each_page(sights)
    refused = [sight for sight in last if sight.is_refused]
    reasons = Counter(sight.reason or "blocked" for sight in refused)
    told = ", ".join(f"{count} × {reason}" for reason, count in reasons.most_common())
    signs = [f"{len(refused)} of the {len(last)} pages asked last are refused ({told})"]
    absent = sum(sight.is_absent for sight in last)
    if absent:
        signs.append(f"{absent} more answer as if they were gone")
    bodies = Counter(sight.sha256 for sight in refused if sight.sha256 is not None)
    signs += [
        f"one body for {count} addresses, sha256 {sha256[:16]}…"
        for sha256, count in bodies.most_common(1)
        if count > 1
    ]
    signs.append("such as " + " ".join(sight.url for sight in refused[:_SHOWN]))
    return "; ".join(signs)
