"""The diff between two versions, of one page or of two."""

from __future__ import annotations

from archive_watch.classify.changes import classify_change
from archive_watch.classify.compared import beside_difference
from archive_watch.diff.align import diff_transcripts
from archive_watch.errors import CallerError
from archive_watch.model.change import Finding
from archive_watch.model.page import WatchedPage
from archive_watch.report.beside import Beside
from archive_watch.report.diffs import DrawnDiff, Side
from archive_watch.services.telling.find_version import version_named, wanted_version
from archive_watch.services.telling.show_version import Shown, show_version
from archive_watch.storage.changes import last_change
from archive_watch.storage.database import Archive
from archive_watch.storage.versions import VersionHead, find_version


def compare(before: Shown, after: Shown, judged: Finding | None = None) -> DrawnDiff:
    """The diff from one version to another; what it means is worked out where it is not given.

    Raises CallerError when one of them is a document.
    """
    for shown in (before, after):
        if shown.transcript is None:
            raise CallerError(
                f"version {shown.head.number} of {shown.page.url} is a document kept as bytes",
                remedy="`archive-watch show URL --version N --format raw` gives its bytes",
            )
    assert before.transcript is not None
    assert after.transcript is not None
    if judged is None:
        finding, ops = classify_change(before.transcript, after.transcript)
    else:
        finding, ops = judged, diff_transcripts(before.transcript, after.transcript)
    differs = beside_difference(before.transcript, after.transcript)
    return DrawnDiff(
        before=_side(before), after=_side(after), finding=finding, ops=ops,
        beside=Beside(facts=differs.facts, links=differs.links),
    )  # fmt: skip


def last_pair(archive: Archive, page: WatchedPage) -> tuple[VersionHead, VersionHead]:
    """The versions on both sides of the page's last change.  Raises CallerError without one."""
    ids = last_change(archive, page.id)
    if ids is None:
        raise CallerError(
            f"{page.url} has not changed since it is watched",
            remedy=f"`archive-watch history {page.url}` shows what was seen",
        )
    before, after = (find_version(archive, id_) for id_ in ids)
    assert before is not None
    assert after is not None
    return before, after


def named_pair(
    archive: Archive, page: WatchedPage, first: str, second: str | None
) -> tuple[VersionHead, VersionHead]:
    """The versions that two names mean; the second is the current one where it is not given."""
    before = version_named(archive, page, first)
    after = (
        wanted_version(archive, page) if second is None else version_named(archive, page, second)
    )
    return before, after


def compare_heads(
    archive: Archive,
    before: tuple[WatchedPage, VersionHead],
    after: tuple[WatchedPage, VersionHead],
) -> DrawnDiff:
    """The diff between two versions, each with its page."""
    return compare(show_version(archive, *before), show_version(archive, *after))


def _side(shown: Shown) -> Side:
    assert shown.transcript is not None
    return Side(
        url=shown.page.url,
        version=shown.head.number,
        observed_at=shown.observed_at,
        title=shown.transcript.metadata.title,
        capture_sha256=shown.capture_sha256,
    )
