"""Tell a changed template from pages that nobody understands, inside the caller's transaction.

One page whose selectors find nothing waits for a person by itself.  Where the pages of a host fail
so one after the other it is the site's template: one incident with the profile, the selectors, how
many pages and an example, in the place of one a page.  It ends with the first of them that reads
well again.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_watch.model.visit import SAW_THE_PAGE, Outcome
from archive_watch.services.checking.check import Check, Seen
from archive_watch.services.watch import Watch
from archive_watch.storage import drift
from archive_watch.versioning.templates import FEWEST_PAGES

_READ = SAW_THE_PAGE - {Outcome.NOT_MODIFIED}


def end_drift(watch: Watch, check: Check, outcome: Outcome, fetch_id: int) -> None:
    """Close the drift of the host where the check read a page well that had met it."""
    known = drift.open_drift(watch.archive, check.page.host)
    if known is None or outcome not in _READ or check.source != "live":
        return
    if drift.has_drifted(watch.archive, check.page.id, since=known.opened_at, before=fetch_id):
        drift.close_drift(watch.archive, known, at=check.at)


def is_drift(watch: Watch, check: Check, seen: Seen, fetch_id: int) -> bool:
    """Whether the check met a drift of its host's template; it is noted then, begun or grown."""
    if check.source != "live" or seen.reason not in drift.REASONS:
        return False
    archive, page = watch.archive, check.page
    evidence = (*check.judgement.evidence, *seen.evidence)
    known = drift.open_drift(archive, page.host)
    if known is not None:
        again = drift.has_drifted(archive, page.id, since=known.opened_at, before=fetch_id)
        pages = known.pages + (not again)
        detail = _told(pages, evidence, page.url)
        drift.grow_drift(archive, known, pages=pages, at=check.at, detail=detail)
        drift.close_those_of(archive, [page.id], at=check.at)
        return True
    found = drift.pages_in_a_row(archive, page.host, enough=FEWEST_PAGES)
    if len(found) < FEWEST_PAGES:
        return False
    detail = _told(len(found), evidence, page.url)
    drift.begin_drift(archive, page.host, found, at=check.at, detail=detail)
    return True


def _told(pages: int, evidence: Sequence[str], example: str) -> str:
    signs = "; ".join(dict.fromkeys(evidence))
    return (
        f"the site's template changed: {pages:,} pages in a row are not read, the last {example}"
        f" ({signs}); `archive-watch site explain {example} --last` shows it, and the how-to"
        " mend-a-profile says what to do"
    )
