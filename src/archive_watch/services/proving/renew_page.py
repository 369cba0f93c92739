"""Derive the versions of one page anew: what they say changes, what happened does not.

Spans, checks and changes stay as they are, and so do the versions' ids and numbers; what a version
said before is kept in ``renewals``.  How versions that fall into one, or come apart, are kept is
told in ``versioning.renewal`` and docs/decisions/0013-re-extraction.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from archive_watch.model.page import WatchedPage
from archive_watch.services.proving.reread_version import PageReader, Reread
from archive_watch.services.watch import Watch
from archive_watch.storage import fetches, other_states, page_ids, renewals, rereading, states
from archive_watch.storage.database import Archive
from archive_watch.storage.history_rule import confirm_of
from archive_watch.storage.rereading import KeptVersion
from archive_watch.storage.transcripts import load_transcript
from archive_watch.versioning.lineage import spans_of
from archive_watch.versioning.renewal import Identity, Reading, differences, identities

_MOST_BODIES_IN_A_CHECK = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What a page's versions read as today, and the last check that was known when they were read.

    ``as_stored`` are the versions whose words are stored already as they read today.
    """

    page: WatchedPage
    versions: tuple[Reread, ...]
    last_check: int
    as_stored: frozenset[int] = frozenset()

    def identities(self) -> dict[int, Identity]:
        """What each version would be kept as."""
        return identities(
            Reading(
                version_id=one.kept.id,
                shown=one.digests,
                others=one.kept.others if one.shown is None else one.others,
                claim=one.kept.claim,
            )
            for one in self.versions
        )


def read_page(watch: Watch, page: WatchedPage) -> PageReading:
    """What every version of the page reads as, in every body that was read as it."""
    reader = PageReader(archive=watch.archive, page=page, profile=watch.profile(page.origin))
    last_check = rereading.last_check(watch.archive, page.id)
    answers = rereading.kept_answers(watch.archive, page.id)
    kept = rereading.kept_versions(watch.archive, page.id)
    return _reading(
        watch.archive,
        page,
        last_check,
        [reader.reread(one, answers.get(one.id, ())) for one in kept],
    )


def renew_page(watch: Watch, read: PageReading) -> bool:
    """Write what the page's versions read as; False where that would alter its history, so that it
    was left as it is (captures of one second are ordered by what they show).

    Inside the caller's transaction.
    """
    if rereading.last_check(watch.archive, read.page.id) != read.last_check:
        read = read_page(watch, read.page)  # checked in the meantime
    kept_as = read.identities()
    moving = [one for one in read.versions if _state(kept_as, one) != one.kept.kept_state]
    if not moving:
        _write(watch, read, kept_as, moving)
        return True
    before = _spans(watch, read.page.id)
    watch.archive.conn.execute("SAVEPOINT renewal")
    _write(watch, read, kept_as, moving)
    stands = _spans(watch, read.page.id) == before
    if not stands:
        watch.archive.conn.execute("ROLLBACK TO renewal")
    watch.archive.conn.execute("RELEASE renewal")
    return stands


def renew_in_check(watch: Watch, page: WatchedPage, extractor: str, last_read: int) -> None:
    """Bring the page to ``extractor`` before a check is compared with its past, within a budget.

    Read are the version ``last_read`` and those that an earlier extractor read, newest first; the
    last one even if it names today's: a profile may have been mended and kept its number.
    """
    archive = watch.archive
    answers = rereading.kept_answers(archive, page.id)
    reader = PageReader(
        archive=archive,
        page=page,
        profile=watch.profile(page.origin),
        budget=_MOST_BODIES_IN_A_CHECK,
    )
    rereads = []
    for kept in rereading.kept_versions(archive, page.id):
        is_behind = kept.extractor != extractor or (
            kept.id == last_read and _reads_otherwise(watch, page, kept, answers.get(kept.id, ()))
        )
        can_read = is_behind and (reader.budget or 0) > 0
        rereads.append(
            reader.reread(kept, answers.get(kept.id, ())) if can_read else Reread(kept=kept)
        )
    if any(one.shown is not None for one in rereads):
        last_check = rereading.last_check(archive, page.id)
        renew_page(watch, _reading(archive, page, last_check, rereads))


def _reads_otherwise(
    watch: Watch, page: WatchedPage, kept: KeptVersion, answers: Sequence[rereading.KeptAnswer]
) -> bool:
    """Whether the newest body of a version reads as another state than it is kept as."""
    reader = PageReader(archive=watch.archive, page=page, profile=watch.profile(page.origin))
    newest = reader.reread(kept, answers[:1])
    return newest.digests != kept.digests


def _reading(
    archive: Archive, page: WatchedPage, last_check: int, rereads: Sequence[Reread]
) -> PageReading:
    """The reading, without the words that are stored already: they need not be held."""
    as_stored = frozenset(one.kept.id for one in rereads if _is_as_stored(archive, one))
    return PageReading(
        page=page,
        versions=tuple(_wordless(one) if one.kept.id in as_stored else one for one in rereads),
        last_check=last_check,
        as_stored=as_stored,
    )


def _wordless(one: Reread) -> Reread:
    return one if one.shown is None else replace(one, shown=replace(one.shown, transcript=None))


def _is_as_stored(archive: Archive, one: Reread) -> bool:
    new, kept = one.shown, one.kept
    if new is None or (new.capture_id, new.media_type) != (kept.capture_id, kept.media_type):
        return False
    stored = load_transcript(archive, kept.id)
    if new.transcript is None or stored is None:
        return new.transcript is stored
    return replace(new.transcript, comparable="") == stored


def _spans(watch: Watch, page_id: int) -> object:
    return spans_of(
        fetches.observations_of(watch.archive, page_id),
        confirm=confirm_of(
            watch.archive, page_id, configured=watch.settings.pages.confirm_removed_checks
        ),
    )


def _state(kept_as: Mapping[int, Identity], one: Reread) -> str:
    return kept_as[one.kept.id].digests.state


def _write(
    watch: Watch, read: PageReading, kept_as: Mapping[int, Identity], moving: Sequence[Reread]
) -> None:
    archive = watch.archive
    for one in moving:
        _note(watch, one)
    renewals.park_states(archive, [one.kept.id for one in moving])
    for one in read.versions:
        _keep(archive, read, one, kept_as[one.kept.id])


def _note(watch: Watch, one: Reread) -> None:
    """Keep what the version said, where it says something else today."""
    differs = differences(one.kept.digests, one.digests)
    if one.shown is not None and differs:
        renewals.note_renewal(
            watch.archive,
            one.kept.id,
            at=watch.now(),
            extractor=one.shown.extractor,
            differs=differs,
        )


def _keep(archive: Archive, read: PageReading, one: Reread, identity: Identity) -> None:
    version_id = one.kept.id
    if one.shown is not None and version_id not in read.as_stored:
        states.reword(archive, version_id, replace(one.shown, digests=identity.digests))
    elif identity.digests.state != one.kept.kept_state:
        renewals.keep_digests(archive, version_id, identity.digests)
    other_states.replace_other_states(archive, read.page.id, version_id, identity.others)
    for stated, at in one.ids:
        page_ids.keep_ids(archive, read.page.id, [stated], at=at)
    if one.shown is not None:
        renewals.keep_extractor(
            archive, version_id, one.shown.extractor, fallback=one.shown.fallback
        )
        known = () if identity.others else one.slices
        renewals.replace_slices(archive, read.page.id, version_id, known)
