"""Take the frame of an earlier check anew, as pages are read today.

A mended profile, or what was learnt of a host meanwhile, moves the line between words and frame.
Two frames are compared only as one extractor takes both: so that its edits are the page's, never
those of the profile.
"""

from __future__ import annotations

from archive_watch.model.page import WatchedPage
from archive_watch.services.proving.cut_again import cut_again
from archive_watch.services.watch import Watch
from archive_watch.storage import frames
from archive_watch.storage.frames import FrameSight
from archive_watch.storage.replies import reply_of


def retake_frame(watch: Watch, page: WatchedPage, sight: FrameSight, extractor: str) -> set[int]:
    """The frame that ``extractor``, which is today's, takes from the bytes of ``sight``.

    Empty where it cannot: the bytes are damaged, or it reads them otherwise.
    """
    archive = watch.archive
    reply = reply_of(archive, sight.fetch_id)
    if reply is None:
        return set()
    cut = cut_again(watch, page, reply)
    if cut.frame is None or cut.extractor != extractor:
        return set()
    frame_id = frames.ensure_frame(
        archive, site_id=page.site_id, extractor=extractor, lines=cut.frame
    )
    frames.keep_anew(archive, sight.fetch_id, frame_id)
    return {frame_id}
