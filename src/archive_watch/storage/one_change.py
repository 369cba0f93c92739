"""One change as it is stored, one that was superseded too: what it stands between, and since when."""

from __future__ import annotations

from dataclasses import dataclass

from archive_watch.errors import CallerError
from archive_watch.storage import answers
from archive_watch.storage.database import Archive


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredChange:
    """One change: ``told`` as the contract's ``changes`` tells it, and the rows that it stands on.

    What readers noted of it is no part of ``told``: that is theirs, and may change.
    ``page_id`` is None for a change of a site's template, ``site_id`` for any other; ``cluster`` is
    the digest of a template's edit; ``after_freeze`` is why nothing should have changed.
    """

    told: answers.Answer
    step: str
    page_id: int | None
    site_id: int | None
    from_version_id: int | None
    to_version_id: int | None
    from_capture_id: int | None
    to_capture_id: int | None
    superseded_at: str | None
    cluster: str | None
    after_freeze: str | None


def change_with_id(archive: Archive, change_id: int) -> StoredChange:
    """The change with that id.  Raises CallerError where there is none."""
    row = archive.row("SELECT * FROM changes WHERE id = ?", (change_id,))
    if row is None:
        raise CallerError(
            f"there is no change {change_id}", remedy="`archive-watch changes` lists them"
        )
    told = answers.one_change(archive, change_id)
    told.pop("verdict")
    return StoredChange(
        told=told,
        step=row["step"],
        page_id=row["page_id"],
        site_id=row["site_id"],
        from_version_id=row["from_version_id"],
        to_version_id=row["to_version_id"],
        from_capture_id=row["from_capture_id"],
        to_capture_id=row["to_capture_id"],
        superseded_at=row["superseded_at"],
        cluster=row["cluster"],
        after_freeze=row["after_freeze"],
    )
