"""What a check leaves behind on its page: its standing, and how it is to be asked next time.

Both are one statement where both are known, as they nearly always are: each that writes a page
moves it in several indexes.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.model.capture import Validators
from archive_watch.model.visit import PageState
from archive_watch.storage.database import Archive

_NO_VALIDATORS = Validators()
_LAST_CHANGE = "(SELECT max(not_after) FROM changes WHERE page_id = :id AND superseded_at IS NULL)"
_GIVEN_BACK = (
    "etag = :etag, last_modified = :modified, checks_since_full = :since_full,"
    " answer_sha256 = :answer, next_fetch_at = coalesce(:due, next_fetch_at),"
    " lease_owner = CASE WHEN :live THEN NULL ELSE lease_owner END,"
    " lease_until = CASE WHEN :live THEN NULL ELSE lease_until END"
)
_SETTLED = (
    "state = CASE WHEN state = 'paused' THEN state ELSE :state END,"
    " state_since = CASE WHEN state IN (:state, 'paused') THEN state_since ELSE :at END,"
    " failures = :failures, moved_to = :moved_to,"
    " last_checked_at = max(coalesce(last_checked_at, ''), :at),"
    " last_ok_at = CASE WHEN :saw THEN max(coalesce(last_ok_at, ''), :at) ELSE last_ok_at END,"
    f" last_changed_at = {_LAST_CHANGE}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a check leaves behind on its page; times are UTC text."""

    state: PageState
    checked_at: str
    saw_it: bool
    failures: int
    moved_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the page is to be asked with next time, what to know its answer by, and when it is due
    again (None: as it was).  A check that was made now (``is_live``) ends the page's lease."""

    validators: Validators = _NO_VALIDATORS
    checks_since_full: int = 0
    answer_sha256: str | None = None
    next_fetch_at: str | None
    is_live: bool = True


def settle(archive: Archive, page_id: int, standing: Standing, asking: Asking) -> None:
    """Write what the latest check leaves behind, and give the page back; a pause stays one."""
    archive.conn.execute(
        f"UPDATE pages SET {_GIVEN_BACK}, {_SETTLED} WHERE id = :id",
        {
            **_asked(page_id, asking),
            "state": standing.state,
            "at": standing.checked_at,
            "failures": standing.failures,
            "moved_to": standing.moved_to,
            "saw": standing.saw_it,
        },
    )


def give_back(archive: Archive, page_id: int, asking: Asking) -> None:
    """Write how the page is to be asked next time.

    Whatever the check found, and even where the clock went back: else it would be due for ever.
    """
    archive.conn.execute(f"UPDATE pages SET {_GIVEN_BACK} WHERE id = :id", _asked(page_id, asking))


def look_again_if_suspect(archive: Archive, page_id: int, *, by: str) -> None:
    """Let a page that was seen gone, and is not known to be, be due ``by`` then at the latest."""
    archive.conn.execute(
        "UPDATE pages SET next_fetch_at = :by, next_why = 'confirm'"
        " WHERE id = :id AND state = 'suspect' AND next_fetch_at > :by",
        {"id": page_id, "by": by},
    )


def settle_anew(
    archive: Archive,
    page_id: int,
    *,
    state: PageState,
    since: str | None,
    failures: int,
    moved_to: str | None,
    last_ok_at: str | None,
) -> None:
    """Write a standing that was worked out from all of the page's checks; a pause stays one."""
    archive.conn.execute(
        "UPDATE pages SET state_since = CASE WHEN state = 'paused' THEN state_since"
        "   ELSE coalesce(:since, added_at) END,"
        " state = CASE WHEN state = 'paused' THEN state ELSE :state END,"
        " failures = :failures, moved_to = :moved_to, last_ok_at = :ok,"
        f" last_changed_at = {_LAST_CHANGE} WHERE id = :id",
        {
            "id": page_id,
            "state": state,
            "since": since,
            "failures": failures,
            "moved_to": moved_to,
            "ok": last_ok_at,
        },
    )


def _asked(page_id: int, asking: Asking) -> dict[str, object]:
    return {
        "id": page_id,
        "etag": asking.validators.etag,
        "modified": asking.validators.last_modified,
        "since_full": asking.checks_since_full,
        "answer": asking.answer_sha256,
        "due": asking.next_fetch_at,
        "live": asking.is_live,
    }
