"""Note the frame of a page that was seen, and whether its site's template changed.

Inside the caller's transaction, beside the page's own history: a page whose frame was edited is
unchanged.  Only where the frame is another than the page's neighbouring sights show is anything
more done than writing which one it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive_watch.classify.template import finding_of_template, told_of_more_pages
from archive_watch.diff.hunks import Hunk, hunks_of
from archive_watch.model.change import Finding
from archive_watch.services.checking.check import Check, Seen
from archive_watch.services.proving.retake_frame import retake_frame
from archive_watch.services.watch import Watch
from archive_watch.storage import frame_edits, frames, template_changes
from archive_watch.storage.changes import supersede
from archive_watch.storage.database import Archive
from archive_watch.storage.frames import FrameSight
from archive_watch.storage.template_changes import StoredTemplate
from archive_watch.versioning.templates import (
    FEWEST_PAGES,
    EditSight,
    TemplateEvent,
    events_of,
    is_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """Two neighbouring sights of a page's frame; ``before`` is None before the first."""

    page_id: int
    before: FrameSight | None
    after: FrameSight


def note_template(watch: Watch, check: Check, seen: Seen, fetch_id: int) -> bool:
    """Take in the frame that one check saw; its row in the check log is already written.

    Returns whether it is another than the page's neighbouring sights show.
    """
    cut = check.judgement.cut
    if seen.version_id is None or cut is None or cut.frame is None:
        return False
    archive, page = watch.archive, check.page
    frame_id = frames.ensure_frame(
        archive, site_id=page.site_id, extractor=cut.extractor, lines=cut.frame
    )
    frames.set_frame(archive, fetch_id, frame_id)
    before, after = frames.neighbours(archive, page.id, fetch_id, check.at)
    if before is not None and before.frame_id == frame_id and after is None:
        return False
    shown = {frame_id} - {one.frame_id for one in (before, after) if one is not None}
    for other in (before, after):
        if other is not None and other.extractor != cut.extractor:
            shown |= retake_frame(watch, page, other, cut.extractor)
    own = FrameSight(fetch_id=fetch_id, frame_id=frame_id, at=check.at, extractor=cut.extractor)
    steps = [_Step(page_id=page.id, before=before, after=own)]
    if after is not None:
        steps.append(_Step(page_id=page.id, before=own, after=after))
    steps += _steps_that_read_otherwise(archive, shown, page.id)
    for edit, sights in sorted(_rewrite(archive, page.site_id, steps).items()):
        if not _is_one_more(archive, page.site_id, edit, sights):
            _settle(watch, page.site_id, edit)
    return True


def _steps_that_read_otherwise(
    archive: Archive, shown: Iterable[int], page_id: int
) -> Iterator[_Step]:
    """The steps of every page that shows a line which is known to be the template's only now,
    since the page has ``shown`` these frames."""
    others: set[int] = set()
    for frame_id in sorted(shown):
        others |= frames.note_page(archive, frame_id, page_id, enough=FEWEST_PAGES)
    for other in sorted(others):
        sights = frames.sights_of(archive, other)
        for before, after in zip([None, *sights], sights, strict=False):
            yield _Step(page_id=other, before=before, after=after)


def _rewrite(archive: Archive, site_id: int, steps: Sequence[_Step]) -> dict[str, list[EditSight]]:
    """Write the edits of the steps; which sights of which edits are new, or are no more."""
    touched: dict[str, list[EditSight]] = {}
    for step in steps:
        was = frame_edits.edits_shown_by(archive, step.after.fetch_id)
        now = [(hunk.sha256, _sight(step)) for hunk in _hunks(archive, step.before, step.after)]
        if was != now:
            frame_edits.replace_edits(archive, step.after.fetch_id, site_id, now)
        for edit, sight in {*was} ^ {*now}:
            touched.setdefault(edit, []).append(sight)
    return touched


def _hunks(archive: Archive, before: FrameSight | None, after: FrameSight) -> Sequence[Hunk]:
    """What of the template differs between two sights: lines that few pages show are none of it."""
    pair = None if before is None else frames.taken_alike(archive, before, after)
    if pair is None or pair[0] == pair[1]:
        return ()
    old, new = (frames.lines_of(archive, one, fewest_pages=FEWEST_PAGES) for one in pair)
    return hunks_of(old, new)


def _sight(step: _Step) -> EditSight:
    assert step.before is not None
    return EditSight(
        page_id=step.page_id,
        not_before=step.before.at,
        not_after=step.after.at,
        from_fetch_id=step.before.fetch_id,
        to_fetch_id=step.after.fetch_id,
    )


def _settle(watch: Watch, site_id: int, edit: str) -> None:
    """Bring the template changes of one edit in line with its sights."""
    archive = watch.archive
    standing = template_changes.standing_templates(archive, site_id, edit)
    for event in events_of(frame_edits.sights_of_edit(archive, site_id, edit)):
        row = next((row for row in standing if _is_same(row, event)), None)
        if row is None:
            template_changes.insert_template(
                archive, site_id=site_id, edit=edit, event=event,
                finding=_finding(archive, edit, event), at=watch.now(),
            )  # fmt: skip
        else:
            standing.remove(row)
            summary = told_of_more_pages(row.summary, pages=event.pages)
            template_changes.rewrite_template(archive, row.id, event, summary=summary)
    for row in standing:
        supersede(archive, row.id, at=watch.now())


def _is_one_more(archive: Archive, site_id: int, edit: str, touched: Sequence[EditSight]) -> bool:
    """Count a sight that is the only one touched, and later than all others of its edit.

    So a round over many pages counts each of them once, not all of them at each.
    """
    last = next(iter(template_changes.standing_templates(archive, site_id, edit)[-1:]), None)
    if last is None or len(touched) != 1:
        return False
    (sight,) = touched
    is_last = sight.not_after > last.not_after and is_of(
        sight, not_before=last.not_before, not_after=last.not_after
    )
    if not is_last or not frame_edits.is_later_than_all_others(archive, site_id, edit, sight):
        return False
    pages = last.pages + (not frame_edits.has_shown(archive, edit, sight, since=last.not_before))
    summary = told_of_more_pages(last.summary, pages=pages)
    template_changes.grow_template(
        archive, last.id, pages=pages, not_after=sight.not_after, summary=summary
    )
    return True


def findings_of_edit(
    archive: Archive, site_id: int, edit: str
) -> Iterator[tuple[StoredTemplate, Finding]]:
    """Each change that stands for an edit of a template, with what today's rules say of it."""
    standing = template_changes.standing_templates(archive, site_id, edit)
    for event in events_of(frame_edits.sights_of_edit(archive, site_id, edit)):
        row = next((row for row in standing if _is_same(row, event)), None)
        if row is not None:
            yield row, _finding(archive, edit, event)


def lines_of_edit(archive: Archive, site_id: int, edit: str) -> tuple[list[str], list[str]]:
    """The whole lines that an edit of a template took, and those that it brought."""
    for event in events_of(frame_edits.sights_of_edit(archive, site_id, edit)):
        parts = _hunk_of(archive, edit, event).parts
        removed, added = ([line for part in parts for line in part[side]] for side in (0, 1))
        return removed, added
    return [], []


def _is_same(row: StoredTemplate, event: TemplateEvent) -> bool:
    return row.not_before <= event.not_after and event.not_before <= row.not_after


def _finding(archive: Archive, edit: str, event: TemplateEvent) -> Finding:
    return finding_of_template(_hunk_of(archive, edit, event), pages=event.pages)


def _hunk_of(archive: Archive, edit: str, event: TemplateEvent) -> Hunk:
    before, after = (
        frames.sight_of(archive, fetch_id)
        for fetch_id in (event.first.from_fetch_id, event.first.to_fetch_id)
    )
    return next(one for one in _hunks(archive, before, after) if one.sha256 == edit)
