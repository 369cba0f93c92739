"""Which version of its page does an answer show?  The check ladder, from the cheapest proof up.

Not modified is the first of them.  The others need the page cut: ``read_answer``, which is imported
only then, for it needs the parsers and most rounds of most archives find nothing new.
"""

from __future__ import annotations

from dataclasses import replace

from archive_watch.model.version import How
from archive_watch.model.visit import SAW_IT_GONE, Outcome
from archive_watch.services.checking.check import Check, Seen
from archive_watch.services.watch import Watch
from archive_watch.storage import captures, versions
from archive_watch.storage.last_read import last_read


def recognise(watch: Watch, check: Check) -> Seen:
    """What the answer is, by the cheapest proof that holds; its body is stored, and its version.

    To be called inside the transaction of the check.
    """
    judgement = check.judgement
    if judgement.outcome is Outcome.NOT_MODIFIED:
        return _not_modified(watch, check)
    capture_id = _kept_body(watch, check)
    if judgement.cut is not None:
        from archive_watch.services.checking.read_answer import read_answer  # noqa: PLC0415  (the parsers)

        return read_answer(watch, check, judgement.cut, capture_id)
    assert judgement.outcome is not None
    return Seen(
        outcome=judgement.outcome,
        reason=judgement.reason,
        how=How.ABSENT if judgement.outcome in SAW_IT_GONE else None,
        capture_id=capture_id,
    )


def _not_modified(watch: Watch, check: Check) -> Seen:
    if check.confirms is not None:
        retracted = versions.is_retracted(watch.archive, check.confirms)
        return _confirmed(check.confirms, retracted=retracted)
    last = last_read(watch.archive, check.page.id)
    if last is None:
        return Seen(outcome=Outcome.SERVER_ERROR, reason="unexpected_304")
    seen = _confirmed(last.version_id, retracted=last.is_retracted)
    return replace(seen, state_sha256=last.state_sha256, moved_to=check.page.moved_to)


def _confirmed(version_id: int, *, retracted: bool) -> Seen:
    """What a "not modified" says that is about ``version_id``."""
    if retracted:
        return Seen(outcome=Outcome.NEEDS_REVIEW, reason="retracted_version")
    return Seen(outcome=Outcome.NOT_MODIFIED, version_id=version_id, how=How.NOT_MODIFIED)


def _kept_body(watch: Watch, check: Check) -> int | None:
    if check.response.refusal is not None or check.response.status is None:
        return None
    from archive_watch.services.telling.read_version import media_type_of  # noqa: PLC0415  (the parsers)

    return captures.store_capture(
        watch.archive,
        page_id=check.page.id,
        site_id=check.page.site_id,
        body=check.response.body,
        media_type=media_type_of(check.response.content_type),
        at=check.at,
    )
