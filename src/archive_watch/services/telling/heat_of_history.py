"""Where in its text a page was edited, span by span: what a heat strip is drawn from."""

from __future__ import annotations

from archive_watch.diff.blame import Blame
from archive_watch.diff.heat import heat_of
from archive_watch.storage.database import Archive
from archive_watch.storage.worded import sights_of

Strip = tuple[int, ...]


def heat_of_history(archive: Archive, page_id: int, *, buckets: int) -> list[Strip | None]:
    """For each span of a page, in order of time, how many words came or left in each of so many
    equal stretches of its text, against the last text before it.

    None for the first text, and where there is none: the page was gone, or is a document.
    """
    blame = Blame()
    strips: list[Strip | None] = []
    is_first = True
    for sight in sights_of(archive, page_id):
        if sight.text is None:
            strips.append(None)
            continue
        before = blame.paragraphs
        way = blame.then(sight.text)
        strip = heat_of(way, before, blame.paragraphs, buckets=buckets)
        strips.append(None if is_first else strip)
        is_first = False
    return strips
