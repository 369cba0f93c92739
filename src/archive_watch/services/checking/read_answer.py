"""Which version of its page does a page that was cut show?  The rungs of the ladder that have it all.

The same bytes; the same content slice; else the page is read, and what it says is a state that is
known or a new one.  Two readings are compared by one extractor: what an earlier one read is read
again first, or a mended profile would look like a change of the page.
"""

from __future__ import annotations

from archive_watch.classify.page_life import is_same_document
from archive_watch.extract.page import Cut
from archive_watch.model.site import SiteProfile
from archive_watch.model.transcript import Transcript
from archive_watch.model.version import How
from archive_watch.model.visit import Outcome
from archive_watch.services.checking.check import Check, Seen
from archive_watch.services.checking.judge_redirect import led_where_all_are
from archive_watch.services.proving.renew_page import renew_in_check
from archive_watch.services.telling.find_vanished import SELECTOR_VANISHED, vanished
from archive_watch.services.telling.read_version import read_version
from archive_watch.services.watch import Watch
from archive_watch.storage import fetches, other_states, states, transcripts, versions
from archive_watch.storage.last_read import last_read
from archive_watch.storage.led_to import is_known_elsewhere

_MOST_READERS = 10_000


def read_answer(watch: Watch, check: Check, cut: Cut, capture_id: int | None) -> Seen:
    """What the page that was cut is, by the cheapest proof that holds; its version is stored.

    To be called inside the transaction of the check, its body (``capture_id``) being stored.
    """
    assert capture_id is not None
    if check.source == "live" and not check.judgement.redirected:
        # Not of imports: which capture comes first must make no difference.
        lost = vanished(watch, check.page, cut)
        if lost:
            return Seen(
                outcome=Outcome.NEEDS_REVIEW,
                reason=SELECTOR_VANISHED,
                evidence=lost,
                capture_id=capture_id,
            )
    known, how = _known(watch, check, cut, capture_id)
    new = None
    if known is None or states.is_before_first_sight(watch.archive, known, check.at):
        new = _read(watch, check, cut, capture_id)
        known = _version_of(watch, new)
    led = _led_elsewhere(watch, check, known, new, capture_id)
    if led is not None:
        return led
    if known is not None and versions.is_retracted(watch.archive, known):
        return Seen(outcome=Outcome.NEEDS_REVIEW, reason="retracted_version", capture_id=capture_id)
    reworded = False
    if new is not None:
        known, reworded = _keep(watch, cut, new)
    return Seen(
        outcome=Outcome.UNCHANGED,
        version_id=known,
        how=how,
        capture_id=capture_id,
        moved_to=check.judgement.moved_to,
        reworded=reworded,
    )


def _read(watch: Watch, check: Check, cut: Cut, capture_id: int) -> states.NewVersion:
    """What the page says, read, and its past read by the same extractor; nothing of it is stored.

    A check from before its version's first sight is read in any case: a version shows its
    earliest reading.
    """
    new = read_version(
        cut,
        check.response.body,
        page_id=check.page.id,
        capture_id=capture_id,
        content_type=check.response.content_type,
        title=check.response.url.rsplit("/", 1)[-1],
        at=check.at,
    )
    _bring_up_to_date(watch, check, new)
    return new


def _version_of(watch: Watch, new: states.NewVersion) -> int | None:
    """The version that is kept already of what was read."""
    return states.version_of_state(watch.archive, new.page_id, new.digests.state, new.seen_at)


def _keep(watch: Watch, cut: Cut, new: states.NewVersion) -> tuple[int, bool]:
    """The version of what was read, stored where it is new; whether it was reworded."""
    archive = watch.archive
    version_id, reworded = states.ensure_version(archive, new)
    _readers(watch)[version_id] = cut.profile
    if cut.slice_sha256 is not None and states.is_kept_as(archive, version_id, new.digests.state):
        versions.remember_slice(archive, new.page_id, cut.slice_sha256, version_id)
    return version_id, reworded


def _known(watch: Watch, check: Check, cut: Cut, capture_id: int) -> tuple[int | None, How]:
    """A version that is known without reading the page, and by which proof."""
    archive, page_id = watch.archive, check.page.id
    known = fetches.version_last_read_from(archive, page_id, capture_id)
    if (
        known is not None
        and versions.extractor_of(archive, known) == cut.extractor
        and other_states.is_proved(archive, page_id, known, check.at)
    ):
        return known, How.SAME_BYTES
    if cut.slice_sha256 is not None:
        known = versions.version_of_slice(archive, page_id, cut.slice_sha256)
        if known is not None and other_states.is_proved(archive, page_id, known, check.at):
            return known, How.SAME_SLICE
    return None, How.READ


def _bring_up_to_date(watch: Watch, check: Check, new: states.NewVersion) -> None:
    """Read the page's past by today's extractor, where another one read it.

    A state that is not known asks for it too, unless this program read the page's last version by
    this very profile: that one may have been mended and kept its number.
    """
    archive, page_id = watch.archive, check.page.id
    read_last = last_read(archive, page_id)
    if read_last is None:
        return
    last = read_last.version_id
    profile = watch.profile(check.page.origin)
    is_behind = versions.extractor_of(archive, last) != new.extractor
    if is_behind or (_readers(watch).get(last) != profile and _version_of(watch, new) is None):
        renew_in_check(watch, check.page, new.extractor, last)
        _readers(watch)[last] = profile


def _readers(watch: Watch) -> dict[int, SiteProfile]:
    """The profile that read each version, of those that were read since the archive was opened."""
    readers = watch.archive.memory.setdefault("readers", {})
    assert isinstance(readers, dict)
    if len(readers) >= _MOST_READERS:
        readers.clear()
    return readers


def _led_elsewhere(
    watch: Watch,
    check: Check,
    known: int | None,
    new: states.NewVersion | None,
    capture_id: int,
) -> Seen | None:
    """What the check is, where a redirect led to something else than the page; None: it did not.

    What was set aside is for people to look at.
    """
    if not check.judgement.redirected:
        return None
    target = check.response.final_url
    is_other = _is_another_document(watch, check.page.id, known, new)
    is_itself = not is_other and is_known_elsewhere(watch.archive, check.page.id, target)
    shared = led_where_all_are(watch, check, capture_id, is_itself=is_itself)
    is_aside = known is not None and versions.is_retracted(watch.archive, known)
    if shared is not None or not is_other or is_aside:
        return shared
    return Seen(
        outcome=Outcome.SOFT_MISSING,
        reason="redirected_elsewhere",
        evidence=(f"led to {target}, which is another document",),
        how=How.ABSENT,
        capture_id=capture_id,
    )


def _is_another_document(
    watch: Watch, page_id: int, version_id: int | None, read: states.NewVersion | None
) -> bool:
    """Whether a redirect led to something else than what this page was.

    What it led to is no version of the page then: told from the words that were ``read``, or else
    from those of the version, before anything is stored.
    """
    current = versions.current_version(watch.archive, page_id)
    if current is None or current.id == version_id:
        return False
    old = transcripts.load_transcript(watch.archive, current.id)
    new = read.transcript if read is not None else _words_of(watch, version_id)
    return old is None or new is None or not is_same_document(old.text, new.text)


def _words_of(watch: Watch, version_id: int | None) -> Transcript | None:
    assert version_id is not None
    return transcripts.load_transcript(watch.archive, version_id)
