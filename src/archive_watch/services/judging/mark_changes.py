"""Mark changes: all that are named or none, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive_watch.errors import CallerError
from archive_watch.model.verdict import Mark, Verdict
from archive_watch.services.freezing.accept_banners import accept_reviewed
from archive_watch.services.watch import Watch
from archive_watch.storage import marks
from archive_watch.storage.database import Archive

_MOST_NAMED = 10


def mark_changes(watch: Watch, change_ids: Iterable[int], mark: Mark) -> list[tuple[int, Verdict]]:
    """Make ``mark`` on each of the changes, once; each with what its marks come to now.

    Raises CallerError, with nothing done, where one of them is no change that stands.
    """
    wanted = list(dict.fromkeys(change_ids))
    with watch.archive.writing():
        _must_stand(watch.archive, wanted)
        verdicts = [(id_, marks.add_mark(watch.archive, id_, mark)) for id_ in wanted]
        for id_, verdict in verdicts:
            if verdict.reviewed:
                accept_reviewed(watch.archive, id_, at=mark.at)
        return verdicts


def _must_stand(archive: Archive, change_ids: Sequence[int]) -> None:
    stands = {id_: marks.set_aside_at(archive, id_) for id_ in change_ids}
    unknown = [id_ for id_, at in stands.items() if at is None]
    if unknown:
        raise CallerError(
            f"there is no change {_named(unknown)}: nothing was marked",
            remedy="`archive-watch changes` lists the changes with their ids",
        )
    gone = [id_ for id_, at in stands.items() if at]
    if gone:
        instead = [id_ for one in gone for id_ in marks.in_its_place(archive, one)]
        raise CallerError(
            f"change {_named(gone)} no longer stands, captures that came later showed another"
            " course: nothing was marked",
            remedy=f"in that time now: change {_named(list(dict.fromkeys(instead)))}"
            if instead
            else "`archive-watch changes` lists the changes with their ids",
        )


def _named(ids: Sequence[int]) -> str:
    more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
    return ", ".join(map(str, ids[:_MOST_NAMED])) + more
