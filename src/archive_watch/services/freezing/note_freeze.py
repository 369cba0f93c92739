"""Tell that a frozen page was edited, or that what declares it frozen was, in the caller's transaction.

One incident a page for the edits that no reader has reviewed: it is told once, counts further edits
and is over when all are reviewed, or none stands any more.  One incident a host for its banners: an
archive that edits them does so on all of its pages.  It is over when every page declares again what
it had.
"""

from __future__ import annotations

from archive_watch.model.freeze import Declaration
from archive_watch.services.checking.check import Check
from archive_watch.storage import frames, freezes
from archive_watch.storage.database import Archive
from archive_watch.storage.incidents import close_incidents


def note_edits(archive: Archive, check: Check, *, changed: bool) -> None:
    """Bring the page's incident in line with its changes; ``changed``: there may be new ones."""
    page = check.page
    if not changed and not freezes.has_incident(archive, page.host, page.id):
        return
    edits = freezes.broken_freezes(archive, page.id)
    if not edits:
        close_incidents(archive, kind=freezes.KIND, host=page.host, page_id=page.id, at=check.at)
        return
    last = edits[-1]
    freezes.keep_incident(
        archive,
        host=page.host,
        page_id=page.id,
        change_id=last.id,
        began=edits[0].not_after,
        last=last.not_after,
        times=len(edits),
        detail=f"between {last.not_before} and {last.not_after}:"
        f" {last.summary}; {last.contract} · change {last.id}",
    )


def note_banner(archive: Archive, check: Check, fetch_id: int) -> None:
    """Note whether the page still declares what it did; its frame is already written."""
    from archive_watch.classify.declared import declaration_in  # noqa: PLC0415

    page = check.page
    before, after = frames.neighbours(archive, page.id, fetch_id, check.at)
    if before is None or after is not None:
        return
    own = frames.sight_of(archive, fetch_id)
    pair = frames.taken_alike(archive, before, own)
    if pair is None or pair[0] == pair[1]:
        return
    old, new = (declaration_in(frames.lines_of(archive, one)) for one in pair)
    earlier = freezes.banner_before(archive, page.id)
    if _said(old) == _said(new) or (old is None and earlier is None):
        return
    if earlier is not None and earlier == _said(new):
        freezes.forget_altered_banner(archive, page.id)
    else:
        freezes.keep_altered_banner(
            archive, page_id=page.id, site_id=page.site_id, was=_said(old) or "",
            now=_said(new), not_before=before.at, not_after=own.at,
        )  # fmt: skip
    _settle_banners(archive, check)


def _said(one: Declaration | None) -> str | None:
    """What two banners have to have in common: their dates, or else their words."""
    if one is None:
        return None
    return " to ".join(one.dates) or one.words


def _settle_banners(archive: Archive, check: Check) -> None:
    page = check.page
    pages, last, first = freezes.altered_banners(archive, page.site_id)
    if last is None:
        close_incidents(archive, kind=freezes.KIND, host=page.host, at=check.at)
        return
    now = "nothing any more" if last.now is None else f"“{last.now}”"
    count = "a page" if pages == 1 else f"{pages:,} pages"
    freezes.keep_incident(
        archive,
        host=page.host,
        page_id=None,
        change_id=None,
        began=first,
        last=last.not_after,
        times=pages,
        detail=f"{count} declared “{last.was}” to be frozen and now declare{'s' if pages == 1 else ''}"
        f" {now}; the last: {last.url}, between {last.not_before} and {last.not_after}",
    )
