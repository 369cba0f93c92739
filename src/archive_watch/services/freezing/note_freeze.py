"""Tell that a frozen page was edited, or that what declares it frozen was, in the caller's transaction.

One incident a page for the edits that no reader has reviewed: it is told once, counts further edits
and is over when all are reviewed, or none stands any more.  One incident a host for its banners: an
archive that edits them does so on all of its pages.  It is over when every page declares again what
it had, or what it declares now is accepted (``accept_banners``).
"""

from __future__ import annotations

from archive_watch.model.freeze import Declaration
from archive_watch.services.checking.check import Check
from archive_watch.storage import accepted_banners, frames, freezes
from archive_watch.storage.accepted_banners import Altered
from archive_watch.storage.database import Archive
from archive_watch.storage.incidents import close_incidents, keep_incident


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
    keep_incident(
        archive,
        kind=freezes.KIND,
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
    old, new = (_said(declaration_in(frames.lines_of(archive, one))) for one in pair)
    earlier = freezes.banner_before(archive, page.id)
    was = earlier or old
    if old == new:
        return
    accepted_banners.forget_accepted(archive, page.site_id, old)
    if was is None:
        return
    altered = Altered(site_id=page.site_id, was=was, now=new)
    if was == new or accepted_banners.is_accepted(archive, altered):
        freezes.forget_altered_banner(archive, page.id)
    else:
        freezes.keep_altered_banner(
            archive, page_id=page.id, site_id=page.site_id, was=was, now=new,
            not_before=before.at, not_after=own.at,
        )  # fmt: skip
    settle_banners(archive, page.site_id, at=check.at)


def _said(one: Declaration | None) -> str | None:
    """What two banners have to have in common: their dates, or else their words."""
    if one is None:
        return None
    return " to ".join(one.dates) or one.words


def settle_banners(archive: Archive, site_id: int, *, at: str) -> None:
    """Bring the incident of a site's banners in line with what its pages declare."""
    host = accepted_banners.host_of(archive, site_id)
    pages, last, first = freezes.altered_banners(archive, site_id)
    if last is None:
        close_incidents(archive, kind=freezes.KIND, host=host, at=at)
        return
    now = "nothing any more" if last.now is None else f"“{last.now}”"
    count = "a page" if pages == 1 else f"{pages:,} pages"
    change_id = _change_of_banner(archive, Altered(site_id=site_id, was=last.was, now=last.now))
    keep_incident(
        archive,
        kind=freezes.KIND,
        host=host,
        page_id=None,
        change_id=change_id,
        began=first,
        last=last.not_after,
        times=pages,
        detail=f"{count} declared “{last.was}” to be frozen and now declare{'s' if pages == 1 else ''}"
        f" {now}; the last: {last.url}, between {last.not_before} and {last.not_after}"
        + ("" if change_id is None else f" · change {change_id}"),
    )


def _change_of_banner(archive: Archive, altered: Altered) -> int | None:
    """The change of the site's template by which its banner was altered, where many pages show it."""
    found = accepted_banners.edits_with(archive, altered.site_id)
    return next((change for change, edit in found if is_of_banner(archive, altered, edit)), None)


def is_of_banner(archive: Archive, altered: Altered, edit: str) -> bool:
    """Whether the lines that an edit of a template took, or brought, are of a banner that was altered.

    The edit may be of a part of the banner alone: of its last day.
    """
    from archive_watch.classify.declared import declaration_in  # noqa: PLC0415
    from archive_watch.services.checking.note_template import lines_of_edit  # noqa: PLC0415

    sides = lines_of_edit(archive, altered.site_id, edit)
    days = [said.split(" to ") if said else [] for said in (altered.was, altered.now)]
    return any(map(declaration_in, sides)) or any(
        day in " ".join(lines) for lines, side in zip(sides, days, strict=True) for day in side
    )
