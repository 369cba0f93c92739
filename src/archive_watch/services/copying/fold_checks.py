"""Fold the checks that found nothing new, where the operator asks for it.

A year of daily checks of a page that nobody edits is 365 rows that say one thing.  Folded they are a
few rows and take a few bytes each; the page's history, its standing and every proof stay what they
were, and a late capture from that time unfolds them.  Page by page, one transaction each: others
write between.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive_watch.services.watch import Watch
from archive_watch.storage import folding
from archive_watch.versioning.folding import foldable

_MOST = 1_000  # checks in one row: what is unpacked at once
WORTH_IT = 20  # fewer gain little, and there would be a row for each night


def fold_checks(
    watch: Watch, *, before: str, fewest: int = 2, dry_run: bool = False
) -> Iterator[int]:
    """Fold what was checked before ``before`` (UTC text), page by page; how many checks of each.

    ``fewest``: as many as there must be for one row.  With ``dry_run`` nothing is written.  Of a page
    that has too few 0 is told: one can stop after any page.
    """
    for page_id in folding.pages_with_checks(watch.archive, before=before, fewest=fewest):
        if page_id is None:
            yield 0
            continue
        if dry_run:
            yield sum(map(len, _foldable(watch, page_id, before, fewest)))
            continue
        with watch.archive.writing():
            lists = _foldable(watch, page_id, before, fewest)
            for ids in lists:
                folding.fold(watch.archive, page_id, ids, at=watch.now())
        yield sum(map(len, lists))


def _foldable(watch: Watch, page_id: int, before: str, fewest: int) -> list[list[int]]:
    found = foldable(
        folding.checks_of(watch.archive, page_id), before=before, fewest=fewest, most=_MOST
    )
    return [[check.fetch_id for check in one] for one in found]
