"""Gather changes into the entries of a feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive_watch.report.atom import FeedEntry, FeedPlaces, feed_lines
from archive_watch.storage import answers
from archive_watch.storage.change_list import ChangeList, found_lately
from archive_watch.storage.database import Archive
from archive_watch.storage.feed_steps import FeedStep, feed_steps, steps_of
from archive_watch.storage.standing import last_check_at
from archive_watch.storage.telling import told_edits

_EPOCH = "1970-01-01T00:00:00Z"


def make_feed(archive: Archive, wanted: answers.ChangeFilter) -> Iterator[str]:
    """The Atom feed of the changes that are asked for, piece by piece."""
    steps = feed_steps(archive)
    entries = [
        _entry(archive, change, steps[change["id"]]) for change in answers.changes(archive, wanted)
    ]
    where = f" of {wanted.host}" if wanted.host else ""
    return feed_lines(
        entries,
        title=f"archive-watch: changes{where}",
        about=repr(wanted),
        updated=last_check_at(archive) or _EPOCH,
    )


def feed_of_list(
    archive: Archive,
    wanted: ChangeList,
    *,
    most: int,
    at: FeedPlaces,
    drawn_at: Callable[[int], str],
) -> Iterator[str]:
    """The feed of the changes in a list that were found last, ``most`` of them.

    ``drawn_at`` is where a change is shown word by word, a whole address, by its id.
    """
    ids = found_lately(archive, wanted, most=most)
    steps = steps_of(archive, ids)
    entries = [
        _entry(archive, answers.one_change(archive, one), steps[one], drawn_at(one)) for one in ids
    ]
    where = f" of {wanted.host}" if wanted.host else ""
    return feed_lines(
        entries,
        title=f"archive-watch: changes{where}",
        about=repr(wanted),
        updated=_EPOCH,
        at=at,
    )


def _entry(
    archive: Archive, change: answers.Answer, step: FeedStep, drawn_at: str | None = None
) -> FeedEntry:
    same = (
        "url", "title", "kind", "severity", "summary", "not_before", "not_after", "detected_at",
    )  # fmt: skip
    return FeedEntry(
        **{name: change[name] for name in same},
        page=step.page,
        beside=step.beside,
        flags=tuple((flag["kind"], flag["old"], flag["new"]) for flag in change["flags"]),
        why=tuple(change["why"]),
        edits=told_edits(archive, change["id"]),
        before=change["from_capture_sha256"],
        after=step.edit or change["to_capture_sha256"],
        again=step.again,
        drawn_at=drawn_at,
    )
