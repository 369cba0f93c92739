"""Derive every version's words anew, from the stored bytes, with today's extractor and profiles.

Reading is done beside other writers; writing is done in batches of pages, one transaction each, the
gate given back between.  It can be killed and repeated at any time: a page is renewed as a whole or
not at all, and one that was renewed reads as it is stored.  No change, no alert comes of it: how
the readings differ is what this returns and what the table ``renewals`` keeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive_watch.errors import CallerError
from archive_watch.model.transcript import Transcript
from archive_watch.services.proving.renew_page import PageReading, read_page, renew_page
from archive_watch.services.proving.reread_version import Reread
from archive_watch.services.watch import Watch
from archive_watch.storage import rereading
from archive_watch.storage.pages import page_by_id
from archive_watch.storage.transcripts import load_transcript
from archive_watch.versioning.renewal import differences

_BATCH_PAGES = 64
_BATCH_CHARACTERS = 4 * 1024 * 1024  # of words that wait to be written


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How two extractors read one version: in ``parts`` (text, metadata, links) it differs."""

    url: str
    number: int
    parts: tuple[str, ...]
    words_added: int
    words_removed: int
    from_extractor: str
    to_extractor: str


@dataclass(slots=True, kw_only=True)
class SiteTally:
    """What became of the versions of one host: each is counted once in the first four.

    ``unreadable``: no page is found in any of its bytes today; ``kept``: reading it anew would
    have put its page's history in another order.  Both stand as they were.  Of those that were
    read, ``alike`` read like another version of their page, ``parted`` in more than one way.
    """

    unchanged: int = 0
    differ: int = 0
    unreadable: int = 0
    kept: int = 0
    alike: int = 0
    parted: int = 0

    @property
    def read(self) -> int:
        """How many were derived anew."""
        return self.unchanged + self.differ


def re_extract(
    watch: Watch,
    *,
    host: str | None = None,
    dry_run: bool = False,
    progress: Callable[[], None] = lambda: None,
    tell: Callable[[Difference], None] = lambda _: None,
) -> dict[str, SiteTally]:
    """Renew the versions of ``host``, or of all; what came of it by host.

    With ``dry_run`` it only tells what would differ.
    ``tell`` is given each difference, after it was written.  Raises CallerError for a host that
    has no page here.
    """
    if host is not None and not rereading.is_site(watch.archive, host):
        raise CallerError(
            f"no page of {host} is known", remedy="`archive-watch pages` lists what is watched"
        )
    result: dict[str, SiteTally] = {}
    for batch in _batches(watch, host, progress):
        told = [_told(watch, read) for read in batch]
        if dry_run:
            stand = [True for _ in batch]
        else:
            with watch.archive.writing():
                stand = [renew_page(watch, read) for read in batch]
        for read, differing, stands in zip(batch, told, stand, strict=True):
            _count(result.setdefault(read.page.host, SiteTally()), read, stands=stands)
            for difference in differing if stands else ():
                tell(difference)
    return result


def _batches(
    watch: Watch, host: str | None, progress: Callable[[], None]
) -> Iterator[list[PageReading]]:
    """The pages read anew, in lists that are small in number and in what they hold."""
    batch: list[PageReading] = []
    held = 0
    for page_id in rereading.page_ids(watch.archive, host=host):
        read = read_page(watch, page_by_id(watch.archive, page_id))
        progress()
        batch.append(read)
        held += sum(map(_characters, read.versions))
        if len(batch) >= _BATCH_PAGES or held >= _BATCH_CHARACTERS:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _characters(one: Reread) -> int:
    words = None if one.shown is None else one.shown.transcript
    return 0 if words is None else len(words.text)


def _count(tally: SiteTally, read: PageReading, *, stands: bool) -> None:
    kept_as = read.identities()
    for one in read.versions:
        if one.shown is None:
            tally.unreadable += 1
        elif not stands:
            tally.kept += 1
        else:
            differs = bool(differences(one.kept.digests, one.digests))
            tally.differ += differs
            tally.unchanged += not differs
            tally.alike += kept_as[one.kept.id].digests.state != one.digests.state
            tally.parted += bool(one.others)


def _told(watch: Watch, read: PageReading) -> list[Difference]:
    """How each version that differs does so, beside what is stored of it now."""
    found = []
    for one in read.versions:
        parts = differences(one.kept.digests, one.digests)
        if one.shown is None or not parts:
            continue
        added, removed = _words(load_transcript(watch.archive, one.kept.id), one.shown.transcript)
        found.append(
            Difference(
                url=read.page.url,
                number=one.kept.number,
                parts=parts,
                words_added=added,
                words_removed=removed,
                from_extractor=one.kept.extractor,
                to_extractor=one.shown.extractor,
            )
        )
    return found


def _words(old: Transcript | None, new: Transcript | None) -> tuple[int, int]:
    """How many words only the new reading has, and how many only the old one."""
    before = Counter("" if old is None else old.text.split())
    after = Counter("" if new is None else new.text.split())
    return (after - before).total(), (before - after).total()
